import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { LOCAL_USER } from '@khabar/store';
import { sql } from 'kysely';

import { answers, rangedSearch, referencesFor } from '../route-parts.ts';
import { Overview, Status } from '../schemas.ts';
import { SearchQuery } from '../search-query.ts';
import type { ApiServices } from '../services.ts';
import { articleItems } from '../views/article-items.ts';
import { mentionsNow } from '../views/current-tables.ts';
import { matchingIds } from '../views/matching-ids.ts';
import { outletStatus } from '../views/outlet-status.ts';
import { searchCounts } from '../views/search-counts.ts';
import { pairCounts } from '../views/statements.ts';

const overview = createRoute({
  method: 'get',
  path: '/overview',
  summary: 'The first page',
  tags: ['Overview'],
  request: { query: SearchQuery },
  responses: answers(Overview, 'What is new, who stands how'),
});
const status = createRoute({
  method: 'get',
  path: '/status',
  summary: 'State, sample, user',
  tags: ['Overview'],
  responses: answers(Status, 'What banners need'),
});

const LATEST = 8;
const RISING = 8;
const PAIRS = 12;

export function overviewRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(overview, async (context) => {
    const query = context.req.valid('query');
    const ranged = await rangedSearch(services, query);
    const references = await referencesFor(services, query.ui);
    const page = await services.search.find({
      ...ranged.read.request,
      filters: ranged.filters,
      sort: 'new',
      size: LATEST,
    });
    const ids = await matchingIds(ranged, services);
    const user = await services.store.users.get(LOCAL_USER.id);
    const outlets = await services.store.outlets.list();
    const collection: Record<string, number> = {};
    for (const outlet of outlets) {
      if (outlet.definition === null) continue;
      const state = outletStatus(outlet).status;
      collection[state] = (collection[state] ?? 0) + 1;
    }
    const searches = await services.store.savedSearches.list();
    const answer = {
      range: ranged.range,
      articles: page.totalArticles,
      stories: page.total,
      newSinceLastVisit: await newSince(user?.last_visit_at ?? null, services),
      latest: await articleItems(page.items, services.store, references),
      rising: (await rising(ids, services)).map((row) => ({
        ...references.entity(row.entity_id),
        articles: row.articles,
        ratio: row.early === 0 ? null : row.late / row.early,
      })),
      pairs: (await pairCounts(ids, { limit: PAIRS, copies: 'once' }, services)).map(
        ({ holder, target, favor, against }) => ({
          holder: references.entity(holder),
          target: references.entity(target),
          favor,
          against,
        }),
      ),
      searches: await Promise.all(
        searches.map(async (search) => ({
          id: search.id,
          name: search.name,
          query: search.query,
          ...(await searchCounts(search, services)),
        })),
      ),
      collection,
      languages: await languages(ids, services),
    };
    await services.store.users.visited(LOCAL_USER.id, services.now().toISOString());
    return context.json(answer, 200);
  });

  app.openapi(status, async (context) => {
    const { state, reasons } = await services.health();
    const { articles } = await services.store.articles.count();
    const outlets = await services.store.outlets.list();
    return context.json(
      {
        version: services.info.version,
        state,
        reasons: [...reasons],
        sample: await services.sample.status(),
        roles: services.info.roles,
        encoder: services.info.encoder ?? null,
        articles,
        outlets: outlets.filter((outlet) => outlet.definition !== null).length,
        user: LOCAL_USER,
      },
      200,
    );
  });
}

async function newSince(at: string | null, services: ApiServices): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from articles where ${at}::timestamptz is null or first_seen_at > ${at}::timestamptz`.execute(
    services.store.db,
  );
  return rows[0]?.n ?? 0;
}

/** Entities with more articles in the last third of the span than in the third before. */
async function rising(
  ids: readonly string[],
  services: ApiServices,
): Promise<{ entity_id: string; articles: number; late: number; early: number }[]> {
  const { rows } = await sql<{ entity_id: string; articles: number; late: number; early: number }>`
    with found as (select id, coalesce(published_at, first_seen_at) as at from articles where id = any(${[...ids]}::text[])),
    span as (select min(at) as first, max(at) as last from found),
    counted as (
      select entity_id, count(distinct article_id) as articles,
        count(distinct article_id) filter (where found.at > span.last - (span.last - span.first) / 3) as late,
        count(distinct article_id) filter (where found.at <= span.last - (span.last - span.first) / 3 and found.at > span.last - 2 * (span.last - span.first) / 3) as early
      from ${mentionsNow(services.registry)} join found on found.id = mentions.article_id cross join span
      where entity_id not like 'country:%' group by entity_id)
    select * from counted where late >= 3 and late > early order by (late::float8 + 1) / (early + 1) desc, articles desc, entity_id limit ${RISING}`.execute(
    services.store.db,
  );
  return rows;
}

async function languages(
  ids: readonly string[],
  services: ApiServices,
): Promise<{ language: string; articles: number }[]> {
  const { rows } = await sql<{
    language: string;
    articles: number;
  }>`select language, count(*) as articles from articles where id = any(${[...ids]}::text[]) group by language order by articles desc, language`.execute(
    services.store.db,
  );
  return rows;
}
