import type { Outlet } from '@khabar/article';
import type { Kysely } from 'kysely';
import type { Selectable } from 'kysely';

import { json } from './json.ts';
import type { OutletsTable, Tables, VisitsTable } from './tables.ts';

export type OutletRow = Selectable<OutletsTable>;
export type VisitRow = Selectable<VisitsTable>;

/** What a visit to an outlet came to. */
export interface VisitResult {
  readonly at: string;
  readonly ok: boolean;
  readonly found: number;
  readonly trouble: { readonly kind: 'failing' | 'blocked'; readonly reason: string } | null;
  readonly nextVisitAt: string;
}

const VISITS_KEPT = 500;

/** Outlets, their channels and how they fare. */
export function outletsIn(db: Kysely<Tables>) {
  return {
    async put(outlet: Outlet, now: string): Promise<void> {
      const row = {
        name: outlet.name,
        country: outlet.country,
        language: outlet.language,
        kind: outlet.kind,
        homepage: outlet.homepage,
        definition: json<Outlet | null>(outlet),
        sample: outlet.sample ?? false,
      };
      await db
        .insertInto('outlets')
        .values({ id: outlet.id, ...row, created_at: now, next_visit_at: now })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    /** An outlet known only by the name that a text gives (dateline, site name); left alone if it exists. */
    async putNamed(
      outlet: { id: string; name: string; language: string; homepage: string | null },
      now: string,
    ): Promise<void> {
      await db
        .insertInto('outlets')
        .values({
          ...outlet,
          country: null,
          kind: 'other',
          definition: json<Outlet | null>(null),
          paused: true,
          created_at: now,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    async get(id: string): Promise<OutletRow | undefined> {
      return db.selectFrom('outlets').selectAll().where('id', '=', id).executeTakeFirst();
    },

    async list(): Promise<OutletRow[]> {
      return db.selectFrom('outlets').selectAll().orderBy('name').execute();
    },

    /** Outlets whose time has come; each goes to one caller, who has until `until` to visit it. */
    async claimDue(now: string, until: string, limit: number): Promise<string[]> {
      const rows = await db
        .updateTable('outlets')
        .set({ next_visit_at: until })
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('outlets')
            .select('id')
            .where('paused', '=', false)
            .where('definition', 'is not', null)
            .where('next_visit_at', '<=', now)
            .orderBy('next_visit_at')
            .limit(limit)
            .forUpdate()
            .skipLocked(),
        )
        .returning('id')
        .execute();
      return rows.map((row) => row.id);
    },

    async setNextVisit(id: string, at: string): Promise<void> {
      await db.updateTable('outlets').set({ next_visit_at: at }).where('id', '=', id).execute();
    },

    async setPaused(id: string, paused: boolean): Promise<void> {
      await db.updateTable('outlets').set({ paused }).where('id', '=', id).execute();
    },

    async remove(id: string): Promise<void> {
      await db.deleteFrom('outlets').where('id', '=', id).execute();
    },

    async visited(id: string, result: VisitResult): Promise<void> {
      await db
        .updateTable('outlets')
        .set((eb) => ({
          last_tried_at: result.at,
          last_success_at: result.ok ? result.at : eb.ref('last_success_at'),
          last_new_at: result.found > 0 ? result.at : eb.ref('last_new_at'),
          failures: result.ok ? eb.val(0) : eb('failures', '+', 1),
          trouble: result.trouble?.reason ?? null,
          trouble_kind: result.trouble?.kind ?? null,
          next_visit_at: result.nextVisitAt,
        }))
        .where('id', '=', id)
        .execute();
    },

    async channelValidators(
      outletId: string,
    ): Promise<Map<string, { etag?: string; lastModified?: string }>> {
      const rows = await db.selectFrom('channels').selectAll().where('outlet_id', '=', outletId).execute();
      return new Map(
        rows.map((row) => [
          row.url,
          {
            ...(row.etag === null ? {} : { etag: row.etag }),
            ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
          },
        ]),
      );
    },

    async putChannel(channel: {
      url: string;
      outletId: string;
      etag?: string;
      lastModified?: string;
      status?: number;
      at: string;
    }): Promise<void> {
      const row = {
        outlet_id: channel.outletId,
        etag: channel.etag ?? null,
        last_modified: channel.lastModified ?? null,
        last_status: channel.status ?? null,
        visited_at: channel.at,
      };
      await db
        .insertInto('channels')
        .values({ url: channel.url, ...row })
        .onConflict((conflict) => conflict.column('url').doUpdateSet(row))
        .execute();
    },

    async logVisits(visits: readonly Omit<VisitRow, 'id'>[]): Promise<void> {
      if (visits.length > 0)
        await db
          .insertInto('visits')
          .values([...visits])
          .execute();
    },

    async lastVisits(outletId: string, limit: number): Promise<VisitRow[]> {
      return db
        .selectFrom('visits')
        .selectAll()
        .where('outlet_id', '=', outletId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
    },

    /** Keeps the newest visits of each outlet. */
    async trimVisits(): Promise<void> {
      await db
        .deleteFrom('visits')
        .where('id', 'in', (eb) =>
          eb
            .selectFrom(
              eb
                .selectFrom('visits')
                .select(({ fn }) => [
                  'id',
                  fn
                    .agg<number>('row_number')
                    .over((over) => over.partitionBy('outlet_id').orderBy('id', 'desc'))
                    .as('place'),
                ])
                .as('placed'),
            )
            .select('placed.id')
            .where('placed.place', '>', VISITS_KEPT),
        )
        .execute();
    },
  };
}

export type Outlets = ReturnType<typeof outletsIn>;
