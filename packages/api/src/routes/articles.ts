import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError } from '@khabar/article';
import { formatQuery, highlightsOf, parseQuery, type QueryNode } from '@khabar/query';

import { answers, IdParam, notFound, rangedSearch, referencesFor } from '../route-parts.ts';
import { ArticleList, ArticleView, type SearchClause } from '../schemas.ts';
import { SearchQuery } from '../search-query.ts';
import type { ApiServices } from '../services.ts';
import { articleItems } from '../views/article-items.ts';
import { articleView } from '../views/article-view.ts';
import { chipsOf, hintsOf } from '../views/hints.ts';
import type { RangedSearch } from '../views/read-range.ts';

const list = createRoute({
  method: 'get',
  path: '/articles',
  summary: 'Search articles',
  tags: ['Articles'],
  request: { query: SearchQuery },
  responses: answers(ArticleList, 'A page of what was found'),
});

const search = createRoute({
  method: 'post',
  path: '/articles/search',
  summary: 'Search articles, parameters in the body',
  tags: ['Articles'],
  request: { body: { content: { 'application/json': { schema: SearchQuery } }, required: true } },
  responses: answers(ArticleList, 'A page of what was found'),
});

const one = createRoute({
  method: 'get',
  path: '/articles/{id}',
  summary: 'One article, whole',
  tags: ['Articles'],
  request: {
    params: IdParam,
    query: z.object({ q: z.string().max(20_000).optional(), ui: z.string().max(20).optional() }),
  },
  responses: { ...answers(ArticleView, 'The article with everything that is said of it'), ...notFound },
});

const Ingest = z
  .object({
    text: z.string().max(5_000_000).optional().openapi({ description: 'Plain text of an article' }),
    html: z.string().max(10_000_000).optional(),
    /** Bytes of a page whose encoding is to be found. */
    htmlBase64: z.base64().optional(),
    contentType: z.string().max(200).optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .openapi({ description: 'Alone: fetched now. With html: where it came from.' }),
    fetchedAt: z.iso.datetime().optional(),
    outletId: z.string().max(200).optional(),
    language: z.string().max(20).optional(),
    name: z.string().max(500).optional().openapi({ description: 'What to call it in messages, a file name' }),
  })
  .openapi('Ingest');
const IngestAnswer = z
  .object({
    articleId: z.string(),
    outcome: z.enum(['new', 'changed', 'same']),
    title: z.string(),
    outletId: z.string(),
    language: z.string(),
  })
  .openapi('IngestAnswer');

const ingest = createRoute({
  method: 'post',
  path: '/articles',
  summary: 'Hand in a text, a page or an address',
  tags: ['Articles'],
  request: { body: { content: { 'application/json': { schema: Ingest } }, required: true } },
  responses: {
    ...answers(IngestAnswer, 'The article it became'),
    422: { description: 'It is not an article, or could not be fetched' },
  },
});

const INGEST_TIMEOUT_MS = 60_000;

export function articleRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(list, async (context) => context.json(await found(context.req.valid('query'), services), 200));
  app.openapi(search, async (context) => context.json(await found(context.req.valid('json'), services), 200));

  app.openapi(one, async (context) => {
    const { id } = context.req.valid('param');
    const { q, ui } = context.req.valid('query');
    const references = await referencesFor(services, ui);
    const view = await articleView(id, { services, references, query: q ?? '' });
    if (view === null) throw new KhabarError('NOT_FOUND', `article ${id}: there is none of this id`);
    return context.json(view, 200);
  });

  app.openapi(ingest, async (context) => {
    const body = context.req.valid('json');
    const { text, html, htmlBase64, url, contentType, fetchedAt, ...rest } = body;
    const shared = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const bodyBase64 = htmlBase64 ?? (html === undefined ? undefined : Buffer.from(html).toString('base64'));
    // A job is kept as JSON in PostgreSQL, which has no U+0000; no text has one either.
    if (text?.includes('\0') === true)
      throw new KhabarError('INPUT_INVALID', `${body.name ?? 'the text'}: binary data, not text`);
    let answer: unknown;
    if (text !== undefined)
      answer = await services.queues.ask('ingest-text', { text, ...shared }, INGEST_TIMEOUT_MS);
    else if (bodyBase64 !== undefined) {
      const type = contentType ?? (html === undefined ? null : 'text/html; charset=utf-8');
      answer = await services.queues.ask(
        'ingest-page',
        {
          bodyBase64,
          contentType: type,
          ...(url === undefined ? {} : { url }),
          ...(fetchedAt === undefined ? {} : { fetchedAt }),
          ...shared,
        },
        INGEST_TIMEOUT_MS,
      );
    } else if (url !== undefined)
      answer = await services.queues.ask('ingest-address', { url, ...shared }, INGEST_TIMEOUT_MS);
    else
      throw new KhabarError(
        'INPUT_MISSING',
        'ingest: one of text, html, htmlBase64 or url is needed; none was given',
      );
    return context.json(IngestAnswer.parse(answer), 200);
  });
}

