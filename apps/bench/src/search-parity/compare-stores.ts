import type { QueryNode } from '@khabar/query';
import type { Search } from '@khabar/search';

import type { Question } from './generated-questions.ts';

/** A store under its name. */
export interface NamedSearch {
  readonly name: string;
  readonly search: Search;
}

/** Something that two stores answered differently. */
export interface Difference {
  readonly store: string;
  readonly what: string;
  readonly text: string;
  readonly question: string;
  readonly expected: string;
  readonly got: string;
}

/** A list is followed to its end, or for so many items. */
const MOST_ITEMS = 40;
const FIRST = 20;

/** A list in pages of a size, with the totals that its first page gave. */
async function listOf(request: Question['request'], search: Search, size: number): Promise<unknown> {
  const items: unknown[] = [];
  let totals: unknown = null;
  let cursor: string | null = null;
  do {
    const page = await search.find({ ...request, size, ...(cursor === null ? {} : { cursor }) });
    totals ??= [page.total, page.totalArticles, page.totalSources];
    items.push(...page.items);
    ({ cursor } = page);
  } while (cursor !== null && items.length < MOST_ITEMS);
  return {
    totals,
    items: items.slice(0, MOST_ITEMS),
    isWhole: cursor === null && items.length <= MOST_ITEMS,
  };
}

async function answersOf(question: Question, search: Search, size: number): Promise<Record<string, unknown>> {
  const { request } = question;
  const { query, filters, duplicates, sort } = request;
  const asked = { query, filters, duplicates };
  const answers: Record<string, unknown> = {};
  const ids: string[] = [];
  for await (const page of search.ids(asked)) ids.push(...page);
  answers['ids'] = ids;
  if (sort !== 'rel') answers['list'] = await listOf(request, search, size);
  if (sort === 'rel' || question.facets !== null) answers['count'] = await search.count(asked);
  if (question.facets !== null) {
    const { fields, ...options } = question.facets;
    answers['facets'] = await search.facets(asked, fields, options);
  }
  if (question.timeline !== null) {
    answers['timeline'] = await search.timeline(asked, question.timeline);
    answers['dates'] = await search.dateRange(asked);
  }
  if (question.stances !== null) {
    const { bucket, ...pair } = question.stances;
    answers['stances'] = await search.stanceTimeline(asked, pair, bucket);
  }
  return answers;
}

/** What the stores answer differently from the first of them; each pages by a size of its own, which must not show. */
export async function differencesIn(
  question: Question,
  stores: readonly NamedSearch[],
): Promise<Difference[]> {
  const answers = await Promise.all(
    stores.map(async ({ name, search }, place) => ({
      name,
      given: await answersOf(question, search, question.request.size * (place + 1) - place),
    })),
  );
  const [reference, ...others] = answers;
  if (reference === undefined) return [];
  return others.flatMap(({ name, given }) =>
    Object.entries(reference.given).flatMap(([what, value]) => {
      const expected = JSON.stringify(value);
      const got = JSON.stringify(given[what]);
      if (expected === got) return [];
      const { query: _, ...rest } = question.request;
      return [{ store: name, what, text: question.text, question: JSON.stringify(rest), expected, got }];
    }),
  );
}

/** How much of the first 20 by relevance two stores share, of as many as either shows; null: nothing matches. */
export async function sharedFirsts(query: QueryNode, first: Search, second: Search): Promise<number | null> {
  const [one, other] = await Promise.all(
    [first, second].map(async (search) => {
      const page = await search.find({ query, filters: {}, duplicates: 'fold', sort: 'rel', size: FIRST });
      return page.items.map(({ storyId }) => storyId);
    }),
  );
  if (one === undefined || other === undefined || one.length === 0) return null;
  return one.filter((story) => other.includes(story)).length / Math.max(one.length, other.length);
}

/** Follows a list by relevance to its end, with pages of a size: every article once? Gives what is amiss, or null. */
export async function pagingFault(query: QueryNode, search: Search, size: number): Promise<string | null> {
  const seen: string[] = [];
  let cursor: string | null = null;
  let total = 0;
  do {
    const page = await search.find({
      query,
      filters: {},
      duplicates: 'fold',
      sort: 'rel',
      size,
      ...(cursor === null ? {} : { cursor }),
    });
    ({ total, cursor } = page);
    seen.push(...page.items.map(({ storyId }) => storyId));
  } while (cursor !== null && seen.length <= total);
  if (new Set(seen).size !== seen.length) return `${seen.length - new Set(seen).size} stories came twice`;
  return seen.length === total ? null : `${seen.length} of ${total} stories came`;
}

/** Beginnings of words in every script, and of numbers. */
const BEGINNINGS = [
  't',
  'tal',
  'Тал',
  'каб',
  'طا',
  'كا',
  'ک',
  'د',
  'می',
  '1',
  '۱۴',
  'un',
  'é',
  'ﬁ',
  'very',
  'zzz',
  ' ',
  '',
];

/** Beginnings that some store completes otherwise than the first. */
export async function completionsDiffering(stores: readonly NamedSearch[]): Promise<string[]> {
  const differing: string[] = [];
  for (const beginning of BEGINNINGS) {
    const answers = await Promise.all(stores.map(({ search }) => search.terms(beginning, 12)));
    const [expected, ...others] = answers.map((words) => JSON.stringify(words));
    for (const [place, got] of others.entries())
      if (got !== expected)
        differing.push(`${stores[place + 1]?.name ?? ''}: "${beginning}": ${got} for ${expected ?? ''}`);
  }
  return differing;
}
