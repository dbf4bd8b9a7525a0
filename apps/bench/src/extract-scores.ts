import type { LabelledPage, ReadPage } from './extract-pages.ts';

/** Figures of one tool; all from 0 to 1. */
export interface Figures {
  /** Harmonic mean of mean precision and mean recall of word 4-grams (scrapinghub/article-extraction-benchmark). */
  readonly bodyF1: number;
  readonly titleExact: number;
  /** The same calendar day, in the offset printed or in UTC. */
  readonly dateSame: number;
  /** A day, and neither that day nor one beside it. */
  readonly dateWrong: number;
  /** Token F1 of the names. */
  readonly authorF1: number;
}

const GRAM = 4;
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? [];
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function gramsOf(text: string): Map<string, number> {
  const words = wordsOf(text);
  const counts = new Map<string, number>();
  for (let at = 0; at === 0 || at + GRAM <= words.length; at += 1) {
    const gram = words.slice(at, at + GRAM).join(' ');
    if (gram !== '') counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function overlap(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  return Array.from(one).reduce((sum, [key, times]) => sum + Math.min(times, other.get(key) ?? 0), 0);
}

const sizeOf = (counts: ReadonlyMap<string, number>): number =>
  Array.from(counts.values()).reduce((sum, times) => sum + times, 0);

/** F1 of texts against what they must be; a text that is empty lowers recall only. */
export function bodyF1(pairs: readonly { readonly truth: string; readonly found: string }[]): number {
  const shares = pairs.map(({ truth, found }) => {
    const want = gramsOf(truth);
    const got = gramsOf(found);
    const common = overlap(want, got);
    return {
      precision: sizeOf(got) === 0 ? null : common / sizeOf(got),
      recall: common / Math.max(1, sizeOf(want)),
    };
  });
  const precision = mean(shares.flatMap((share) => (share.precision === null ? [] : [share.precision])));
  const recall = mean(shares.map((share) => share.recall));
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

function nameWords(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsOf(names.join(' ').toLowerCase())) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function tokenF1(truth: readonly string[], found: readonly string[]): number {
  const [want, got] = [nameWords(truth), nameWords(found)];
  const all = sizeOf(want) + sizeOf(got);
  return all === 0 ? 0 : (2 * overlap(want, got)) / all;
}

const DAY_MS = 86_400_000;

/** The calendar days a date may mean, as days since 1970. */
function daysOf(text: string | null): number[] {
  const day = /^(\d{4}-\d{2}-\d{2})/.exec(text ?? '')?.[1];
  if (text === null || day === undefined) return [];
  const days = [Date.parse(day) / DAY_MS];
  if (/[+-]\d{2}:?\d{2}$/.test(text) && text.includes('T')) days.push(Math.floor(Date.parse(text) / DAY_MS));
  return days.filter((value) => Number.isFinite(value));
}

/** Whether a day lies within `most` days of one that is right. */
function isNear(truth: readonly number[], given: readonly number[], most: number): boolean {
  return truth.some((day) => given.some((other) => Math.abs(day - other) <= most));
}

/** Scores what a tool read against the labels; a page it did not answer counts as empty. */
export function scorePages(labels: readonly LabelledPage[], found: ReadonlyMap<string, ReadPage>): Figures {
  const of = (page: LabelledPage): ReadPage =>
    found.get(page.id) ?? { id: page.id, title: null, authors: [], published: null, body: '' };
  const titled = labels.filter(({ title }) => (title ?? '') !== '');
  const signed = labels.filter(({ authors }) => (authors ?? []).length > 0);
  const dates = labels
    .map((page) => ({ truth: daysOf(page.published ?? null), given: daysOf(of(page).published) }))
    .filter(({ truth }) => truth.length > 0);
  return {
    bodyF1: bodyF1(
      labels.flatMap((page) =>
        (page.body ?? '') === '' ? [] : [{ truth: page.body ?? '', found: of(page).body }],
      ),
    ),
    titleExact: mean(titled.map((page) => Number(fold(page.title ?? '') === fold(of(page).title ?? '')))),
    dateSame: mean(dates.map(({ truth, given }) => Number(isNear(truth, given, 0)))),
    dateWrong: mean(dates.map(({ truth, given }) => Number(given.length > 0 && !isNear(truth, given, 1)))),
    authorF1: mean(signed.map((page) => tokenF1(page.authors ?? [], of(page).authors))),
  };
}
