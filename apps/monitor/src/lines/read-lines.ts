import { Buffer } from 'node:buffer';

const LF = 0x0a;

/**
 * Lines of a stream, split at LF only (`node:readline` also splits at U+2028 and U+2029, which JSON texts may hold).
 * A line longer than `maxBytes` comes out as `null`, its bytes let go. Empty lines are left out.
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<string | null> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let tooLong = false;
  const take = (): string | null => {
    const line = tooLong ? null : Buffer.concat(parts).toString('utf8').trim();
    parts = [];
    held = 0;
    tooLong = false;
    return line;
  };
  const hold = (part: Uint8Array): void => {
    held += part.length;
    if (held > maxBytes) {
      tooLong = true;
      parts = [];
    } else parts.push(part);
  };
  for await (const chunk of input) {
    let from = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      hold(chunk.subarray(from, at));
      from = at + 1;
      const line = take();
      if (line !== '') yield line;
    }
    if (from < chunk.length) hold(chunk.subarray(from));
  }
  const last = take();
  if (last !== '') yield last;
}
