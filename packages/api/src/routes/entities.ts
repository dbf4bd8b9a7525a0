import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type Entity, KhabarError } from '@khabar/article';
import type { LiveRegistry } from '@khabar/registry';
import { foldText } from '@khabar/text';
import { sql } from 'kysely';

import {
  answers,
  decodeCursor,
  encodeCursor,
  IdParam,
  notFound,
  rangedSearch,
  referencesFor,
} from '../route-parts.ts';
import { EntityList, EntityView } from '../schemas.ts';
import { SearchQuery } from '../search-query.ts';
import type { ApiServices } from '../services.ts';
import { mentionsNow } from '../views/current-tables.ts';
import { matchingIds } from '../views/matching-ids.ts';
import type { References } from '../views/references.ts';
import { pairCounts } from '../views/statements.ts';

const list = createRoute({
  method: 'get',
  path: '/entities',
  summary: 'Who and what is mentioned',
  tags: ['Entities'],
  request: {
    query: SearchQuery.omit({ sort: true, type: true }).extend({
      name: z.string().max(200).optional(),
      kind: z.string().max(20).optional(),
      sort: z.enum(['mentions', 'trend', 'name']).optional(),
    }),
  },
  responses: answers(EntityList, 'Entities of the articles that match'),
});
const oneRoute = createRoute({
  method: 'get',
  path: '/entities/{id}',
  summary: 'One entity',
  tags: ['Entities'],
  request: { params: IdParam, query: SearchQuery },
  responses: {
    ...answers(EntityView, 'Names, attention, stance, who covered it'),
    308: { description: 'It was merged into another, which answers at Location' },
    ...notFound,
  },
});

const LANGUAGES = ['en', 'ru', 'fa', 'ps', 'ar'];
const CO_MENTIONS = 20;
const SPELLINGS = 100;

interface CountRow {
  readonly entity_id: string;
  readonly articles: number;
  readonly mentions: number;
  readonly late: number;
  readonly early: number;
}

export function entityRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(list, async (context) => {
    const { name, kind, sort, ...query } = context.req.valid('query');
    const ranged = await rangedSearch(services, query);
    const references = await referencesFor(services, query.ui);
    const rows = await entityCounts(await matchingIds(ranged, services), services);
    const wanted = name === undefined || name.trim() === '' ? null : foldText(name.trim()).text;
    const items = rows
      .filter((row) => kind === undefined || kind === '' || row.entity_id.startsWith(`${kind}:`))
      .flatMap((row) => {
        const entity = services.registry.byId(row.entity_id);
        if (wanted !== null && !(entity?.names ?? []).some((one) => foldText(one.text).text.includes(wanted)))
          return [];
        return [itemOf(row, entity, references)];
      });
    const order = sort ?? 'mentions';
    if (order === 'name') items.sort((a, b) => a.label.localeCompare(b.label));
    else if (order === 'trend')
      items.sort((a, b) => (b.trend ?? 0) - (a.trend ?? 0) || b.mentions - a.mentions);
    const offset = decodeCursor(query.cursor, z.number().int().min(0)) ?? 0;
    const size = ranged.read.request.size;
    const page = items.slice(offset, offset + size);
    return context.json(
      {
        total: items.length,
        items: page,
        cursor: offset + page.length < items.length ? encodeCursor(offset + page.length) : null,
        range: ranged.range,
      },
      200,
    );
  });

  app.openapi(oneRoute, async (context) => {
    const { id } = context.req.valid('param');
    const query = context.req.valid('query');
    const entity = services.registry.byId(id);
    if (entity === undefined)
      throw new KhabarError('NOT_FOUND', `entity ${id}: there is none of this id in the registry`);
    if (entity.id !== id) return context.redirect(mergedAddress(context.req.url, entity.id), 308);
    const references = await referencesFor(services, query.ui);
    const mine = query.entity === undefined || query.entity === '' ? id : `${query.entity},${id}`;
    const everything = await rangedSearch(services, query);
    const ranged = await rangedSearch(services, { ...query, entity: mine });
    const ids = await matchingIds(ranged, services);
    const collected = await matchingIds(everything, services);
    return context.json(
      {
        entity: describe(entity, references, services.registry),
        ...(await countsOf(id, ids, services)),
        range: ranged.range,
        coMentions: (await coMentions(id, ids, services)).map((row) => ({
          ...references.entity(row.entity_id),
          articles: row.articles,
        })),
        languages: await languagesOf(ids, services),
        sources: await sourcesOf(ids, collected, { services, references }),
        ...(await stancesOf(id, ids, { services, references })),
        spellings: await spellingsOf(id, ids, services),
      },
      200,
    );
  });
}

