import { similarity } from './signature.ts';

/** An article that shares a band with the new one. */
export interface CopyCandidate {
  readonly id: string;
  readonly storyId: string;
  readonly signature: Uint32Array;
}

/** From this similarity on, two texts tell the same story in the same words. Agency copy under another lead stays above it. */
export const COPY_SIMILARITY = 0.45;

/** Story of the most similar candidate, or null: it begins its own. Ties go to the one listed first. */
export function chooseStory(
  signature: Uint32Array,
  candidates: readonly CopyCandidate[],
): { storyId: string; similarity: number } | null {
  let best: { storyId: string; similarity: number } | null = null;
  for (const candidate of candidates) {
    const value = similarity(signature, candidate.signature);
    if (value >= COPY_SIMILARITY && (best === null || value > best.similarity))
      best = { storyId: candidate.storyId, similarity: value };
  }
  return best;
}
