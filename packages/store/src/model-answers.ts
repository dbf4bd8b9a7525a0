import { type Kysely, sql } from 'kysely';

import { storableJson } from './json.ts';
import type { Tables } from './tables.ts';

export type ModelTask = 'gist' | 'translation' | 'stances';

/** What a language model said of an article, checked against it before it came here. */
export interface ModelAnswer {
  /** Task, model, article, its words, and the language of the answer: asked again, the same answer comes. */
  readonly key: string;
  readonly articleId: string;
  readonly task: ModelTask;
  readonly language: string;
  readonly model: string;
  readonly answer: unknown;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly madeBy: string;
  /** UTC ISO 8601. */
  readonly madeAt: string;
}

export interface ModelUse {
  readonly requests: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly refused: number;
}

/** Answers of the language model, and what it cost by day. */
export function modelAnswersIn(db: Kysely<Tables>) {
  return {
    async get(key: string): Promise<ModelAnswer | undefined> {
      const row = await db.selectFrom('model_answers').selectAll().where('key', '=', key).executeTakeFirst();
      return row === undefined ? undefined : answerOf(row);
    },

    /** Newest first. */
    async ofArticle(articleId: string): Promise<ModelAnswer[]> {
      const rows = await db
        .selectFrom('model_answers')
        .selectAll()
        .where('article_id', '=', articleId)
        .orderBy('made_at', 'desc')
        .execute();
      return rows.map(answerOf);
    },

    /** The first answer under a key stays; of an article that is gone nothing is kept. */
    async put(answer: ModelAnswer): Promise<void> {
      await sql`
        insert into model_answers (key, article_id, task, language, model, answer, tokens_in, tokens_out, made_by, made_at)
        select ${answer.key}, id, ${answer.task}, ${answer.language}, ${answer.model}, ${storableJson(answer.answer)}::jsonb,
          ${answer.tokensIn}, ${answer.tokensOut}, ${answer.madeBy}, ${answer.madeAt}::timestamptz
        from articles where id = ${answer.articleId} on conflict (key) do nothing`.execute(db);
    },

    /** Articles first seen since then, newest first, that the model was not asked about for stances, and that name two at least. */
    async withoutStances(given: { since: string; model: string; limit: number }): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`
        select id from articles a where first_seen_at >= ${given.since}::timestamptz and tagged_at is not null
          and not exists (select from model_answers m where m.article_id = a.id and m.task = 'stances' and m.model = ${given.model})
          and (select count(distinct entity_id) from mentions where article_id = a.id) >= 2
        order by first_seen_at desc, id limit ${given.limit}`.execute(db);
      return rows.map(({ id }) => id);
    },

    /** Adds a question to its day (`2025-07-04`, UTC). */
    async addUse(day: string, use: { tokensIn: number; tokensOut: number; refused: boolean }): Promise<void> {
      await sql`
        insert into model_use (day, requests, tokens_in, tokens_out, refused)
        values (${day}::date, 1, ${use.tokensIn}, ${use.tokensOut}, ${use.refused ? 1 : 0})
        on conflict (day) do update set requests = model_use.requests + 1, tokens_in = model_use.tokens_in + excluded.tokens_in,
          tokens_out = model_use.tokens_out + excluded.tokens_out, refused = model_use.refused + excluded.refused`.execute(
        db,
      );
    },

    async use(day: string): Promise<ModelUse> {
      const { rows } = await sql<ModelUse>`
        select requests, tokens_in::float8 as "tokensIn", tokens_out::float8 as "tokensOut", refused
        from model_use where day = ${day}::date`.execute(db);
      return rows[0] ?? { requests: 0, tokensIn: 0, tokensOut: 0, refused: 0 };
    },
  };
}

export type ModelAnswers = ReturnType<typeof modelAnswersIn>;

function answerOf(row: {
  key: string;
  article_id: string;
  task: ModelTask;
  language: string;
  model: string;
  answer: unknown;
  tokens_in: number;
  tokens_out: number;
  made_by: string;
  made_at: string;
}): ModelAnswer {
  return {
    key: row.key,
    articleId: row.article_id,
    task: row.task,
    language: row.language,
    model: row.model,
    answer: row.answer,
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    madeBy: row.made_by,
    madeAt: row.made_at,
  };
}
