import type { Alert, AlertMute, AlertRule, AlertRuleKind, AlertSnooze, AlertTiming } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { alertDecisionsIn } from './alert-decisions.ts';
import { channelRecordsIn } from './channel-records.ts';
import { json, storableJson } from './json.ts';
import { newId } from './saved-searches.ts';
import type { AlertMatch, AlertsTable, Tables } from './tables.ts';

export type AlertRow = Selectable<AlertsTable>;
/** A rule with the search that it was made of, and all that people set about it. */
export interface AlertRuleRow extends AlertRule {
  readonly params: Record<string, string>;
  readonly feedToken: string;
  readonly kind: AlertRuleKind;
  /** Null: at once, a batch at a time. */
  readonly timing: AlertTiming | null;
  readonly snooze: AlertSnooze | null;
  readonly mutes: readonly AlertMute[];
}
/** What a person may change of a rule; null takes it back. */
export interface AlertRuleChange {
  readonly active?: boolean;
  readonly channels?: readonly string[];
  readonly kind?: AlertRuleKind;
  readonly timing?: AlertTiming | null;
  readonly snooze?: AlertSnooze | null;
  readonly mutes?: readonly AlertMute[];
}

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
        'alert_rules.kind',
        'alert_rules.timing',
        'alert_rules.snooze',
        'alert_rules.mutes',
        'saved_searches.name',
        'saved_searches.query',
        'saved_searches.params',
        'saved_searches.feed_token',
      ]);

  return {
    ...alertDecisionsIn(db),
    async addRule(searchId: string, channels: readonly string[], now: string): Promise<string> {
      const id = newId();
      await db
        .insertInto('alert_rules')
        .values({ id, search_id: searchId, channels: [...channels], created_at: now })
        .execute();
      return id;
    },
    async rules(): Promise<AlertRuleRow[]> {
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
        kind: row.kind ?? { kind: 'search' },
        timing: row.timing,
        snooze: row.snooze,
        mutes: row.mutes,
      }));
    },
    async updateRule(id: string, change: AlertRuleChange): Promise<boolean> {
      const result = await db
        .updateTable('alert_rules')
        .set((eb) => ({
          active: change.active ?? eb.ref('active'),
          ...(change.channels === undefined ? {} : { channels: [...change.channels] }),
          ...(change.kind === undefined ? {} : { kind: json(change.kind) }),
          ...(change.timing === undefined ? {} : { timing: json(change.timing) }),
          ...(change.snooze === undefined ? {} : { snooze: json(change.snooze) }),
          ...(change.mutes === undefined ? {} : { mutes: json([...change.mutes]) }),
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
            matched: sql<AlertMatch[]>`${storableJson(alert.matched)}::jsonb`,
            decision: alert.decision ?? 'fired',
            duplicate_of: alert.duplicateOf ?? null,
            due_at: alert.dueAt ?? null,
            detail: sql<Record<
              string,
              unknown
            > | null>`${alert.detail === undefined ? null : storableJson(alert.detail)}::jsonb`,
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
      /** Only what was told: no copies of a story, nothing ignored. */
      told?: boolean;
      limit: number;
    }): Promise<AlertRow[]> {
      let query = db
        .selectFrom('alerts')
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('article_id', 'desc')
        .limit(filter.limit);
      if (filter.ruleId !== undefined) query = query.where('rule_id', '=', filter.ruleId);
      if (filter.told === true) query = query.where('decision', 'not in', ['duplicate', 'muted']);
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

    ...channelRecordsIn(db),
  };
}

export type Alerts = ReturnType<typeof alertsIn>;