async function entityCounts(ids: readonly string[], services: ApiServices): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    with found as (select id, coalesce(published_at, first_seen_at) as at from articles where id = any(${[...ids]}::text[])),
    span as (select min(at) as first, max(at) as last from found)
    select entity_id, count(distinct article_id) as articles, count(*) as mentions,
      count(distinct article_id) filter (where found.at > span.last - (span.last - span.first) / 3) as late,
      count(distinct article_id) filter (where found.at <= span.last - (span.last - span.first) / 3 and found.at > span.last - 2 * (span.last - span.first) / 3) as early
    from ${mentionsNow(services.registry)} join found on found.id = mentions.article_id cross join span
    group by entity_id order by mentions desc, entity_id`.execute(services.store.db);
  return rows;
}

const LEAST_FOR_TREND = 4;

function itemOf(row: CountRow, entity: Entity | undefined, references: References) {
  return {
    ...references.entity(row.entity_id),
    names: LANGUAGES.flatMap((language) => {
      const label = entity?.names.find((name) => name.kind === 'label' && name.language === language);
      return label === undefined ? [] : [{ language, text: label.text }];
    }),
    articles: row.articles,
    mentions: row.mentions,
    trend: row.late + row.early < LEAST_FOR_TREND || row.early === 0 ? null : row.late / row.early,
    role:
      entity?.roles?.findLast((role) => role.to === undefined)?.title ?? entity?.roles?.at(-1)?.title ?? null,
  };
}

/** The same request for the entity that the one asked for was merged into. */
function mergedAddress(asked: string, id: string): string {
  const { pathname, search } = new URL(asked);
  return `${pathname.slice(0, pathname.lastIndexOf('/'))}/${encodeURIComponent(id)}${search}`;
}

function describe(entity: Entity, references: References, registry: LiveRegistry) {
  const known = registry.data.get(entity.id)?.names ?? [];
  const refOf = (id: string | undefined) => (id === undefined ? null : references.entity(id));
  return {
    ...references.entity(entity.id),
    names: entity.names.map((name) => ({
      ...name,
      origin: known.some((one) => one.language === name.language && one.text === name.text)
        ? ('data' as const)
        : ('analyst' as const),
    })),
    former: registry.idsOf(entity.id).slice(1),
    retired: registry.isRetired(entity.id),
    roles: (entity.roles ?? []).map((role) => ({
      title: role.title,
      of: refOf(role.of),
      from: role.from ?? null,
      to: role.to ?? null,
    })),
    wikidata: entity.wikidata ?? null,
    actsFor: refOf(entity.actsFor),
    partOf: refOf(entity.partOf),
    note: entity.note ?? null,
  };
}

async function countsOf(
  id: string,
  ids: readonly string[],
  services: ApiServices,
): Promise<{ articles: number; mentions: number }> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from ${mentionsNow(services.registry)} where article_id = any(${[...ids]}::text[]) and (entity_id = ${id} or acting_for = ${id})`.execute(
    services.store.db,
  );
  return { articles: ids.length, mentions: rows[0]?.n ?? 0 };
}

async function coMentions(
  id: string,
  ids: readonly string[],
  services: ApiServices,
): Promise<{ entity_id: string; articles: number }[]> {
  const { rows } = await sql<{ entity_id: string; articles: number }>`
    select entity_id, count(distinct article_id) as articles from ${mentionsNow(services.registry)}
    where article_id = any(${[...ids]}::text[]) and entity_id <> ${id}
    group by entity_id order by articles desc, entity_id limit ${CO_MENTIONS}`.execute(services.store.db);
  return rows;
}

async function languagesOf(
  ids: readonly string[],
  services: ApiServices,
): Promise<{ language: string; articles: number }[]> {
  const { rows } = await sql<{ language: string; articles: number }>`
    select language, count(*) as articles from articles where id = any(${[...ids]}::text[]) group by language order by articles desc, language`.execute(
    services.store.db,
  );
  return rows;
}

async function sourcesOf(
  ids: readonly string[],
  collected: readonly string[],
  deps: { services: ApiServices; references: References },
): Promise<EntityView['sources']> {
  const { rows } = await sql<{
    outlet_id: string;
    articles: number;
    collected: number;
    first: string | null;
  }>`
    select outlet_id, count(*) as collected, count(*) filter (where id = any(${[...ids]}::text[])) as articles,
      min(coalesce(published_at, first_seen_at)) filter (where id = any(${[...ids]}::text[])) as first
    from articles where id = any(${[...collected]}::text[]) group by outlet_id`.execute(
    deps.services.store.db,
  );
  const known = new Map(rows.map((row) => [row.outlet_id, row]));
  const outlets = (await deps.services.store.outlets.list()).filter(
    (outlet) => outlet.definition !== null || known.has(outlet.id),
  );
  return outlets
    .map((outlet) => {
      const row = known.get(outlet.id);
      return {
        ...deps.references.outlet(outlet.id),
        articles: row?.articles ?? 0,
        collected: row?.collected ?? 0,
        first: row?.first ?? null,
      };
    })
    .toSorted((one, other) => other.articles - one.articles || other.collected - one.collected);
}

async function stancesOf(
  id: string,
  ids: readonly string[],
  deps: { services: ApiServices; references: References },
): Promise<Pick<EntityView, 'asHolder' | 'asTarget'>> {
  const pairs = await pairCounts(ids, { limit: 1000, copies: 'once' }, deps.services);
  return {
    asHolder: pairs
      .filter((pair) => pair.holder === id)
      .map(({ target, favor, against }) => ({ target: deps.references.entity(target), favor, against })),
    asTarget: pairs
      .filter((pair) => pair.target === id)
      .map(({ holder, favor, against }) => ({ holder: deps.references.entity(holder), favor, against })),
  };
}

async function spellingsOf(
  id: string,
  ids: readonly string[],
  services: ApiServices,
): Promise<EntityView['spellings']> {
  const { rows } = await sql<{ surface: string; language: string; count: number }>`
    select surface, language, count(*) as count from ${mentionsNow(services.registry)} join articles on articles.id = mentions.article_id
    where article_id = any(${[...ids]}::text[]) and entity_id = ${id} and how = 'name'
    group by surface, language order by count desc, surface limit ${SPELLINGS}`.execute(services.store.db);
  return rows;
}
