import type { estypes } from '@elastic/elasticsearch';
import { highlightsOf } from '@khabar/query';
import { z } from 'zod';

import { readCursor, writeCursor } from '../cursor.ts';
import type { SearchHit, SearchPage, SearchRequest } from '../port.ts';
import type { Condition } from './compile-query.ts';
import type { Matching } from './matching.ts';
import { scored } from './relevance.ts';
import {
  MOST_VALUES,
  REPEATS_PATHS,
  repeatedIn,
  repeatsAggregations,
  storiesOf,
} from './repeated-stories.ts';

/** Most items of a page. */
const MOST_ITEMS = 1000;

const ByDate = z.tuple([z.int(), z.string()]).rest(z.unknown());
const ByScore = z.tuple([z.number(), z.int(), z.string()]).rest(z.unknown());
const Shown = z.object({ story: z.string(), title: z.string(), text: z.string() });
const Totals = z.object({ sources: z.object({ count: z.int() }) });
const StoryCounts = z.object({
  copies: z.object({ buckets: z.array(z.object({ key: z.string(), doc_count: z.int() })) }),
});

interface Item {
  readonly id: string;
  readonly sortMs: number;
  readonly score: number;
  readonly story: string;
  readonly title: string;
  readonly text: string;
}

const ORDERS: Readonly<Record<SearchRequest['sort'], estypes.SortCombinations[]>> = {
  new: [{ sort_ms: 'desc' }, { id: 'desc' }],
  old: [{ sort_ms: 'asc' }, { id: 'asc' }],
  rel: [{ _score: { order: 'desc' } }, { sort_ms: 'desc' }, { id: 'desc' }],
};

function itemOf(sort: SearchRequest['sort'], hit: { sort?: unknown[] | undefined; _source?: unknown }): Item {
  const shown = Shown.parse(hit._source);
  if (sort === 'rel') {
    const [score, sortMs, id] = ByScore.parse(hit.sort);
    return { ...shown, id, sortMs, score };
  }
  const [sortMs, id] = ByDate.parse(hit.sort);
  return { ...shown, id, sortMs, score: 0 };
}

// Articles added since change how rare words are: the place is where the article stands now.
async function placeOf(request: SearchRequest, matching: Matching): Promise<(number | string)[] | null> {
  if (request.cursor === undefined) return null;
  const { score, sortMs, id } = readCursor(request.cursor, request.sort);
  if (request.sort !== 'rel') return [sortMs, id];
  const { answer } = await matching.ask({
    ...scored([matching.condition(), { term: { id } }], request, matching),
    size: 1,
    sort: ORDERS.rel,
    track_total_hits: false,
    _source: SHOWN,
  });
  const [hit] = answer.hits.hits;
  return [hit === undefined ? score : itemOf('rel', hit).score, sortMs, id];
}

/** What of an answer a list needs. */
const SHOWN = ['story', 'title', 'text'];

/** Articles after a place that are the first of their story in the order asked for. */
async function firstsAfter(
  place: (number | string)[],
  given: { request: SearchRequest; matching: Matching; wanted: number },
): Promise<Item[]> {
  const { request, matching, wanted } = given;
  const sort = ORDERS[request.sort];
  const condition = matching.condition();
  const found: Item[] = [];
  const seen = new Set<string>();
  let after = place;
  for (;;) {
    const { answer } = await matching.ask({
      size: wanted,
      ...scored([condition], request, matching),
      sort,
      search_after: after,
      track_total_hits: false,
      _source: SHOWN,
    });
    const batch = answer.hits.hits.map((hit) => itemOf(request.sort, hit));
    const candidates = batch.filter(({ story }) => !seen.has(story) && seen.add(story));
    if (candidates.length > 0) {
      // Was the story shown before, by a better article? A collapse cannot begin at a place, so the firsts are asked for.
      const firsts = await matching.ask({
        size: candidates.length,
        ...scored([condition, { terms: { story: candidates.map(({ story }) => story) } }], request, matching),
        collapse: { field: 'story' },
        sort,
        track_total_hits: false,
        _source: SHOWN.slice(0, 1),
      });
      const ids = new Set(firsts.answer.hits.hits.map((hit) => hit.sort?.[sort.length - 1]));
      found.push(...candidates.filter(({ id }) => ids.has(id)));
    }
    const last = batch.at(-1);
    if (found.length >= wanted || batch.length < wanted || last === undefined) return found.slice(0, wanted);
    after = request.sort === 'rel' ? [last.score, last.sortMs, last.id] : [last.sortMs, last.id];
  }
}

