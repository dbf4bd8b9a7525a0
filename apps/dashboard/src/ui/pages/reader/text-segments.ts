import type { ArticleView } from '@khabar/api/schemas';

/** A stretch of text under the same marks. Offsets are UTF-16 into the whole text. */
export interface Segment {
  readonly start: number;
  readonly text: string;
  /** Indexes of the stances whose evidence covers it. */
  readonly evidence: readonly number[];
  /** Index of the mention that it is, or is part of. */
  readonly mention: number | null;
  readonly isMatch: boolean;
  /** Stances whose evidence ends here: their numbers follow. */
  readonly endsEvidence: readonly number[];
}

interface Bounds {
  readonly start: number;
  readonly end: number;
}

export interface SegmentInput {
  readonly text: string;
  readonly block: Bounds;
  readonly evidence: readonly Bounds[];
  readonly mentions: readonly Bounds[];
  readonly marks: readonly Bounds[];
}

function covers(outer: Bounds, start: number, end: number): boolean {
  return outer.start <= start && outer.end >= end;
}

/** Cuts a block at every begin and end of evidence, mention and match, so that overlapping marks can be shown together. */
export function textSegments(input: SegmentInput): readonly Segment[] {
  const { block } = input;
  const cuts = new Set([block.start, block.end]);
  for (const { start, end } of [...input.evidence, ...input.mentions, ...input.marks]) {
    if (start > block.start && start < block.end) cuts.add(start);
    if (end > block.start && end < block.end) cuts.add(end);
  }
  const positions = [...cuts].toSorted((a, b) => a - b);
  return positions.slice(0, -1).map((start, index) => {
    const end = positions[index + 1] ?? block.end;
    const mention = input.mentions.findIndex((span) => covers(span, start, end));
    return {
      start,
      text: input.text.slice(start, end),
      evidence: input.evidence.flatMap((span, at) => (covers(span, start, end) ? [at] : [])),
      mention: mention === -1 ? null : mention,
      isMatch: input.marks.some((span) => covers(span, start, end)),
      endsEvidence: input.evidence.flatMap((span, at) => (span.end > start && span.end <= end ? [at] : [])),
    };
  });
}

/** The blocks of an article; a text without blocks is cut at its line ends. */
export function blocksOf(article: Pick<ArticleView, 'text' | 'blocks'>): ArticleView['blocks'] {
  if (article.blocks.length > 0) return article.blocks;
  let at = 0;
  return article.text.split('\n').map((line) => {
    const block = { kind: 'paragraph' as const, start: at, end: at + line.length };
    at += line.length + 1;
    return block;
  });
}
