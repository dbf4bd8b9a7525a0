import type { Lead } from '@khabar/article';
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';

import { json } from './json.ts';
import type { FrontierTable, Tables } from './tables.ts';

export type FrontierRow = Selectable<FrontierTable>;

/** How long a worker on a host may give no sign of life before others take the host; by the server's clock. */
export const HOST_LEASE_MS = 40_000;
const LEASE = `${HOST_LEASE_MS} milliseconds`;
/** Longer than a host waits in a long queue. */
const QUEUED = '10 minutes';
// A server's clock that was set back must not make a lease eternal.
const isLeased = sql`coalesce(hosts.leased_until > clock_timestamp() and hosts.leased_until <= clock_timestamp() + ${LEASE}::interval, false)`;
const isQueued = sql`coalesce(hosts.queued_until > clock_timestamp() and hosts.queued_until <= clock_timestamp() + ${QUEUED}::interval, false)`;

/** An address to be fetched; `id` is that of its canonical form, so the same article is asked for once. */
export interface NewFrontierUrl {
  readonly id: string;
  readonly url: string;
  readonly host: string;
  readonly outletId: string;
  readonly lead: Lead;
  /** When it may be asked for; now unless said. */
  readonly nextAt?: string;
  /** The backfill that wants it. */
  readonly backfillId?: string;
}

/** PostgreSQL takes 65,535 values a statement. */
const MOST_ROWS = 2_000;

function rowOf(url: NewFrontierUrl, now: string) {
  return {
    id: url.id,
    url: url.url,
    host: url.host,
    outlet_id: url.outletId,
    lead: json(url.lead),
    state: 'waiting' as const,
    found_at: now,
    next_at: url.nextAt ?? now,
    backfill_id: url.backfillId ?? null,
  };
}