async function copiesOf(items: readonly Item[], matching: Matching): Promise<Map<string, number>> {
  const stories = [...new Set(items.map(({ story }) => story))];
  if (stories.length === 0) return new Map();
  const { aggregations } = await matching.ask({
    size: 0,
    query: { bool: { filter: [matching.condition(), { terms: { story: stories } }] } },
    track_total_hits: false,
    aggs: { copies: { terms: { field: 'story', size: stories.length } } },
  });
  return new Map(
    StoryCounts.parse(aggregations).copies.buckets.map(({ key, doc_count: count }) => [key, count - 1]),
  );
}

async function storiesIn(
  found: { articles: number; aggregations: unknown },
  condition: Condition,
  { ask, recent, estimatedFrom }: Matching,
): Promise<number> {
  const repeated = await repeatedIn(found.aggregations, condition, ask);
  // Facets and timeline of the same search, asked next, need not find that out.
  if (repeated.stories >= estimatedFrom) recent.often.set(JSON.stringify(condition), true);
  return storiesOf(found.articles, repeated);
}

/** A page of results with its totals. Throws KhabarError INPUT_INVALID for a bad cursor. */
export async function findPage(request: SearchRequest, matching: Matching): Promise<SearchPage> {
  const place = await placeOf(request, matching);
  const size = Math.min(Math.max(1, request.size), MOST_ITEMS);
  const fold = request.duplicates === 'fold';
  const later = fold && place !== null;
  const condition = matching.condition();
  const { answer, aggregations } = await matching.ask({
    size: later ? 0 : size + 1,
    ...scored([condition], request, matching),
    track_total_hits: true,
    _source: SHOWN,
    ...(later ? {} : { sort: ORDERS[request.sort] }),
    ...(fold && !later ? { collapse: { field: 'story' } } : {}),
    ...(later || place === null ? {} : { search_after: place }),
    aggs: {
      ...(fold ? repeatsAggregations(matching.ask) : {}),
      outlets: { terms: { field: 'outlet', size: MOST_VALUES } },
      sources: { stats_bucket: { buckets_path: 'outlets>_count' } },
    },
    filter_path: [...REPEATS_PATHS, 'aggregations.sources'],
  });
  const articles = answer.hits.total?.value ?? 0;
  const items =
    later && place !== null
      ? await firstsAfter(place, { request, matching, wanted: size + 1 })
      : answer.hits.hits.map((hit) => itemOf(request.sort, hit));
  const total = fold ? await storiesIn({ articles, aggregations }, condition, matching) : articles;
  const shown = items.slice(0, size);
  const last = items.length > size ? shown.at(-1) : undefined;
  const copies = await copiesOf(shown, matching);
  const hits = shown.map(({ id, story, score, title, text }): SearchHit => ({
    id,
    storyId: story,
    copies: copies.get(story) ?? 0,
    score,
    highlights: highlightsOf(request.query, { title, text }),
  }));
  return {
    total,
    totalArticles: articles,
    totalSources: Totals.parse(aggregations).sources.count,
    items: hits,
    cursor:
      last === undefined
        ? null
        : writeCursor(request.sort, { score: last.score, sortMs: last.sortMs, id: last.id }),
  };
}
