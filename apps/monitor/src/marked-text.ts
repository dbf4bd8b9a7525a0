import type { Colours } from './colours.ts';

interface Marked {
  readonly text: string;
  readonly marks: readonly { readonly start: number; readonly end: number }[];
}

/** A text on one line with its marked pieces highlighted. */
export function markedText(
  { text, marks }: Marked,
  { bold, yellow }: Pick<Colours, 'bold' | 'yellow'>,
): string {
  let out = '';
  let at = 0;
  for (const { start, end } of marks.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    out += text.slice(at, start) + bold(yellow(text.slice(start, end)));
    at = end;
  }
  return (out + text.slice(at)).replaceAll(/\s+/g, ' ').trim();
}
