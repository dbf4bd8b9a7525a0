import { foldText, tokens } from '@khabar/text';

import type { Word } from '../sentence/words.ts';

interface Step {
  readonly exact: ReadonlySet<string>;
  readonly starts: readonly string[];
  /** Words that may stand before it. */
  readonly gap: number;
}

interface Compiled<Entry> {
  readonly entry: Entry;
  readonly steps: readonly Step[];
  /** Letters with which a word must begin for a later step to fit; empty: nothing is known. */
  readonly needs: readonly string[];
}

/** An entry found: the words of its pattern (indices), in order. */
export interface CueMatch<Entry> {
  readonly entry: Entry;
  readonly words: readonly number[];
  readonly first: number;
  readonly last: number;
}

export interface CueMatcher<Entry> {
  /**
   * Longest matches that share no word, in order; words for which `taken` holds are left alone, and `skipped` ones (negations) may
   * stand inside.
   */
  readonly find: (
    words: readonly Word[],
    taken: (index: number) => boolean,
    skipped?: ReadonlySet<string>,
  ) => CueMatch<Entry>[];
}

const NOTHING: ReadonlySet<string> = new Set();
const MOST_KNOWN = 20_000;
const MAX_GAP = 8;
const MAX_SKIPS = 2;
/** Words and marks looked at for one step of a pattern, whatever they are. */
const MAX_STEP = 20;
const CLOSING = new Set(['.', ';', '!', '?', '؛', '؟', '…']);
const QUOTES = new Set('«»“”„"‘’‹›'.split(''));

/** Compiles patterns (see `Frame.cue`). Matching takes time linear in the words, whatever they are. */
export function compileCues<Entry extends { readonly cue: string }>(
  entries: readonly Entry[],
): CueMatcher<Entry> {
  const exact = new Map<string, Compiled<Entry>[]>();
  const starts = new Map<string, Compiled<Entry>[]>();
  for (const entry of entries) {
    const steps = compilePattern(entry.cue);
    const compiled = { entry, steps, needs: beginningsOf(steps.at(-1)) };
    const [head] = compiled.steps;
    if (head === undefined) continue;
    for (const word of head.exact) add(exact, word, compiled);
    for (const start of head.starts) add(starts, start, compiled);
  }
  const lengths = [...new Set([...starts.keys()].map((start) => start.length))].toSorted((a, b) => a - b);

  const NO_CUES: readonly Compiled<Entry>[] = [];

  // The same words come again and again; a text of nothing but new ones must not fill the memory.
  const known = new Map<string, readonly Compiled<Entry>[]>();

  function candidates(form: string): readonly Compiled<Entry>[] {
    const before = known.get(form);
    if (before !== undefined) return before;
    if (known.size >= MOST_KNOWN) known.clear();
    const found = candidatesOf(form);
    known.set(form, found);
    return found;
  }

  function candidatesOf(form: string): readonly Compiled<Entry>[] {
    let found = exact.get(form) ?? NO_CUES;
    for (const length of lengths) {
      if (form.length < length) break;
      const more = starts.get(form.slice(0, length));
      if (more !== undefined) found = found.length === 0 ? more : [...found, ...more];
    }
    return found;
  }

  return {
    find(words, taken, skipped = NOTHING) {
      const found: CueMatch<Entry>[] = [];
      const beginnings = new Set<string>();
      for (const { forms } of words) for (const form of forms) beginnings.add(form.slice(0, BEGINNING));
      words.forEach((word, index) => {
        if (word.mark !== '' || taken(index)) return;
        for (const form of word.forms) {
          for (const { entry, steps, needs } of candidates(form)) {
            if (steps.length > 1 && needs.length > 0 && !needs.some((start) => beginnings.has(start)))
              continue;
            const matched = follow(steps, { words, taken, index, skipped });
            if (matched !== null) {
              found.push({ entry, words: matched, first: index, last: matched.at(-1) ?? index });
            }
          }
        }
      });
      return withoutOverlaps(found);
    },
  };
}

