import type { Lead } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { json } from './json.ts';
import type { FrontierTable, Tables } from './tables.ts';

export type FrontierRow = Selectable<FrontierTable>;

/** An address to be fetched; `id` is that of its canonical form, so the same article is asked for once. */
export interface NewFrontierUrl {
  readonly id: string;
  readonly url: string;
  readonly host: string;
  readonly outletId: string;
  readonly lead: Lead;
}

/** Addresses seen, and when each host may be asked again. The record of what to fetch; the queue only says that there is work. */
export function frontierIn(db: Kysely<Tables>) {
  return {
    /**
     * Adds addresses not seen before, and asks again for those that a channel says were updated since they were fetched.
     * Returns how many are new.
     */
    async add(urls: readonly NewFrontierUrl[], now: string): Promise<number> {
      if (urls.length === 0) return 0;
      const rows = await db
        .insertInto('frontier')
        .values(
          urls.map((url) => ({
            id: url.id,
            url: url.url,
            host: url.host,
            outlet_id: url.outletId,
            lead: json(url.lead),
            state: 'waiting' as const,
            found_at: now,
            next_at: now,
          })),
        )
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ state: 'waiting', next_at: now, tries: 0, lead: (eb) => eb.ref('excluded.lead') })
            .where('frontier.state', 'in', ['fetched', 'failed'])
            .where(
              sql<boolean>`coalesce(excluded.lead->>'updated', '') > coalesce(frontier.lead->>'updated', '')`,
            )
            .where(sql<boolean>`excluded.outlet_id = frontier.outlet_id`),
        )
        .returning(sql<boolean>`xmax = 0`.as('inserted'))
        .execute();
      return rows.filter((row) => row.inserted).length;
    },

    /** Hosts with due addresses that nobody works on; each returned host is leased to the caller until `until`. */
    async leaseHosts(now: string, until: string, limit: number): Promise<string[]> {
      const { rows } = await sql<{ host: string }>`
        insert into hosts (host, leased_until)
        select host, ${until}::timestamptz from (
          select distinct host from frontier where state = 'waiting' and next_at <= ${now}::timestamptz
        ) due
        where not exists (select 1 from hosts where hosts.host = due.host and hosts.leased_until > ${now}::timestamptz)
        order by host limit ${limit}
        on conflict (host) do update set leased_until = excluded.leased_until where hosts.leased_until <= ${now}::timestamptz
        returning host`.execute(db);
      return rows.map((row) => row.host);
    },

    async extendLease(host: string, until: string): Promise<void> {
      await db.updateTable('hosts').set({ leased_until: until }).where('host', '=', host).execute();
    },

    async releaseHost(host: string): Promise<void> {
      await db.deleteFrom('hosts').where('host', '=', host).execute();
    },

    /** Takes due addresses of a host, oldest first. */
    async claim(host: string, now: string, limit: number): Promise<FrontierRow[]> {
      return db
        .updateTable('frontier')
        .set({ state: 'fetching' })
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('frontier')
            .select('id')
            .where('host', '=', host)
            .where('state', '=', 'waiting')
            .where('next_at', '<=', now)
            .orderBy('next_at')
            .orderBy('id')
            .limit(limit),
        )
        .returningAll()
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
