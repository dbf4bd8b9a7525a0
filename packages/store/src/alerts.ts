import type { Alert, AlertRule, ChannelConfig } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { json } from './json.ts';
import { newId } from './saved-searches.ts';
import type { AlertChannelsTable, AlertsTable, DeliveriesTable, DeliveryState, Tables } from './tables.ts';

export type AlertRow = Selectable<AlertsTable>;
export type ChannelRow = Selectable<AlertChannelsTable>;
export type DeliveryRow = Selectable<DeliveriesTable>;

/** Alert rules, where alerts go, the ledger that makes each reach a person once, and the deliveries. */
export function alertsIn(db: Kysely<Tables>) {
  const rules = () =>
    db
      .selectFrom('alert_rules')
      .innerJoin('saved_searches', 'saved_searches.id', 'alert_rules.search_id')
      .select([
        'alert_rules.id',
        'alert_rules.search_id',
        'alert_rules.active',
        'alert_rules.channels',
        'alert_rules.created_at',
        'saved_searches.name',
        'saved_searches.query',
        'saved_searches.params',
        'saved_searches.feed_token',
      ]);

  return {
    async addRule(searchId: string, channels: readonly string[], now: string): Promise<string> {
      const id = newId();
      await db
        .insertInto('alert_rules')
        .values({ id, search_id: searchId, channels: [...channels], created_at: now })
        .execute();
      return id;
    },
    async rules(): Promise<(AlertRule & { params: Record<string, string>; feedToken: string })[]> {
      const rows = await rules().orderBy('saved_searches.name').execute();
      return rows.map((row) => ({
        id: row.id,
        searchId: row.search_id,
        name: row.name,
        query: row.query,
        active: row.active,
        channels: row.channels,
        createdAt: row.created_at,
        params: row.params,
        feedToken: row.feed_token,
      }));
    },
    async updateRule(
      id: string,
      change: { active?: boolean; channels?: readonly string[] },
    ): Promise<boolean> {
      const result = await db
        .updateTable('alert_rules')
        .set((eb) => ({
          active: change.active ?? eb.ref('active'),
          ...(change.channels === undefined ? {} : { channels: [...change.channels] }),
        }))
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async removeRule(id: string): Promise<boolean> {
      const result = await db.deleteFrom('alert_rules').where('id', '=', id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },

    /** Writes what is not in the ledger yet, and returns just that. */
    async record(alerts: readonly Alert[]): Promise<{ ruleId: string; articleId: string }[]> {
      if (alerts.length === 0) return [];
      const rows = await db
        .insertInto('alerts')
        .values(
          alerts.map((alert) => ({
            rule_id: alert.ruleId,
            article_id: alert.articleId,
            at: alert.at,
            matched: json([...alert.matched]),
          })),
        )
        .onConflict((conflict) => conflict.columns(['rule_id', 'article_id']).doNothing())
        .returning(['rule_id', 'article_id'])
        .execute();
      return rows.map((row) => ({ ruleId: row.rule_id, articleId: row.article_id }));
    },
    /** The ledger, newest first; `before` is the last line of the page before. */
    async ledger(filter: {
      ruleId?: string;
      before?: { at: string; articleId: string };
      limit: number;
    }): Promise<AlertRow[]> {
      let query = db
        .selectFrom('alerts')
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('article_id', 'desc')
        .limit(filter.limit);
      if (filter.ruleId !== undefined) query = query.where('rule_id', '=', filter.ruleId);
      if (filter.before !== undefined) {
        query = query.where(
          sql<boolean>`(at, article_id) < (${filter.before.at}::timestamptz, ${filter.before.articleId})`,
        );
      }
      return query.execute();
    },
    async ledgerCounts(since: string): Promise<Map<string, { total: number; recent: number }>> {
      const rows = await db
        .selectFrom('alerts')
        .select(({ fn }) => [
          'rule_id',
          fn.countAll<number>().as('total'),
          fn.countAll<number>().filterWhere('at', '>=', since).as('recent'),
        ])
        .groupBy('rule_id')
        .execute();
      return new Map(rows.map((row) => [row.rule_id, { total: row.total, recent: row.recent }]));
    },

    async addChannel(
      channel: { ownerId: string; name: string; config: ChannelConfig },
      now: string,
    ): Promise<string> {
      const id = newId();
      await db
        .insertInto('alert_channels')
        .values({
          id,
          owner_id: channel.ownerId,
          name: channel.name,
          config: json(channel.config),
          created_at: now,
        })
        .execute();
      return id;
    },
    async channels(): Promise<ChannelRow[]> {
      return db.selectFrom('alert_channels').selectAll().orderBy('name').execute();
    },
    async channel(id: string): Promise<ChannelRow | undefined> {
      return db.selectFrom('alert_channels').selectAll().where('id', '=', id).executeTakeFirst();
    },
    async channelAnswered(
      id: string,
      answer: { status: string; active: boolean; at: string },
    ): Promise<void> {
      await db
        .updateTable('alert_channels')
        .set({ last_status: answer.status, last_at: answer.at, active: answer.active })
        .where('id', '=', id)
        .execute();
    },
    async removeChannel(id: string): Promise<boolean> {
      const result = await db.deleteFrom('alert_channels').where('id', '=', id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },

    async addDelivery(
      delivery: { ruleId: string; channelId: string; articleIds: readonly string[] },
      now: string,
    ): Promise<string> {
      const id = newId();
      await db
        .insertInto('deliveries')
        .values({
          id,
          rule_id: delivery.ruleId,
          channel_id: delivery.channelId,
          article_ids: [...delivery.articleIds],
          state: 'waiting',
          created_at: now,
          next_at: now,
        })
        .execute();
      return id;
    },
    async delivery(id: string): Promise<DeliveryRow | undefined> {
      return db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
    },
    async deliveryTried(
      id: string,
      result: { state: DeliveryState; status: string; nextAt: string | null },
    ): Promise<void> {
      await db
        .updateTable('deliveries')
        .set((eb) => ({
          state: result.state,
          last_status: result.status,
          next_at: result.nextAt,
          attempts: eb('attempts', '+', 1),
        }))
        .where('id', '=', id)
        .execute();
    },
    /** Deliveries whose time has come; each goes to one caller, and is due again in ten minutes if nothing comes of it. */
    async claimDueDeliveries(now: string, limit: number): Promise<string[]> {
      const rows = await db
        .updateTable('deliveries')
        .set({ next_at: sql<string>`${now}::timestamptz + interval '10 minutes'` })
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('deliveries')
            .select('id')
            .where('state', 'in', ['waiting', 'retrying'])
            .where('next_at', '<=', now)
            .orderBy('next_at')
            .limit(limit)
            .forUpdate()
            .skipLocked(),
        )
        .returning('id')
        .execute();
      return rows.map((row) => row.id);
    },
    async deliveries(filter: { channelId?: string; limit: number; offset: number }): Promise<DeliveryRow[]> {
      let query = db
        .selectFrom('deliveries')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(filter.limit)
        .offset(filter.offset);
      if (filter.channelId !== undefined) query = query.where('channel_id', '=', filter.channelId);
      return query.execute();
    },
  };
}

export type Alerts = ReturnType<typeof alertsIn>;
