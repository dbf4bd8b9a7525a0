import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Bucket, FacetField, FacetValue as RawFacet, SearchFilters } from '@khabar/search';
import { sql } from 'kysely';

import { answers, rangedSearch, referencesFor } from '../route-parts.ts';
import { Completions, Coverage, Facets, Timeline } from '../schemas.ts';
import { SearchQuery } from '../search-query.ts';
import type { ApiServices } from '../services.ts';
import { chooseBucket } from '../views/choose-bucket.ts';
import { currentFacets } from '../views/current-facets.ts';
import { hintsOf } from '../views/hints.ts';
import { matchingIds } from '../views/matching-ids.ts';
import { type RangedSearch, withDates } from '../views/read-range.ts';
import type { References } from '../views/references.ts';
import { nameIn } from '../views/subject-name.ts';

const FIELDS: readonly FacetField[] = [
  'language',
  'source',
  'country',
  'entity',
  'topic',
  'stance',
  'kind',
  'genre',
  'subject',
  'dated',
];

const facets = createRoute({
  method: 'get',
  path: '/facets',
  summary: 'Counts by language, source, entity, ...',
  tags: ['Search'],
  request: {
    query: SearchQuery.extend({
      fields: z.string().max(200).optional(),
      limit: z.string().max(5).optional(),
      prefix: z.string().max(100).optional(),
    }),
  },
  responses: answers(Facets, 'Counts; the own filter of a field is left out of its counts'),
});

const timeline = createRoute({
  method: 'get',
  path: '/timeline',
  summary: 'Attention over time',
  tags: ['Search'],
  request: { query: SearchQuery.extend({ bucket: z.string().max(10).optional() }) },
  responses: answers(Timeline, 'Matching and collected, by bucket, UTC'),
});

const coverage = createRoute({
  method: 'get',
  path: '/coverage',
  summary: 'Who covered it and who did not',
  tags: ['Search'],
  request: { query: SearchQuery },
  responses: answers(Coverage, 'Every outlet, the silent ones too'),
});

const terms = createRoute({
  method: 'get',
  path: '/terms',
  summary: 'Completions for the query box',
  tags: ['Search'],
  request: { query: z.object({ prefix: z.string().max(100), ui: z.string().max(20).optional() }) },
  responses: answers(Completions, 'Words, entities, sources and saved searches that begin so'),
});

