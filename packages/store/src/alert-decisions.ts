import type { AlertDecision } from '@khabar/article';
import type { Kysely } from 'kysely';

import type { AlertRow } from './alerts.ts';
import type { Tables } from './tables.ts';

/** Decisions that put nothing into a message. */
const SILENT: readonly AlertDecision[] = ['duplicate', 'muted'];

/** What was decided of articles that met a rule: who waits for which message, and which stories were told. */
export function alertDecisionsIn(db: Kysely<Tables>) {
  return {
    /** Decides for these rules alone until the transaction ends; whoever else wants to waits. */
    async lockRules(ruleIds: readonly string[]): Promise<void> {
      await db
        .selectFrom('alert_rules')
        .select('id')
        .where('id', 'in', [...ruleIds, ''])
        .orderBy('id')
        .forNoKeyUpdate()
        .execute();
    },
    /** Which of these articles were decided on already, as `rule article`. */
    async decided(ruleIds: readonly string[], articleIds: readonly string[]): Promise<Set<string>> {
      const rows = await db
        .selectFrom('alerts')
        .select(['rule_id', 'article_id'])
        .where('rule_id', 'in', [...ruleIds, ''])
        .where('article_id', 'in', [...articleIds, ''])
        .execute();
      return new Set(rows.map((row) => `${row.rule_id} ${row.article_id}`));
    },
    /** Articles by which these rules told of these stories, first ones, by `rule story`. */
    async toldStories(ruleIds: readonly string[], storyIds: readonly string[]): Promise<Map<string, string>> {
      const rows = await db
        .selectFrom('alerts')
        .innerJoin('articles', 'articles.id', 'alerts.article_id')
        .select(['alerts.rule_id', 'articles.story_id', 'alerts.article_id'])
        .where('alerts.rule_id', 'in', [...ruleIds, ''])
        .where('articles.story_id', 'in', [...storyIds, ''])
        .where('alerts.decision', 'not in', [...SILENT])
        .orderBy('alerts.at', 'desc')
        .orderBy('alerts.article_id', 'desc')
        .execute();
      return new Map(rows.map((row) => [`${row.rule_id} ${row.story_id}`, row.article_id]));
    },
    /** The time for which a group of a rule waits, by rule. */
    async openGroups(ruleIds: readonly string[], now: string): Promise<Map<string, string>> {
      const rows = await db
        .selectFrom('alerts')
        .select(({ fn }) => ['rule_id', fn.max('due_at').as('due_at')])
        .where('rule_id', 'in', [...ruleIds, ''])
        .where('decision', '=', 'grouped')
        .where('due_at', '>=', now)
        .groupBy('rule_id')
        .execute();
      return new Map(rows.flatMap((row) => (row.due_at === null ? [] : [[row.rule_id, row.due_at]])));
    },
    /** Rules whose next message is due. */
    async dueRules(now: string, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('alerts')
        .select('rule_id')
        .where('due_at', '<=', now)
        .groupBy('rule_id')
        .orderBy(({ fn }) => fn.min('due_at'))
        .limit(limit)
        .execute();
      return rows.map((row) => row.rule_id);
    },
    /** Articles that the rule's next message holds, oldest first; each is given out once. */
    async takeDue(ruleId: string, now: string): Promise<string[]> {
      const rows = await db
        .updateTable('alerts')
        .set({ due_at: null })
        .where('rule_id', '=', ruleId)
        .where('due_at', '<=', now)
        .returning(['article_id', 'at'])
        .execute();
      return rows
        .toSorted((a, b) => a.at.localeCompare(b.at) || a.article_id.localeCompare(b.article_id))
        .map((row) => row.article_id);
    },
    /** A new time for everything that waits (the rule's timing or snooze was changed). */
    async moveDue(ruleId: string, dueAt: string): Promise<void> {
      await db
        .updateTable('alerts')
        .set({ due_at: dueAt })
        .where('rule_id', '=', ruleId)
        .where('due_at', 'is not', null)
        .execute();
    },
    async markCapped(ruleId: string, articleIds: readonly string[]): Promise<void> {
      if (articleIds.length === 0) return;
      await db
        .updateTable('alerts')
        .set({ decision: 'capped' })
        .where('rule_id', '=', ruleId)
        .where('article_id', 'in', [...articleIds])
        .execute();
    },
    async alert(ruleId: string, articleId: string): Promise<AlertRow | undefined> {
      return db
        .selectFrom('alerts')
        .selectAll()
        .where('rule_id', '=', ruleId)
        .where('article_id', '=', articleId)
        .executeTakeFirst();
    },
    /** In how many other articles a story was found, by the article that told of it. */
    async alsoIn(ruleId: string, articleIds: readonly string[]): Promise<Map<string, number>> {
      const rows = await db
        .selectFrom('alerts')
        .select(({ fn }) => ['duplicate_of', fn.countAll<number>().as('n')])
        .where('rule_id', '=', ruleId)
        .where('duplicate_of', 'in', [...articleIds, ''])
        .groupBy('duplicate_of')
        .execute();
      return new Map(rows.flatMap((row) => (row.duplicate_of === null ? [] : [[row.duplicate_of, row.n]])));
    },
  };
}