async function found(query: SearchQuery, services: ApiServices): Promise<ArticleList> {
  const begun = performance.now();
  const ranged = await rangedSearch(services, query);
  const { read, filters, range } = ranged;
  const page = await services.search.find({ ...read.request, filters });
  const references = await referencesFor(services, query.ui);
  const items = await articleItems(
    await withHighlights(page.items, ranged, services),
    services.store,
    references,
  );
  return {
    total: page.total,
    totalArticles: page.totalArticles,
    totalSources: page.totalSources,
    items,
    cursor: page.cursor,
    hints: hintsOf(read),
    understood: chipsOf(read),
    range,
    tookMs: Math.round(performance.now() - begun),
    ...(await clausesWanted(query, { ranged, total: page.total }, services)),
  };
}

/** An index may leave the marks to us: they come from the same analysis over the original text. */
async function withHighlights<
  T extends { id: string; highlights: readonly { field: 'title' | 'text'; start: number; end: number }[] },
>(items: readonly T[], ranged: RangedSearch, services: ApiServices): Promise<T[]> {
  if (items.every((item) => item.highlights.length > 0) || ranged.read.text.trim() === '') return [...items];
  const rows = new Map(
    (await services.store.articles.getMany(items.map((item) => item.id))).map((row) => [row.id, row]),
  );
  return items.map((item) => {
    const row = rows.get(item.id);
    return row === undefined || item.highlights.length > 0
      ? item
      : { ...item, highlights: highlightsOf(ranged.read.request.query, row) };
  });
}

const MOST_CLAUSES = 8;
const MOST_EXPLAINED = 24;

async function clausesWanted(
  query: SearchQuery,
  { ranged, total }: { ranged: RangedSearch; total: number },
  services: ApiServices,
): Promise<{ clauses?: SearchClause[] }> {
  if (ranged.read.text.trim() === '') return {};
  if (query.explain === 'yes') return { clauses: await everyClause(ranged, services) };
  return total === 0 ? { clauses: await clausesOf(ranged.read.request.query, ranged, services) } : {};
}

/** Each word and condition of the reading, with what it finds by itself under the same filters. */
async function everyClause(ranged: RangedSearch, services: ApiServices): Promise<SearchClause[]> {
  const { read, filters } = ranged;
  const queries = read.understood.flatMap((chip) => (chip.kind === 'clause' ? [chip.query] : []));
  const clauses: SearchClause[] = [];
  for (const query of [...new Set(queries)].slice(0, MOST_EXPLAINED)) {
    const { ast } = parseQuery(query);
    const { total } = await services.search.count({
      query: ast,
      filters,
      duplicates: read.request.duplicates,
    });
    clauses.push({ query, total });
  }
  return clauses;
}

/** What each clause alone would find, so that zero results are no dead end. */
async function clausesOf(
  query: QueryNode,
  ranged: RangedSearch,
  services: ApiServices,
): Promise<SearchClause[]> {
  const parts = query.type === 'and' ? query.items.slice(0, MOST_CLAUSES) : [query];
  const clauses: SearchClause[] = [];
  for (const part of parts) {
    const { total } = await services.search.count({
      query: part,
      filters: ranged.filters,
      duplicates: ranged.read.request.duplicates,
    });
    clauses.push({ query: formatQuery(part), total });
  }
  if (parts.length > 0) {
    const { from: _from, to: _to, ...open } = ranged.filters;
    const { total } = await services.search.count({
      query: parseQuery(ranged.read.text).ast,
      filters: open,
      duplicates: ranged.read.request.duplicates,
    });
    clauses.push({ query: ranged.read.text, total, allDates: true });
  }
  return clauses;
}