export function facetRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(facets, async (context) => {
    const query = context.req.valid('query');
    const ranged = await rangedSearch(services, query);
    const wanted =
      query.fields === undefined
        ? FIELDS
        : FIELDS.filter((field) => query.fields?.split(',').includes(field));
    const limit = Math.min(Math.max(Number(query.limit) || 20, 1), 200);
    const request = {
      query: ranged.read.request.query,
      filters: ranged.filters,
      duplicates: ranged.read.request.duplicates,
    };
    const found = await services.search.facets(request, wanted, {
      size: limit,
      ...(query.prefix === undefined ? {} : { prefix: query.prefix }),
    });
    const counts = { ...found };
    for (const field of wanted)
      counts[field] = await currentFacets(field, found[field], { ...services, request });
    const references = await referencesFor(services, query.ui);
    const subjectName = (id: string): string => {
      const subject = services.subjects.find((one) => one.id === id);
      return subject === undefined ? id : nameIn(subject.names, query.ui ?? 'en');
    };
    const answer = Object.fromEntries(
      wanted.map((field) => [
        field,
        counts[field].map((value) =>
          facetValue(field, value, { filters: ranged.filters, references, subjectName }),
        ),
      ]),
    );
    return context.json({ facets: answer, hints: hintsOf(ranged.read) }, 200);
  });

  app.openapi(timeline, async (context) => {
    const query = context.req.valid('query');
    const ranged = withDates(await rangedSearch(services, query));
    const { bucket, range } = await chooseBucket(query.bucket, ranged, services);
    const request = {
      query: ranged.read.request.query,
      filters: ranged.filters,
      duplicates: ranged.read.request.duplicates,
    };
    const { buckets } = await services.search.timeline(request, bucket);
    const peaks = await peaksOf(buckets, { bucket, ranged, services });
    return context.json(
      {
        bucket,
        unit: request.duplicates === 'fold' ? ('stories' as const) : ('articles' as const),
        buckets: buckets.map((one) => {
          const peak = peaks.get(one.start);
          return {
            ...one,
            share: one.collected === 0 ? null : one.matching / one.collected,
            fewData: one.collected < 20,
            ...(peak === undefined ? {} : { peak }),
          };
        }),
        range,
        hints: hintsOf(ranged.read),
      },
      200,
    );
  });

  app.openapi(coverage, async (context) => {
    const query = context.req.valid('query');
    const ranged = await rangedSearch(services, query);
    const references = await referencesFor(services, query.ui);
    const ids = await matchingIds(ranged, services);
    const {
      source: _source,
      entity: _entity,
      topic: _topic,
      stance: _stance,
      ...collectedFilters
    } = ranged.filters;
    const collectedIds = await matchingIds(
      {
        ...ranged,
        filters: collectedFilters,
        read: { ...ranged.read, request: { ...ranged.read.request, query: { type: 'all' } } },
      },
      services,
    );
    const counts = await bySource(ids, services);
    const collected = await bySource(collectedIds, services);
    const outlets = (await services.store.outlets.list()).filter(
      (outlet) => outlet.definition !== null || collected.has(outlet.id),
    );
    const items = outlets
      .map((outlet) => {
        const own = counts.get(outlet.id);
        return {
          ...references.outlet(outlet.id),
          matching: own?.n ?? 0,
          collected: collected.get(outlet.id)?.n ?? 0,
          first: own === undefined ? null : { at: own.at, articleId: own.id, title: own.title },
        };
      })
      .toSorted(
        (one, other) =>
          other.matching - one.matching ||
          other.collected - one.collected ||
          one.name.localeCompare(other.name),
      );
    return context.json({ items, range: ranged.range, hints: hintsOf(ranged.read) }, 200);
  });

  app.openapi(terms, async (context) => {
    const { prefix, ui } = context.req.valid('query');
    return context.json(
      { items: await completions(prefix, { services, references: await referencesFor(services, ui) }) },
      200,
    );
  });
}

async function bySource(
  ids: readonly string[],
  services: ApiServices,
): Promise<Map<string, { n: number; id: string; at: string; title: string }>> {
  const { rows } = await sql<{ outlet_id: string; n: number; id: string; at: string; title: string }>`
    select distinct on (outlet_id) outlet_id, id, title, coalesce(published_at, first_seen_at) as at, count(*) over (partition by outlet_id) as n
    from articles where id = any(${[...ids]}::text[]) order by outlet_id, coalesce(published_at, first_seen_at), id`.execute(
    services.store.db,
  );
  return new Map(rows.map((row) => [row.outlet_id, row]));
}

const FILTER_OF: Readonly<Partial<Record<FacetField, keyof SearchFilters>>> = {
  language: 'language',
  source: 'source',
  country: 'country',
  entity: 'entity',
  topic: 'topic',
  kind: 'kind',
  genre: 'genre',
  subject: 'subject',
};

function facetValue(
  field: FacetField,
  value: RawFacet,
  context: {
    filters: SearchFilters;
    references: References;
    subjectName: (id: string) => string;
  },
) {
  return {
    value: value.value,
    count: value.count,
    ...(value.approximate === undefined ? {} : { approximate: value.approximate }),
    label:
      field === 'subject'
        ? context.subjectName(value.value)
        : labelOf(field, value.value, context.references),
    selected: selectedIn(field, value.value, context.filters),
  };
}

function selectedIn(field: FacetField, value: string, filters: SearchFilters): 'include' | 'exclude' | null {
  if (field === 'stance') {
    const filter = filters.stance?.find(
      (one) => `${one.holder ?? ''}>${one.target ?? ''}>${one.label ?? ''}` === value,
    );
    if (filter === undefined) return null;
    return filter.exclude === true ? 'exclude' : 'include';
  }
  const key = FILTER_OF[field];
  const filter = key === undefined ? undefined : filters[key];
  if (filter === undefined || typeof filter !== 'object' || !('include' in filter)) return null;
  if (filter.include.includes(value)) return 'include';
  return filter.exclude.includes(value) ? 'exclude' : null;
}

