import type { Mention, Span } from '@khabar/article';

import { logSumExp } from './matrix.ts';

/** A name that the network finds, whether the registry knows it or not. */
export interface LearnedName {
  /** UTF-16 into the text that was read. */
  readonly start: number;
  readonly end: number;
  readonly type: Extract<Mention['type'], 'PER' | 'ORG' | 'LOC'>;
  /** 0 to 1: the least sure of its words. */
  readonly confidence: number;
}

export interface NameTagger {
  /** Names among words, from seven scores for each. */
  readonly find: (words: readonly Span[], scores: Float32Array) => LearnedName[];
}

const LABELS = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'] as const;
const TYPES = ['PER', 'ORG', 'LOC'] as const;
const COUNT = LABELS.length;
/** The row of transitions that leads into the first word. */
const BEGIN = COUNT;

/**
 * The best sequence of labels by a linear-chain conditional random field (Lafferty 2001). `transitions` is [8, 7]: from each
 * label, and in the last row from the begin of the text, to each label.
 */
export function openNameTagger(transitions: Float32Array): NameTagger {
  const step = (from: number, to: number): number => transitions[from * COUNT + to] ?? 0;
  const each = Array.from(LABELS.keys());

  function viterbi(scores: readonly (readonly number[])[]): number[] {
    let best: number[] = [];
    const back: number[][] = [];
    for (const [word, row] of scores.entries()) {
      const before = best;
      const from = each.map((to) => (word === 0 ? BEGIN : bestFrom(before, to)));
      back.push(from);
      best = each.map(
        (to) => (row[to] ?? 0) + step(from[to] ?? 0, to) + (word === 0 ? 0 : (before[from[to] ?? 0] ?? 0)),
      );
    }
    const path: number[] = [best.indexOf(Math.max(...best))];
    for (const from of back.slice(1).toReversed()) path.push(from[path.at(-1) ?? 0] ?? 0);
    return path.toReversed();
  }

  function bestFrom(before: readonly number[], to: number): number {
    return each.reduce((best, from) =>
      (before[from] ?? 0) + step(from, to) > (before[best] ?? 0) + step(best, to) ? from : best,
    );
  }

  /** For each word the probability of the label that the best path gives it (forward and backward sums). */
  function certainty(scores: readonly (readonly number[])[], path: readonly number[]): number[] {
    const forward: number[][] = [];
    for (const row of scores) {
      const before = forward.at(-1);
      forward.push(
        each.map(
          (to) =>
            (row[to] ?? 0) +
            (before === undefined
              ? step(BEGIN, to)
              : logSumExp(each.map((from) => (before[from] ?? 0) + step(from, to)))),
        ),
      );
    }
    const total = logSumExp(forward.at(-1) ?? [0]);
    let backward = each.map(() => 0);
    const sure: number[] = [];
    for (let word = scores.length - 1; word >= 0; word -= 1) {
      const label = path[word] ?? 0;
      sure.push(Math.exp((forward[word]?.[label] ?? 0) + (backward[label] ?? 0) - total));
      const [row, after] = [scores[word] ?? [], backward];
      backward = each.map((from) =>
        logSumExp(each.map((to) => step(from, to) + (row[to] ?? 0) + (after[to] ?? 0))),
      );
    }
    return sure.toReversed();
  }

  return {
    find(words, flat) {
      const scores = words.map((_, word) => Array.from(flat.subarray(word * COUNT, (word + 1) * COUNT)));
      if (scores.length === 0) return [];
      const path = viterbi(scores);
      return path.some((label) => label !== 0) ? namesOf(words, path, certainty(scores, path)) : [];
    },
  };
}

function namesOf(words: readonly Span[], path: readonly number[], sure: readonly number[]): LearnedName[] {
  const names: LearnedName[] = [];
  for (const [at, label] of path.entries()) {
    const word = words[at];
    const type = TYPES[(label - 1) >> 1];
    if (label === 0 || word === undefined || type === undefined) continue;
    const last = names.at(-1);
    const continues = label % 2 === 0 && path[at - 1] !== 0 && last?.type === type;
    const confidence = sure[at] ?? 0;
    if (continues)
      names[names.length - 1] = {
        ...last,
        end: word.end,
        confidence: Math.min(last.confidence, confidence),
      };
    else names.push({ ...word, type, confidence });
  }
  return names;
}
