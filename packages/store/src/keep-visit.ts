import type { SourceHealth, Validators } from '@khabar/article';
import { CompiledQuery, type Kysely } from 'kysely';

import type { NewFrontierUrl } from './frontier.ts';
import { storableJson } from './json.ts';
import type { VisitRow } from './outlets.ts';
import type { Rhythm, Tables } from './tables.ts';

/** What a visit taught of one channel. */
export interface VisitedChannel {
  readonly url: string;
  readonly status: number | null;
  /** null: those of the last answer stay. */
  readonly validators: Validators | null;
  readonly memory: unknown;
  readonly endedAt: string | null;
}

/** All that a visit to an outlet leaves in the record. Times are UTC ISO 8601. */
export interface OutletVisit {
  readonly outletId: string;
  readonly at: string;
  readonly ok: boolean;
  /** Addresses that its channels name; `hour`: of publication, counted if the address is new. */
  readonly urls: readonly (NewFrontierUrl & { readonly hour: string | null })[];
  readonly channels: readonly VisitedChannel[];
  readonly log: readonly Omit<VisitRow, 'id'>[];
  readonly trouble: { readonly kind: 'failing' | 'blocked'; readonly reason: string } | null;
  /** Whether anything is new is only known when it is written. */
  readonly health: { readonly withNew: SourceHealth; readonly without: SourceHealth };
  /** undefined: as it was. */
  readonly rhythm: Rhythm | null | undefined;
  readonly nextVisitAt: string;
}

const STATEMENT = `
  with given as materialized (
    select * from json_to_recordset($2::json) as given(id text, url text, host text, outlet_id text, lead jsonb, hour timestamptz)),
  f as (
    insert into frontier (id, url, host, outlet_id, lead, state, found_at, next_at)
    select id, url, host, outlet_id, lead, 'waiting', $3::timestamptz, $3::timestamptz from given
    on conflict (id) do update set state = 'waiting', next_at = $3::timestamptz, tries = 0, lead = excluded.lead, backfill_id = null
      where frontier.state in ('fetched', 'failed') and excluded.outlet_id = frontier.outlet_id
        and coalesce(excluded.lead->>'updated', '') > coalesce(frontier.lead->>'updated', '')
    returning id, xmax = 0 as inserted),
  fresh as (select given.id, given.hour from f join given using (id) where f.inserted),
  h as (
    insert into outlet_hours (outlet_id, hour, found)
    select $1, hour, count(*)::int from fresh where hour is not null group by hour
    on conflict (outlet_id, hour) do update set found = outlet_hours.found + excluded.found),
  c as (
    insert into channels (url, outlet_id, last_status, visited_at, memory, ended_at, etag, last_modified)
    select url, $1, status, $3::timestamptz, memory, ended_at, etag, last_modified
    from json_to_recordset($4::json) as c(url text, status integer, memory jsonb, ended_at timestamptz, keeps boolean, etag text, last_modified text)
    where not keeps
    on conflict (url) do update set outlet_id = excluded.outlet_id, last_status = excluded.last_status, visited_at = excluded.visited_at,
      memory = excluded.memory, ended_at = excluded.ended_at, etag = excluded.etag, last_modified = excluded.last_modified),
  k as (
    insert into channels (url, outlet_id, last_status, visited_at, memory, ended_at)
    select url, $1, status, $3::timestamptz, memory, ended_at
    from json_to_recordset($4::json) as c(url text, status integer, memory jsonb, ended_at timestamptz, keeps boolean)
    where keeps
    on conflict (url) do update set outlet_id = excluded.outlet_id, last_status = excluded.last_status, visited_at = excluded.visited_at,
      memory = excluded.memory, ended_at = excluded.ended_at),
  v as (
    insert into visits (outlet_id, at, url, what, outcome, status, bytes, ms, found, reason)
    select * from json_to_recordset($5::json)
      as v(outlet_id text, at timestamptz, url text, what text, outcome text, status integer, bytes integer, ms integer, found integer, reason text)),
  n as (select count(*)::int as fresh from fresh),
  o as (
    update outlets set last_tried_at = $3::timestamptz,
      last_success_at = case when $6 then $3::timestamptz else last_success_at end,
      last_new_at = case when n.fresh > 0 then $3::timestamptz else last_new_at end,
      failures = case when $6 then 0 else failures + 1 end,
      trouble = $7, trouble_kind = $8, next_visit_at = $9::timestamptz,
      health = case when n.fresh > 0 then $10::jsonb else $11::jsonb end,
      rhythm = case when $12 then $13::jsonb else rhythm end
    from n where outlets.id = $1)
  select fresh from n`;

/**
 * Keeps all that a visit came to, or none of it, in one statement: in the embedded store a transaction of many would hold up everybody
 * else between its journeys. An id twice among the addresses: the caller must not. Returns how many addresses are new.
 */
export async function keepVisit(db: Kysely<Tables>, visit: OutletVisit): Promise<number> {
  const { outletId, at, ok, trouble, health, rhythm, nextVisitAt } = visit;
  const urls = visit.urls.map(({ id, url, host, outletId: owner, lead, hour }) => ({
    id,
    url,
    host,
    outlet_id: owner,
    lead,
    hour,
  }));
  const channels = visit.channels.map(({ url, status, memory, endedAt, validators }) => ({
    url,
    status,
    memory,
    ended_at: endedAt,
    keeps: validators === null,
    etag: validators?.etag ?? null,
    last_modified: validators?.lastModified ?? null,
  }));
  const { rows } = await db.executeQuery<{ fresh: number }>(
    CompiledQuery.raw(STATEMENT, [
      outletId,
      storableJson(urls),
      at,
      storableJson(channels),
      storableJson(visit.log),
      ok,
      trouble?.reason.toWellFormed().replaceAll('\0', ' ') ?? null,
      trouble?.kind ?? null,
      nextVisitAt,
      storableJson(health.withNew),
      storableJson(health.without),
      rhythm !== undefined,
      JSON.stringify(rhythm ?? null),
    ]),
  );
  return rows[0]?.fresh ?? 0;
}
