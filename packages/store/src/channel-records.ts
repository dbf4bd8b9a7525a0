import type { ChannelConfig } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { json } from './json.ts';
import { newId } from './saved-searches.ts';
import type { AlertChannelsTable, DeliveriesTable, DeliveryState, Tables } from './tables.ts';

export type ChannelRow = Selectable<AlertChannelsTable>;
export type DeliveryRow = Selectable<DeliveriesTable>;

export interface DeliveryFilter {
  readonly channelId?: string;
  readonly ruleId?: string;
  readonly state?: DeliveryState;
  /** Made at this time or later. */
  readonly since?: string;
}

/** Where alerts go, the messages that went or are to go, and who wants none. Part of the alert records. */
export function channelRecordsIn(db: Kysely<Tables>) {
  const filtered = (filter: DeliveryFilter) => {
    let query = db.selectFrom('deliveries');
    if (filter.channelId !== undefined) query = query.where('channel_id', '=', filter.channelId);
    if (filter.ruleId !== undefined) query = query.where('rule_id', '=', filter.ruleId);
    if (filter.state !== undefined) query = query.where('state', '=', filter.state);
    if (filter.since !== undefined) query = query.where('created_at', '>=', filter.since);
    return query;
  };

  return {
    /** `config` holds its secret sealed. */
    async addChannel(
      channel: { ownerId: string; name: string; config: ChannelConfig; id?: string },
      now: string,
    ): Promise<string> {
      const id = channel.id ?? newId();
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
      return db
        .selectFrom('alert_channels')
        .selectAll()
        .where('removed_at', 'is', null)
        .orderBy('name')
        .execute();
    },
    /** Also one that was removed. */
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
    async switchChannel(id: string, active: boolean): Promise<boolean> {
      const result = await db
        .updateTable('alert_channels')
        .set({ active })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    /** Its deliveries stay; `restoreChannel` is the way back. False: it is not there. */
    async removeChannel(id: string, who: { by: string; at: string }): Promise<boolean> {
      const result = await db
        .updateTable('alert_channels')
        .set({ removed_at: who.at, removed_by: who.by })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async restoreChannel(id: string): Promise<boolean> {
      const result = await db
        .updateTable('alert_channels')
        .set({ removed_at: null, removed_by: null })
        .where('id', '=', id)
        .where('removed_at', 'is not', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    async addDelivery(
      delivery: {
        ruleId: string;
        channelId: string;
        articleIds: readonly string[];
        resendOf?: string;
        askedBy?: string;
      },
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
          ...(delivery.resendOf === undefined ? {} : { resend_of: delivery.resendOf }),
          ...(delivery.askedBy === undefined ? {} : { asked_by: delivery.askedBy }),
        })
        .execute();
      return id;
    },
    async delivery(id: string): Promise<DeliveryRow | undefined> {
      return db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
    },
    async deliveryTried(
      id: string,
      result: { state: DeliveryState; status: string; nextAt: string | null; body?: string; reply?: string },
    ): Promise<void> {
      await db
        .updateTable('deliveries')
        .set((eb) => ({
          state: result.state,
          last_status: result.status,
          next_at: result.nextAt,
          attempts: eb('attempts', '+', 1),
          ...(result.body === undefined ? {} : { body: result.body }),
          ...(result.reply === undefined ? {} : { reply: result.reply }),
        }))
        .where('id', '=', id)
        .execute();
    },
    /** Comes later without having been tried. */
    async postponeDelivery(id: string, nextAt: string): Promise<void> {
      await db.updateTable('deliveries').set({ next_at: nextAt }).where('id', '=', id).execute();
    },
    /** This person has the letter: a later try passes them over. */
    async deliveryTaken(id: string, recipient: string): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ sent_to: sql<string[]>`array_append(sent_to, ${recipient}::text)` })
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
    /** Newest first. */
    async deliveries(filter: DeliveryFilter & { limit: number; offset: number }): Promise<DeliveryRow[]> {
      return filtered(filter)
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
    },

    /** Again is harmless. */
    async optOut(
      choice: { ruleId: string; channelId: string; recipient: string },
      now: string,
    ): Promise<void> {
      await db
        .insertInto('mail_opt_outs')
        .values({
          rule_id: choice.ruleId,
          channel_id: choice.channelId,
          recipient: choice.recipient,
          at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async optedOut(ruleId: string, channelId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('mail_opt_outs')
        .select('recipient')
        .where('rule_id', '=', ruleId)
        .where('channel_id', '=', channelId)
        .execute();
      return rows.map((row) => row.recipient);
    },
  };
}
