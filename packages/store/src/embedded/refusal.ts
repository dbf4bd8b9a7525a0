import { sqlMentions } from './sql-text.ts';
import { type Frame, readCString } from './wire-messages.ts';

/** Why a message is not run, or null: COPY FROM STDIN kills PGlite, function calls are not passed on. */
export function refusal(frame: Frame): string | null {
  if (frame.type === 'F') return 'function calls are not supported by the embedded store';
  if (frame.type !== 'Q' && frame.type !== 'P') return null;
  const at = frame.type === 'Q' ? 5 : readCString(frame.bytes, 5).next;
  const { text } = readCString(frame.bytes, at);
  return sqlMentions(text).copyFromStdin
    ? 'COPY FROM STDIN is not supported by the embedded store: use INSERT with unnest() arrays'
    : null;
}
