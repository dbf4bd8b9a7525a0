import type { EventFeatures } from './event-features.ts';

/** How far two reports agree; each from 0 to 1 (`vector` from -1), null where it cannot be said. */
export interface EventEvidence {
  readonly entities: number;
  readonly numbers: number | null;
  /** Only between articles of one language. */
  readonly words: number | null;
  readonly vector: number | null;
  readonly days: number;
}

/** How many articles of the days around name an entity: the fewer, the more it says. */
export type EntityFrequency = (id: string) => number;

const DAY_MS = 24 * 60 * 60_000;

/** Evidence that two articles report one event. */
export function eventEvidence(
  one: EventFeatures,
  other: EventFeatures,
  frequency: EntityFrequency,
): EventEvidence {
  const comparable = one.vector !== undefined && one.vector.model === other.vector?.model;
  return {
    entities: entityCosine(one.entities, other.entities, frequency),
    numbers:
      one.numbers.length === 0 || other.numbers.length === 0 ? null : overlap(one.numbers, other.numbers),
    words: one.language === other.language ? overlap(one.words, other.words) : null,
    vector: comparable ? cosine(one.vector?.values ?? [], other.vector?.values ?? []) : null,
    days: Math.abs(one.at - other.at) / DAY_MS,
  };
}

interface Weights {
  readonly bias: number;
  readonly entities: number;
  readonly numbers: number;
  readonly noNumbers: number;
  readonly words: number;
  readonly vector: number;
  readonly days: number;
}

/** Fitted by logistic regression on the gold events that are not held out (`gold/README.md`); pairs of two languages and of one apart. */
const WEIGHTS: Readonly<
  Record<'oneLanguage' | 'twoLanguages', Readonly<Record<'rules' | 'encoder', Weights>>>
> = {
  oneLanguage: {
    rules: { bias: -4.6, entities: 6.2, numbers: 3.8, noNumbers: 0, words: 8, vector: 0, days: -1 },
    encoder: { bias: -136.3, entities: 6.1, numbers: 3.9, noNumbers: 0, words: 5.7, vector: 135, days: -1 },
  },
  twoLanguages: {
    rules: { bias: -4.6, entities: 8.1, numbers: 4, noNumbers: 0, words: 0, vector: 0, days: -1 },
    encoder: { bias: -27, entities: 7.7, numbers: 4.1, noNumbers: 0, words: 0, vector: 24, days: -1 },
  },
};

/** Probability, 0 to 1, that two articles report the same event. */
export function sameEvent(evidence: EventEvidence): number {
  const weights =
    WEIGHTS[evidence.words === null ? 'twoLanguages' : 'oneLanguage'][
      evidence.vector === null ? 'rules' : 'encoder'
    ];
  const sum =
    weights.bias +
    weights.entities * evidence.entities +
    (evidence.numbers === null ? weights.noNumbers : weights.numbers * evidence.numbers) +
    weights.words * (evidence.words ?? 0) +
    weights.vector * (evidence.vector ?? 0) +
    weights.days * evidence.days;
  return 1 / (1 + Math.exp(-sum));
}

function entityCosine(
  one: EventFeatures['entities'],
  other: EventFeatures['entities'],
  frequency: EntityFrequency,
): number {
  const weight = (count: number, id: string): number =>
    (1 + Math.log(count)) / (1 + Math.log2(1 + frequency(id)) / 2);
  let [product, left, right] = [0, 0, 0];
  for (const [id, count] of Object.entries(one)) {
    const value = weight(count, id);
    left += value * value;
    const match = other[id];
    if (match !== undefined) product += value * weight(match, id);
  }
  for (const [id, count] of Object.entries(other)) right += weight(count, id) ** 2;
  return left === 0 || right === 0 ? 0 : product / Math.sqrt(left * right);
}

/** Shared items by the geometric mean of the two counts. */
function overlap(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const known = new Set(other);
  return one.filter((item) => known.has(item)).length / Math.sqrt(one.length * other.length);
}

function cosine(one: readonly number[], other: readonly number[]): number {
  let [product, left, right] = [0, 0, 0];
  for (const [at, value] of one.entries()) {
    const match = other[at] ?? 0;
    product += value * match;
    left += value * value;
    right += match * match;
  }
  return left === 0 || right === 0 ? 0 : product / Math.sqrt(left * right);
}
