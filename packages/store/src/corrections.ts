import { type Correction, type CorrectionSubject, KhabarError } from '@khabar/article';
import { type Kysely, type RawBuilder, sql } from 'kysely';

import { correctionOf, countingCorrections, recorrect } from './correct-articles.ts';
import { json } from './json.ts';
import { newId } from './saved-searches.ts';
import type { Tables } from './tables.ts';

export interface NewCorrection {
  readonly articleId: string;
  readonly subject: CorrectionSubject;
  readonly note: string;
  /** User id. */
  readonly by: string;
}

export interface CorrectionFilter {
  readonly articleId?: string;
  /** Default: all. */
  readonly state?: 'counting' | 'undone';
}

/** What people say against the tagger. Each of these is for a transaction of the caller. */
export function correctionsIn(db: Kysely<Tables>) {
  const get = async (id: string): Promise<Correction | undefined> => {
    const row = await db.selectFrom('corrections').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : correctionOf(row);
  };
  return {
    get,
    /**
     * Writes it down and puts it into force. One about the same thing as another that counts replaces that one.
     * Throws KhabarError NOT_FOUND without such an article.
     */
    async add(correction: NewCorrection, now: string): Promise<Correction> {
      const { articleId, subject } = correction;
      const article = await db
        .selectFrom('articles')
        .select('id')
        .where('id', '=', articleId)
        .forUpdate()
        .executeTakeFirst();
      if (article === undefined)
        throw new KhabarError('NOT_FOUND', `article ${articleId}: there is none of this id`);
      const same = (await countingCorrections(db, articleId)).find((one) => isSame(one.subject, subject));
      const row = await db
        .insertInto('corrections')
        .values({
          id: newId(),
          article_id: articleId,
          about: subject.about,
          subject: json(subject),
          note: correction.note,
          made_by: correction.by,
          made_at: now,
          supersedes: same?.id ?? null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await recorrect(db, articleId, now);
      return correctionOf(row);
    },

    /** Takes it back, and with that brings back what it replaced; it stays in the list. Throws KhabarError NOT_FOUND. */
    async undo(id: string, by: string, now: string): Promise<Correction> {
      const known = await get(id);
      if (known === undefined)
        throw new KhabarError('NOT_FOUND', `correction ${id}: there is none of this id`);
      if (known.undoneAt !== null) return known;
      await db
        .updateTable('corrections')
        .set({ undone_at: now, undone_by: by })
        .where('id', '=', id)
        .execute();
      await recorrect(db, known.articleId, now);
      return { ...known, undoneAt: now, undoneBy: by };
    },

    /** Newest first. */
    async list(
      filter: CorrectionFilter,
      page: { limit: number; offset: number },
    ): Promise<{ total: number; items: Correction[] }> {
      const { rows: counted } = await sql<{
        n: number;
      }>`select count(*) as n from corrections where ${matching(filter)}`.execute(db);
      const rows = await db
        .selectFrom('corrections')
        .selectAll()
        .where(matching(filter))
        .orderBy('made_at', 'desc')
        .orderBy('id')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      return { total: counted[0]?.n ?? 0, items: rows.map(correctionOf) };
    },

    /** Those of an article that count, in the order in which they were made. */
    async counting(articleId: string): Promise<Correction[]> {
      return countingCorrections(db, articleId);
    },
  };
}

function matching({ articleId, state }: CorrectionFilter): RawBuilder<boolean> {
  return sql<boolean>`true
    ${articleId === undefined ? sql`` : sql`and article_id = ${articleId}`}
    ${state === 'undone' ? sql`and undone_at is not null` : sql``}
    ${state === 'counting' ? sql`and undone_at is null and not exists (select from corrections later where later.supersedes = corrections.id and later.undone_at is null)` : sql``}`;
}

export type CorrectionRecords = ReturnType<typeof correctionsIn>;

/** About the same words and, before people spoke, the same claim. */
function isSame(one: CorrectionSubject, other: CorrectionSubject): boolean {
  switch (one.about) {
    case 'article':
      return other.about === 'article';
    case 'mention':
      return other.about === 'mention' && one.text === other.text && one.was === other.was;
    case 'stance': {
      if (other.about !== 'stance' || one.field !== other.field || one.text !== other.text) return false;
      // What nobody said before is told by the pair that it adds.
      const pair = (subject: typeof one): string => {
        const said = subject.was ?? subject.says;
        return `${subject.was === null ? '+' : ''}${said?.holder ?? ''}>${said?.target ?? ''}`;
      };
      return pair(one) === pair(other) && one.start === other.start;
    }
  }
}
