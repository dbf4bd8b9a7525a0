import { similarity } from './signature.ts';

/** An article that shares a key with the new one. */
export interface CopyCandidate {
  readonly id: string;
  readonly storyId: string;
  readonly signature: Uint32Array;
  /** Words of its text; without it only near-equal texts are told to be copies. */
  readonly wordCount?: number;
}

/** From this similarity on, two texts are the same in words. Agency copy under another lead stays above it. */
export const COPY_SIMILARITY = 0.45;
/** From this share of the shorter text on, it stands in the longer one: cut, or with more around it. */
export const COPY_CONTAINMENT = 0.6;
/** Under this similarity 64 values say nothing of containment. */
const LEAST_SIMILARITY = 0.15;

/** Story of the most similar candidate, or null: it begins its own. Ties go to the one listed first. */
export function chooseStory(
  signature: Uint32Array,
  candidates: readonly CopyCandidate[],
  options: { readonly wordCount?: number } = {},
): { storyId: string; similarity: number } | null {
  let best: { storyId: string; similarity: number } | null = null;
  for (const candidate of candidates) {
    const value = similarity(signature, candidate.signature);
    const held = containment(value, options.wordCount, candidate.wordCount);
    const isCopy = value >= COPY_SIMILARITY || (value >= LEAST_SIMILARITY && held >= COPY_CONTAINMENT);
    if (isCopy && (best === null || value > best.similarity))
      best = { storyId: candidate.storyId, similarity: value };
  }
  return best;
}

/**
 * Share of the shorter text's shingles that the longer has, from the estimated Jaccard similarity and the lengths in words (Broder 1997);
 * 0 where a length is unknown.
 */
export function containment(value: number, one: number | undefined, other: number | undefined): number {
  const shorter = Math.min(one ?? 0, other ?? 0);
  if (shorter <= 0) return 0;
  return Math.min(1, (value * ((one ?? 0) + (other ?? 0))) / ((1 + value) * shorter));
}