/** Letters by which words of a sentence are told apart before a pattern is followed. */
const BEGINNING = 3;

/** The first letters of everything that fits a step; empty where one of them is shorter. */
function beginningsOf(last: Step | undefined): string[] {
  if (last === undefined || last.starts.some((start) => start.length < BEGINNING)) return [];
  return [...new Set([...last.exact, ...last.starts].map((word) => word.slice(0, BEGINNING)))];
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function compilePattern(cue: string): Step[] {
  const steps: Step[] = [];
  let gap = 0;
  for (const piece of cue.split(' ')) {
    if (piece === '..') {
      gap = MAX_GAP;
      continue;
    }
    const alternatives = piece.split('|');
    const split = alternatives.map((one) => ({
      parts: tokens(foldText(one.replace('*', '')).text).map(({ folded }) => folded),
      open: one.endsWith('*'),
    }));
    // A word that the tokenizer splits (ZWNJ, hyphen) becomes several steps.
    if (split.length === 1 && (split[0]?.parts.length ?? 0) > 1) {
      const [{ parts, open } = { parts: [], open: false }] = split;
      parts.forEach((part, index) => {
        const last = index === parts.length - 1;
        steps.push(step([part], [open && last], index === 0 ? gap : 0));
      });
    } else {
      steps.push(
        step(
          split.map(({ parts }) => parts.join('')),
          split.map(({ open }) => open),
          gap,
        ),
      );
    }
    gap = 0;
  }
  return steps;
}

function step(words: readonly string[], open: readonly boolean[], gap: number): Step {
  return {
    exact: new Set(words.filter((word, index) => word !== '' && open[index] !== true)),
    starts: words.filter((word, index) => word !== '' && open[index] === true),
    gap,
  };
}

function fits(word: Word, { exact, starts }: Step): boolean {
  for (const form of word.forms) {
    if (exact.has(form)) return true;
    for (const start of starts) if (form.startsWith(start)) return true;
  }
  return false;
}

function follow(
  steps: readonly Step[],
  {
    words,
    taken,
    index,
    skipped,
  }: {
    words: readonly Word[];
    taken: (index: number) => boolean;
    index: number;
    skipped: ReadonlySet<string>;
  },
): number[] | null {
  const matched = [index];
  let at = index;
  for (const next of steps.slice(1)) {
    let left = next.gap;
    let skips = 0;
    let hit = -1;
    for (let to = at + 1; to < words.length; to += 1) {
      const word = words[to];
      if (word === undefined || CLOSING.has(word.mark)) break;
      if (QUOTES.has(word.mark) && to < at + MAX_STEP) continue;
      if (word.mark === '' && !taken(to) && fits(word, next)) {
        hit = to;
        break;
      }
      if (skipped.has(word.folded) && skips < MAX_SKIPS) {
        skips += 1;
        continue;
      }
      left -= 1;
      if (left < 0) break;
    }
    if (hit < 0) return null;
    matched.push(hit);
    at = hit;
  }
  return matched;
}

/** An exact word beats a beginning of the same length. */
function letters(cue: string): number {
  return cue.length - (cue.endsWith('*') ? 1.5 : 0);
}

function withoutOverlaps<Entry extends { readonly cue: string }>(
  found: readonly CueMatch<Entry>[],
): CueMatch<Entry>[] {
  const used = new Set<number>();
  const kept: CueMatch<Entry>[] = [];
  const bySize = found.toSorted(
    (a, b) =>
      b.words.length - a.words.length || letters(b.entry.cue) - letters(a.entry.cue) || a.first - b.first,
  );
  for (const match of bySize) {
    if (match.words.some((index) => used.has(index))) continue;
    for (const index of match.words) used.add(index);
    kept.push(match);
  }
  return kept.toSorted((a, b) => a.first - b.first);
}
