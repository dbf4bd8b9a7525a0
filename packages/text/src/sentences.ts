/** UTF-16 offsets of one sentence, without surrounding white space. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
}

/** Sentences of a text in order; never crosses a line feed. Abbreviations, initials, decimals and closing quotation marks do not end one. */
export function sentences(text: string): Sentence[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  return Array.from(segmenter.segment(text), ({ index, segment }) => {
    const lead = segment.length - segment.trimStart().length;
    return { start: index + lead, end: index + segment.trimEnd().length };
  }).filter(({ start, end }) => end > start);
}
