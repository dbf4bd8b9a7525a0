/** Query text cleaned for the grammar, with the way back. */
export interface NormalisedQuery {
  readonly text: string;
  /** `original[i]` is the offset of the unit `i` in what was typed; one entry more for the end. */
  readonly original: readonly number[];
  readonly cut: boolean;
}

/** Longest query that is read, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 2000;

// Control and format characters (direction marks, order marks, soft hyphen) but the joiners, tatweel, the replacement character.
const DROPPED = /^(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\u0640\ufffd]$/u;
const REPLACED: ReadonlyMap<string, string> = new Map([
  ...Array.from('«»“”„‟＂″', (mark): [string, string] => [mark, '"']),
  ...Array.from('‘’‛ʼ', (mark): [string, string] => [mark, "'"]),
  ...Array.from('،؛؟;,、', (mark): [string, string] => [mark, ' ']),
  ['：', ':'],
  ['（', '('],
  ['）', ')'],
  ['−', '-'],
]);

/** NFC; quotation marks, apostrophes and brackets of all scripts become those of ASCII, separators spaces; invisible marks go. */
export function normaliseQuery(typed: string): NormalisedQuery {
  const cut = typed.length > MAX_QUERY_LENGTH;
  const source = typed.slice(0, MAX_QUERY_LENGTH).toWellFormed();
  const original: number[] = [];
  let text = '';
  for (const { 0: cluster, index } of source.matchAll(/[\s\S]\p{M}{0,32}/gu)) {
    for (const letter of cluster.normalize('NFC')) {
      if (DROPPED.test(letter)) continue;
      const kept = REPLACED.get(letter) ?? letter;
      for (let unit = 0; unit < kept.length; unit += 1) original.push(index);
      text += kept;
    }
  }
  return { text, original: [...original, source.length], cut };
}