function labelOf(field: Exclude<FacetField, 'subject'>, value: string, references: References): string {
  switch (field) {
    case 'entity':
    case 'topic':
      return references.entity(value).label;
    case 'source':
      return references.outlet(value).name;
    case 'stance': {
      const [holder = '', target = '', label = ''] = value.split('>');
      return `${references.entity(holder).label} → ${references.entity(target).label}: ${label}`;
    }
    case 'country':
    case 'dated':
    case 'genre':
    case 'kind':
    case 'language':
      return value;
  }
}

const PEAKS_SHOWN = 3;

/** The largest story of the highest buckets, so that a spike has a name. */
async function peaksOf(
  buckets: readonly { start: string; matching: number }[],
  context: { bucket: Bucket; ranged: RangedSearch; services: ApiServices },
) {
  const { bucket, ranged, services } = context;
  const highest = buckets
    .filter((one) => one.matching >= 2)
    .toSorted((one, other) => other.matching - one.matching)
    .slice(0, PEAKS_SHOWN);
  const peaks = new Map<string, { articleId: string; title: string; language: string }>();
  for (const peak of highest) {
    const filters = { ...ranged.filters, from: peak.start, to: endOf(peak.start, bucket) };
    const { cursor: _cursor, ...request } = ranged.read.request;
    const page = await services.search.find({
      ...request,
      filters,
      sort: ranged.read.text.trim() === '' ? 'new' : 'rel',
      duplicates: 'fold',
      size: 20,
    });
    const top = page.items.toSorted((one, other) => other.copies - one.copies)[0];
    const row = top === undefined ? undefined : await services.store.articles.get(top.id);
    if (row !== undefined)
      peaks.set(peak.start, { articleId: row.id, title: row.title, language: row.language });
  }
  return peaks;
}

function endOf(start: string, bucket: Bucket): string {
  const date = new Date(start);
  switch (bucket) {
    case 'hour':
      date.setUTCHours(date.getUTCHours() + 1);
      break;
    case 'day':
      date.setUTCDate(date.getUTCDate() + 1);
      break;
    case 'week':
      date.setUTCDate(date.getUTCDate() + 7);
      break;
    case 'month':
      date.setUTCMonth(date.getUTCMonth() + 1);
      break;
    case 'year':
      date.setUTCFullYear(date.getUTCFullYear() + 1);
      break;
  }
  return date.toISOString();
}

const COMPLETIONS = 12;
const QUERY_FIELDS = [
  'title:',
  'body:',
  'source:',
  'lang:',
  'country:',
  'entity:',
  'stance:(holder: target: polarity:)',
  'published:',
  'score:',
  'topic:',
  'author:',
  'url:',
  'type:',
  'exact:""',
  'saved:',
];

async function completions(
  prefix: string,
  deps: { services: ApiServices; references: References },
): Promise<Completions['items']> {
  const { services, references } = deps;
  const start = prefix.trim().toLowerCase();
  if (start === '')
    return QUERY_FIELDS.map((field) => ({ kind: 'field' as const, text: field, insert: field, count: null }));
  const fields = QUERY_FIELDS.filter((field) => field.startsWith(start)).map((field) => ({
    kind: 'field' as const,
    text: field,
    insert: field,
    count: null,
  }));
  const entities = services.registry.entities
    .filter((entity) => entity.names.some((name) => name.text.toLowerCase().startsWith(start)))
    .slice(0, 5)
    .map((entity) => ({
      kind: 'entity' as const,
      text: references.entity(entity.id).label,
      insert: `entity:${entity.id}`,
      count: null,
    }));
  const sources = (await services.store.outlets.list())
    .filter((outlet) => outlet.name.toLowerCase().startsWith(start) || outlet.id.startsWith(start))
    .slice(0, 3)
    .map((outlet) => ({
      kind: 'source' as const,
      text: outlet.name,
      insert: `source:${outlet.id}`,
      count: null,
    }));
  const saved = (await services.store.savedSearches.list())
    .filter((search) => search.name.toLowerCase().startsWith(start))
    .slice(0, 3)
    .map((search) => ({
      kind: 'saved' as const,
      text: search.name,
      insert: `saved:"${search.name}"`,
      count: null,
    }));
  const words = (await services.search.terms(start, COMPLETIONS)).map((word) => ({
    kind: 'term' as const,
    text: word.value,
    insert: word.value,
    count: word.count,
  }));
  return [...fields, ...saved, ...entities, ...sources, ...words].slice(0, COMPLETIONS);
}
