import { type Kysely, sql } from 'kysely';

import { storableJson } from './json.ts';
import type { Tables } from './tables.ts';

/** A quote that has not been compared with others of its speaker. */
export interface UngatheredQuote {
  readonly articleId: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** null: nobody known says it. */
  readonly speakerId: string | null;
  readonly kind: string;
  readonly language: string;
}

/** Words of a speaker that outlets repeat. */
export interface QuoteGroup {
  readonly id: string;
  readonly speakerId: string;
  readonly language: string;
  readonly text: string;
  readonly keys: readonly number[];
}

/** One place at which a quote of a group stands. */
export interface QuoteMember {
  readonly groupId: string;
  readonly speakerId: string;
  readonly articleId: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly title: string;
  readonly outletId: string;
  readonly language: string;
  /** When it was published, or first seen where no date is known. */
  readonly at: string;
}

/** A group with how far it went. */
interface QuoteGroupCount {
  readonly id: string;
  readonly speakerId: string;
  readonly outlets: number;
  readonly articles: number;
  /** When it was last repeated. */
  readonly lastAt: string;
}

interface QuoteGroupFilter {
  readonly speakerId?: string;
  /** Repeated by at least so many outlets. */
  readonly outlets: number;
  readonly limit: number;
  readonly offset: number;
}

const MEMBER =
  sql.raw(`m.group_id as "groupId", g.speaker_id as "speakerId", m.article_id as "articleId", m.start_offset as start,
  m.end_offset as "end", q.text, a.title, a.outlet_id as "outletId", a.language, coalesce(a.published_at, a.first_seen_at) as at`);
const MEMBERS = sql.raw(`quote_members m join quote_groups g on g.id = m.group_id
  join quotes q using (article_id, start_offset, end_offset) join articles a on a.id = m.article_id`);

/** Quotes that many outlets repeat, each one record. */
export function quoteGroupsIn(db: Kysely<Tables>) {
  return {
    /** Takes the right to gather until the transaction ends; false: another process has it. */
    async claim(): Promise<boolean> {
      const { rows } = await sql<{ taken: boolean }>`
        select pg_try_advisory_xact_lock(hashtext('khabar quote groups')) as taken`.execute(db);
      return rows[0]?.taken ?? false;
    },

    /** Quotes that were not compared yet, those of one article together. */
    async ungathered(limit: number): Promise<UngatheredQuote[]> {
      const { rows } = await sql<UngatheredQuote>`
        select q.article_id as "articleId", q.start_offset as start, q.end_offset as "end", q.text, q.speaker_id as "speakerId",
          q.kind, a.language
        from quotes q join articles a on a.id = q.article_id
        where not q.gathered order by q.article_id, q.start_offset limit ${limit}`.execute(db);
      return rows;
    },

    /** Groups of a speaker in a language that share a key. */
    async alike(
      { speakerId, language }: { readonly speakerId: string; readonly language: string },
      keys: readonly number[],
    ): Promise<QuoteGroup[]> {
      const { rows } = await sql<QuoteGroup>`
        select id, speaker_id as "speakerId", language, text, keys from quote_groups
        where keys && ${[...keys]}::integer[] and speaker_id = ${speakerId} and language = ${language}
        order by id limit 50`.execute(db);
      return rows;
    },

    /** Writes new groups and who belongs where, and marks all these quotes as compared. */
    async put({
      groups,
      members,
      gathered,
    }: {
      readonly groups: readonly QuoteGroup[];
      readonly members: readonly { readonly quote: UngatheredQuote; readonly groupId: string }[];
      readonly gathered: readonly UngatheredQuote[];
    }): Promise<void> {
      if (groups.length > 0)
        await sql`
          insert into quote_groups (id, speaker_id, language, text, keys)
          select r.id, r.speaker_id, r.language, r.text, r.keys from jsonb_to_recordset(${storableJson(
            groups.map(({ id, speakerId, language, text, keys }) => ({
              id,
              speaker_id: speakerId,
              language,
              text,
              keys,
            })),
          )}::jsonb) as r(id text, speaker_id text, language text, text text, keys integer[])
          on conflict (id) do nothing`.execute(db);
      if (members.length > 0)
        await sql`
          insert into quote_members (article_id, start_offset, end_offset, group_id)
          select r.* from jsonb_to_recordset(${storableJson(
            members.map(({ quote, groupId }) => ({ ...place(quote), group_id: groupId })),
          )}::jsonb) as r(article_id text, start_offset int, end_offset int, group_id text)
          on conflict (article_id, start_offset, end_offset) do update set group_id = excluded.group_id`.execute(
          db,
        );
      await sql`
        update quotes set gathered = true
        from jsonb_to_recordset(${storableJson(gathered.map(place))}::jsonb) as r(article_id text, start_offset int, end_offset int)
        where quotes.article_id = r.article_id and quotes.start_offset = r.start_offset and quotes.end_offset = r.end_offset`.execute(
        db,
      );
    },

    /** All places of the groups to which quotes of an article belong, the earliest first. */
    async besideArticle(articleId: string): Promise<QuoteMember[]> {
      const { rows } = await sql<QuoteMember>`
        select ${MEMBER} from ${MEMBERS}
        where m.group_id in (select group_id from quote_members where article_id = ${articleId})
        order by at, m.article_id, m.start_offset limit 5000`.execute(db);
      return rows;
    },

    /** All places of groups, the earliest first. */
    async members(groupIds: readonly string[]): Promise<QuoteMember[]> {
      const { rows } = await sql<QuoteMember>`
        select ${MEMBER} from ${MEMBERS}
        where m.group_id = any(${[...groupIds]}::text[]) order by at, m.article_id, m.start_offset limit 5000`.execute(
        db,
      );
      return rows;
    },

    /** Groups by number of outlets, those of the most first. */
    async counts({ speakerId, outlets, limit, offset }: QuoteGroupFilter): Promise<QuoteGroupCount[]> {
      const { rows } = await sql<QuoteGroupCount>`
        select g.id, g.speaker_id as "speakerId", count(distinct a.outlet_id)::int as outlets,
          count(distinct a.id)::int as articles, max(coalesce(a.published_at, a.first_seen_at)) as "lastAt"
        from quote_groups g join quote_members m on m.group_id = g.id join articles a on a.id = m.article_id
        where ${speakerId ?? null}::text is null or g.speaker_id = ${speakerId ?? null}
        group by g.id, g.speaker_id having count(distinct a.outlet_id) >= ${outlets}
        order by outlets desc, "lastAt" desc, g.id limit ${limit} offset ${offset}`.execute(db);
      return rows;
    },
  };
}

export type QuoteGroups = ReturnType<typeof quoteGroupsIn>;

function place({ articleId, start, end }: UngatheredQuote): {
  article_id: string;
  start_offset: number;
  end_offset: number;
} {
  return { article_id: articleId, start_offset: start, end_offset: end };
}
