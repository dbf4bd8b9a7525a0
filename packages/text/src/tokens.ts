/** One word of a text. */
export interface Token {
  /** UTF-16 offsets into the source, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Folded form (see `foldText`). */
  readonly folded: string;
  /** Stem of the folded form, chosen by script, so that a query and a text agree without knowing the language. */
  readonly stem: string;
}

/** Words of a text in order. */
export function tokens(text: string): Token[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+/gu), (match) => {
    const folded = match[0].toLowerCase();
    return { start: match.index, end: match.index + match[0].length, folded, stem: folded };
  });
}
