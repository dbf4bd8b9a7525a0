import type { Mention, Span } from '@khabar/article';

import { gelu, logSumExp, rowTimes, type Matrix } from './matrix.ts';
import { firstTokens, tokenRanges, wordsOf, type TokenOffsets } from './words.ts';

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
  readonly find: (text: string, offsets: TokenOffsets, states: Matrix) => LearnedName[];
}

const LABELS = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'] as const;
const TYPES = ['PER', 'ORG', 'LOC'] as const;
const COUNT = LABELS.length;
const INNER = 160;
/** The row of transitions that leads into the first word. */
const BEGIN = COUNT;

/**
 * A linear-chain conditional random field over words (Lafferty 2001); a word's scores come from the state of its first token and
 * the mean over its tokens, through one hidden layer. `parameters` as training/khabar_training/export.py writes them.
 */
export function openNameTagger(parameters: Float32Array, hidden: number): NameTagger {
  let read = 0;
  const take = (count: number): Float32Array => parameters.subarray(read, (read += count));
  const inner: Matrix = { values: take(INNER * 2 * hidden), columns: 2 * hidden };
  const innerBias = take(INNER);
  const outer: Matrix = { values: take(COUNT * INNER), columns: INNER };
  const outerBias = take(COUNT);
  const transitions = take((COUNT + 1) * COUNT);
  const step = (from: number, to: number): number => transitions[from * COUNT + to] ?? 0;
  const each = Array.from(LABELS.keys());

  function scoresOf(states: Matrix, { start, end }: Span): number[] {
    const features = new Float32Array(2 * hidden);
    features.set(states.values.subarray(start * hidden, (start + 1) * hidden));
    for (let token = start; token < end; token += 1)
      for (let at = 0; at < hidden; at += 1)
        features[hidden + at] =
          (features[hidden + at] ?? 0) + (states.values[token * hidden + at] ?? 0) / (end - start);
    const active = rowTimes({ values: features, columns: 2 * hidden }, 0, inner).map((value, at) =>
      gelu(value + (innerBias[at] ?? 0)),
    );
    const scores = rowTimes({ values: active, columns: INNER }, 0, outer);
    return Array.from(scores, (score, label) => score + (outerBias[label] ?? 0));
  }

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
    find(text, offsets, states) {
      const words = wordsOf(text);
      const scores = tokenRanges(firstTokens(words, offsets), offsets.ends.length).map((range) =>
        scoresOf(states, range),
      );
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
