import type { ReadSearch } from '@khabar/search';
import { sql } from 'kysely';

import type { AlertPreview } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { articleItems } from './article-items.ts';
import { hintsOf } from './hints.ts';
import { matchingIds } from './matching-ids.ts';
import type { References } from './references.ts';

const DAY_MS = 24 * 60 * 60_000;
const SHOWN = 10;
/** More alerts a day than anybody reads. */
const MOST_A_DAY = 50;

/**
 * What a rule would have sent in the 30 days before the newest article: one alert a story, the newest stories first, each by the
 * article that would have fired it.
 */
export async function previewAlerts(
  read: ReadSearch,
  deps: { services: ApiServices; references: References },
): Promise<AlertPreview> {
  const { services, references } = deps;
  const { db } = services.store;
  const ids = await matchingIds({ read, filters: read.request.filters }, services);
  const data = await services.search.dateRange({ query: { type: 'all' }, filters: {} });
  const now = services.now().getTime();
  const last = Math.min(now, data === null ? now : Date.parse(data.last));
  const week = new Date(last - 7 * DAY_MS).toISOString();
  const month = new Date(last - 30 * DAY_MS).toISOString();
  const {
    rows: [counts],
  } = await sql<{ week: number; month: number; stories: number; days: number; month_days: number }>`
    with met as (select story_id, coalesce(published_at, first_seen_at) as at from articles where id = any(${ids}::text[]))
    select count(*) filter (where at > ${week}::timestamptz) as week,
      count(*) filter (where at > ${month}::timestamptz) as month,
      count(distinct story_id) filter (where at > ${month}::timestamptz) as stories,
      greatest(extract(epoch from max(at) - min(at)) / 86400, 1)::float8 as days,
      greatest(extract(epoch from max(at) - min(at) filter (where at > ${month}::timestamptz)) / 86400, 1)::float8 as month_days
    from met`.execute(db);
  const { rows: stories } = await sql<{ id: string; articles: number }>`
    select (array_agg(id order by coalesce(published_at, first_seen_at), id))[1] as id, count(*) as articles
    from articles where id = any(${ids}::text[]) and coalesce(published_at, first_seen_at) > ${month}::timestamptz
    group by story_id order by max(coalesce(published_at, first_seen_at)) desc, story_id limit ${SHOWN}`.execute(
    db,
  );
  const items = new Map(
    (
      await articleItems(
        stories.map(({ id }) => ({ id, copies: 0, highlights: [] })),
        services.store,
        references,
      )
    ).map((item) => [item.id, item]),
  );
  const perDay = ids.length / (counts?.days ?? 1);
  const storiesADay = (counts?.stories ?? 0) / Math.min(counts?.month_days ?? 1, 30);
  return {
    last7d: counts?.week ?? 0,
    perDay,
    total: ids.length,
    fired30d: counts?.month ?? 0,
    stories30d: counts?.stories ?? 0,
    isTooMany: Math.max(perDay, storiesADay) > MOST_A_DAY,
    stories: stories.flatMap(({ id, articles }) => {
      const article = items.get(id);
      return article === undefined ? [] : [{ article, alsoIn: articles - 1 }];
    }),
    hints: hintsOf(read),
  };
}
