import type { EventFeatures } from './event-features.ts';

const MOST_ENTITIES = 6;
const MOST_PAIRED = 4;
const MOST_NUMBERS = 5;
const MOST_WORDS = 6;

/** Keys of 52 bits under which reports of an event meet: entities, pairs of them, figures, words of the headline. About twenty. */
export function eventKeys(features: EventFeatures): number[] {
  const ranked = Object.entries(features.entities)
    .toSorted(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1))
    .slice(0, MOST_ENTITIES)
    .map(([id]) => id);
  const paired = ranked.slice(0, MOST_PAIRED).toSorted();
  const pairs = paired.flatMap((id, at) => paired.slice(at + 1).map((other) => `p:${id} ${other}`));
  const words = features.words.slice(0, MOST_WORDS).map((word) => `w:${features.language}:${word}`);
  const keys = [
    ...ranked.map((id) => entityKeyText(id)),
    ...pairs,
    ...features.numbers.slice(0, MOST_NUMBERS).map((number) => `n:${number}`),
    ...words,
  ];
  return Array.from(new Set(keys.map(hash52)));
}

/** The key of an entity alone, by which it is counted how many articles name it. */
export function entityKey(id: string): number {
  return hash52(entityKeyText(id));
}

function entityKeyText(id: string): string {
  return `e:${id}`;
}

/** Two runs of FNV-1a. */
function hash52(text: string): number {
  let [low, high] = [0x811c9dc5, 0x2545f491];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + at), 0x85ebca6b);
    high ^= high >>> 13;
  }
  return ((high >>> 0) % 0x100000) * 0x100000000 + (low >>> 0);
}