/** Addresses seen, and when each host may be asked again. The record of what to fetch; the queue only says that there is work. */
export function frontierIn(db: Kysely<Tables>) {
  return {
    /**
     * Adds addresses not seen before, and asks again for those that a channel says were updated since they were fetched.
     * Returns the ids of those that are new.
     */
    async add(urls: readonly NewFrontierUrl[], now: string): Promise<string[]> {
      if (urls.length === 0) return [];
      const rows = await db
        .insertInto('frontier')
        .values(urls.map((url) => rowOf(url, now)))
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({
              state: 'waiting',
              next_at: now,
              tries: 0,
              lead: (eb) => eb.ref('excluded.lead'),
              backfill_id: null,
            })
            .where('frontier.state', 'in', ['fetched', 'failed'])
            .where(
              sql<boolean>`coalesce(excluded.lead->>'updated', '') > coalesce(frontier.lead->>'updated', '')`,
            )
            .where(sql<boolean>`excluded.outlet_id = frontier.outlet_id`),
        )
        .returning(['id', sql<boolean>`xmax = 0`.as('inserted')])
        .execute();
      return rows.filter((row) => row.inserted).map((row) => row.id);
    },

    /** Adds those addresses of a backfill that were not seen before; returns how many. */
    async addOld(urls: readonly NewFrontierUrl[], now: string): Promise<number> {
      let added = 0;
      for (let from = 0; from < urls.length; from += MOST_ROWS) {
        const rows = await db
          .insertInto('frontier')
          .values(urls.slice(from, from + MOST_ROWS).map((url) => rowOf(url, now)))
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .execute();
        added += rows.length;
      }
      return added;
    },

    /**
     * Hosts with due addresses that nobody works on, or whose worker has given no sign of life. Each is marked as being in the
     * queue, so that it is offered once; the mark fades in case the queue loses it. Goes from host to host through the index
     * (a loose index scan), since an address a host would be enough and hundreds may wait: 1 ms instead of 16 for 12,000.
     */
    async offerHosts(now: string, limit: number): Promise<string[]> {
      const { rows } = await sql<{ host: string }>`
        with recursive waiting as (
          (select host from frontier where state = 'waiting' order by host limit 1)
          union all
          select (select next.host from frontier next where next.state = 'waiting' and next.host > waiting.host
            order by next.host limit 1) from waiting where waiting.host is not null)
        insert into hosts (host, queued_until)
        select host, clock_timestamp() + ${QUEUED}::interval from (
          select host from waiting where exists (
            select from frontier one where one.state = 'waiting' and one.host = waiting.host and one.next_at <= ${now}::timestamptz)
          union select host from hosts where holder is not null and not ${isLeased}
        ) due
        where not exists (select 1 from hosts where hosts.host = due.host and (${isLeased} or ${isQueued}))
        order by host limit ${limit}
        on conflict (host) do update set queued_until = excluded.queued_until where not ${isLeased} and not ${isQueued}
        returning host`.execute(db);
      return rows.map((row) => row.host);
    },

    /**
     * Begins work on a host under a name that nobody else uses; false while another one works on it. What a worker that died
     * had claimed goes back in line. Lasts `HOST_LEASE_MS` and is to be renewed.
     */
    async takeHost(host: string, holder: string): Promise<boolean> {
      const { rows } = await sql<{ taken: boolean }>`
        with taken as (
          insert into hosts (host, holder, leased_until) values (${host}, ${holder}, clock_timestamp() + ${LEASE}::interval)
          on conflict (host) do update set holder = excluded.holder, leased_until = excluded.leased_until, queued_until = null
            where hosts.holder is null or hosts.holder = excluded.holder or not ${isLeased}
          returning host),
        returned as (
          update frontier set state = 'waiting' where state = 'fetching' and host in (select host from taken))
        select exists (select 1 from taken) as taken`.execute(db);
      return rows[0]?.taken ?? false;
    },

    /** A sign of life; false when the host has been given to another one. */
    async renewHost(host: string, holder: string): Promise<boolean> {
      const result = await db
        .updateTable('hosts')
        .set({ leased_until: sql`clock_timestamp() + ${LEASE}::interval` })
        .where('host', '=', host)
        .where('holder', '=', holder)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Ends the work on a host; claimed addresses that were not asked for go back in line. */
    async releaseHost(host: string, holder: string): Promise<void> {
      await sql`
        with released as (delete from hosts where host = ${host} and holder = ${holder} returning host)
        update frontier set state = 'waiting' where state = 'fetching' and host in (select host from released)`.execute(
        db,
      );
    },

    /** As `releaseHost`, for work that failed and will be tried again by the queue: until then the host is not offered. */
    async returnHost(host: string, holder: string): Promise<void> {
      await sql`
        with released as (
          update hosts set holder = null, leased_until = null, queued_until = clock_timestamp() + ${QUEUED}::interval
          where host = ${host} and holder = ${holder} returning host)
        update frontier set state = 'waiting' where state = 'fetching' and host in (select host from released)`.execute(
        db,
      );
    },

    /** Takes due addresses of a host, those of backfills last, oldest first. Two that ask at once get different ones. */
    async claim(host: string, now: string, limit: number): Promise<FrontierRow[]> {
      const dueOf = (kind: 'is' | 'is not', most: number | RawBuilder<number>) =>
        sql<{ id: string }>`(select id from frontier where host = ${host} and state = 'waiting'
          and backfill_id ${sql.raw(kind)} null and next_at <= ${now}::timestamptz order by next_at, id limit ${most} for update skip locked)`;
      // What is new goes before what a backfill wants, which may be 100,000 addresses.
      return db
        .with('fresh', () => dueOf('is', limit))
        .with('old', () => dueOf('is not', sql<number>`greatest(0, ${limit} - (select count(*) from fresh))`))
        .with('due', (cte) =>
          cte.selectFrom('fresh').select('id').unionAll(cte.selectFrom('old').select('id')),
        )
        .updateTable('frontier')
        .from('due')
        .set({ state: 'fetching' })
        .whereRef('frontier.id', '=', 'due.id')
        .returningAll('frontier')
        .execute();
    },

    async fetched(
      id: string,
      result: { status: number; etag?: string; lastModified?: string; pageId?: string },
    ): Promise<void> {
      await db
        .updateTable('frontier')
        .set((eb) => ({
          state: 'fetched' as const,
          tries: 0,
          reason: null,
          last_status: result.status,
          etag: result.etag ?? null,
          last_modified: result.lastModified ?? null,
          page_id: result.pageId ?? eb.ref('page_id'),
        }))
        .where('id', '=', id)
        .execute();
    },

    async notModified(id: string): Promise<void> {
      await db
        .updateTable('frontier')
        .set({ state: 'fetched', tries: 0, last_status: 304 })
        .where('id', '=', id)
        .execute();
    },

    async refused(
      id: string,
      result: {
        state: 'refused' | 'failed' | 'waiting';
        reason: string;
        status: number | null;
        nextAt: string;
      },
    ): Promise<void> {
      await db
        .updateTable('frontier')
        .set((eb) => ({
          state: result.state,
          reason: result.reason,
          last_status: result.status,
          next_at: result.nextAt,
          tries: eb('tries', '+', 1),
        }))
        .where('id', '=', id)
        .execute();
    },

    /** Puts what a crash left half done back in line. */
    async recover(): Promise<void> {
      await db.updateTable('frontier').set({ state: 'waiting' }).where('state', '=', 'fetching').execute();
      await db.deleteFrom('hosts').execute();
    },

    async counts(): Promise<Record<string, number>> {
      const rows = await db
        .selectFrom('frontier')
        .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
        .groupBy('state')
        .execute();
      return Object.fromEntries(rows.map((row) => [row.state, row.n]));
    },
  };
}

export type Frontier = ReturnType<typeof frontierIn>;
