import { z } from 'zod';

import { messageOf } from '../failure.ts';
import { LineId, type LineKind } from './line.ts';
import { readLines } from './read-lines.ts';

/** A 10 MiB page in base64 and its envelope, four times over. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

const Named = z.looseObject({ id: LineId });

/**
 * Reads one JSON object a line, writes one a line with the same id, until the input ends. A line that cannot be read or
 * answered gets `{"id","error"}`; it never ends the run.
 */
export async function answerLines(
  input: AsyncIterable<Uint8Array>,
  kind: LineKind,
  write: (line: string) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const most = kind.concurrency ?? 1;
  for await (const line of readLines(input, MAX_LINE_BYTES)) {
    const work: Promise<void> = answerLine(line, kind)
      .then(write)
      .finally(() => running.delete(work));
    running.add(work);
    if (running.size >= most) await Promise.race(running);
  }
  await Promise.all(running);
}

async function answerLine(line: string | null, kind: LineKind): Promise<string> {
  let id: string | number | null = null;
  try {
    if (line === null) return serialise({ id, error: `a line is longer than ${MAX_LINE_BYTES} bytes` });
    const parsed: unknown = JSON.parse(line);
    id = Named.parse(parsed).id;
    return serialise({ id, ...(await kind.answer(parsed)) });
  } catch (error) {
    return serialise({ id, error: error instanceof z.ZodError ? zodMessage(error) : messageOf(error) });
  }
}

function zodMessage(error: z.ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`))
    .join('; ');
}

/** JSON allows U+2028 and U+2029 in texts; many line readers do not. */
function serialise(answer: unknown): string {
  return `${JSON.stringify(answer).replaceAll(/[\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`)}\n`;
}
