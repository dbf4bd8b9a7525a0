/** Text as the tokenizer reads it, and for each of its UTF-16 units the span of the original that it came from. */
export interface Normalised {
  readonly text: string;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

// What counts as one space in tokenizer.json; next line (U+0085) is white space in Unicode but not in `\s`.
const SPACES = /[\s\u0085\u200B\uFEFF]+/gu;
/** A letter with its marks: the unit within which NFKC composes and reorders. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;
const SPACE_MARK = '▁';

/** NFKC, then each run of white space as one `▁`, one at the very front; offsets lead back into `original`. */
export function normalise(original: string): Normalised {
  const { text, starts, ends } = compatibilityComposed(original);
  const units: string[] = [];
  const unitStarts: number[] = [];
  const unitEnds: number[] = [];
  const put = (unit: string, start: number, end: number): void => {
    units.push(unit);
    unitStarts.push(start);
    unitEnds.push(end);
  };
  const copy = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) put(text.charAt(at), starts[at] ?? 0, ends[at] ?? 0);
  };
  let done = 0;
  if (text !== '' && text.search(SPACES) !== 0) put(SPACE_MARK, 0, 0);
  for (const match of text.matchAll(SPACES)) {
    const end = match.index + match[0].length;
    copy(done, match.index);
    put(SPACE_MARK, starts[match.index] ?? 0, ends[end - 1] ?? 0);
    done = end;
  }
  copy(done, text.length);
  return { text: units.join(''), starts: Uint32Array.from(unitStarts), ends: Uint32Array.from(unitEnds) };
}

function compatibilityComposed(original: string): Normalised {
  const whole = original.normalize('NFKC');
  if (whole === original) {
    const starts = Uint32Array.from({ length: original.length }, (_, at) => at);
    return { text: whole, starts, ends: starts.map((at) => at + 1) };
  }
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of original.matchAll(CLUSTER)) {
    const [cluster] = match;
    const composed = cluster.normalize('NFKC');
    parts.push(composed);
    // Unchanged clusters keep the place of each unit; in changed ones every unit stands for the whole cluster.
    const kept = composed === cluster;
    for (let at = 0; at < composed.length; at += 1) {
      starts.push(match.index + (kept ? at : 0));
      ends.push(match.index + (kept ? at + 1 : cluster.length));
    }
  }
  return { text: parts.join(''), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}
