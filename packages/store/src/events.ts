import { CompiledQuery, type Kysely, sql } from 'kysely';

import { storableJson } from './json.ts';
import type { Tables } from './tables.ts';

/** An article whose event is to be found (again): it is new, or its words or tags changed. */
export interface StaleArticle {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly language: string;
  /** When it was published, or first seen where no date is known. */
  readonly at: string;
}

/** An article that reports an event. */
export interface EventReport {
  readonly articleId: string;
  readonly eventId: string;
  readonly at: string;
  readonly features: unknown;
}

interface CandidateOptions {
  /** Articles further away in time are left out. */
  readonly windowMs: number;
  /** Newest articles looked at for one key. */
  readonly ofKey: number;
  /** Articles given for one that is asked for. */
  readonly most: number;
}

const CANDIDATES = `
  select asked_for as "askedFor", found.article_id as "articleId", event_id as "eventId", e.at, e.features from (
    select asked_for, article_id, row_number() over (partition by asked_for order by count(*) desc, article_id) as place
    from (
      select distinct asked.id as asked_for, asked.key, known.article_id
      from unnest($1::text[], $2::bigint[], $3::timestamptz[]) as asked (id, key, at) cross join lateral (
        select article_id from event_keys k
        where k.key = asked.key and k.at between asked.at - $4 * interval '1 ms' and asked.at + $4 * interval '1 ms'
        order by k.at desc, article_id limit $5) known
      where known.article_id <> asked.id) shared
    group by asked_for, article_id) found
  join article_events e on e.article_id = found.article_id
  where place <= $6 order by asked_for, place`;

/** Which articles report one event. */
export function eventsIn(db: Kysely<Tables>) {
  return {
    /** Takes the right to gather until the transaction ends; false: another process has it. */
    async claim(): Promise<boolean> {
      const { rows } = await sql<{ taken: boolean }>`
        select pg_try_advisory_xact_lock(hashtext('khabar events')) as taken`.execute(db);
      return rows[0]?.taken ?? false;
    },

    /** Tagged articles whose event is to be found, in order of arrival. */
    async stale(limit: number): Promise<StaleArticle[]> {
      const { rows } = await sql<StaleArticle>`
        select id, title, text, language, coalesce(published_at, first_seen_at) as at from articles
        where event_stale and tagged_at is not null order by first_seen_at, id limit ${limit}`.execute(db);
      return rows;
    },

    /** Takes articles out of their events. */
    async leave(ids: readonly string[]): Promise<void> {
      await sql`
        with keys as (delete from event_keys where article_id = any(${[...ids]}::text[]))
        delete from article_events where article_id = any(${[...ids]}::text[])`.execute(db);
    },

    /** For each article asked for, others that share keys with it, those that share most first. */
    async candidates(
      wanted: readonly { readonly id: string; readonly at: string; readonly keys: readonly number[] }[],
      { windowMs, ofKey, most }: CandidateOptions,
    ): Promise<Map<string, EventReport[]>> {
      const found = new Map<string, EventReport[]>(wanted.map(({ id }) => [id, []]));
      const asking = wanted.flatMap(({ id, at, keys }) => keys.map((key) => ({ id, at, key })));
      if (asking.length === 0) return found;
      const { rows } = await db.executeQuery<EventReport & { readonly askedFor: string }>(
        CompiledQuery.raw(CANDIDATES, [
          asking.map(({ id }) => id),
          asking.map(({ key }) => key),
          asking.map(({ at }) => at),
          windowMs,
          ofKey,
          most,
        ]),
      );
      for (const { askedFor, ...report } of rows) found.get(askedFor)?.push(report);
      return found;
    },

    /** How many articles since a time have each key, up to `most`. */
    async frequencies(
      keys: readonly number[],
      { since, most }: { readonly since: string; readonly most: number },
    ): Promise<Map<number, number>> {
      const { rows } = await sql<{ key: number; n: number }>`
        select asked.key, counted.n from unnest(${[...keys]}::bigint[]) as asked (key) cross join lateral (
          select count(*)::int as n from (
            select from event_keys k where k.key = asked.key and k.at >= ${since}::timestamptz limit ${most}) counting) counted`.execute(
        db,
      );
      return new Map(rows.map(({ key, n }) => [key, n]));
    },

    /** Puts articles to their events, and marks them as seen. None of them may be in one. */
    async put(
      reports: readonly (EventReport & { readonly keys: readonly number[]; readonly probability: number })[],
    ): Promise<void> {
      const rows = reports.map(({ articleId, eventId, at, features, keys, probability }) => ({
        article_id: articleId,
        event_id: eventId,
        at,
        features,
        keys,
        probability,
      }));
      await sql`
        with given as materialized (select * from json_to_recordset(${storableJson(rows)}::json)
          as r(article_id text, event_id text, at timestamptz, features jsonb, keys bigint[], probability real)),
        e as (insert into article_events (article_id, event_id, at, features, probability)
          select article_id, event_id, at, features, probability from given),
        k as (insert into event_keys (key, at, article_id)
          select distinct key, at, article_id from given, unnest(keys) as key)
        update articles set event_stale = false from given where articles.id = given.article_id`.execute(db);
    },

    /** Makes one event of two: all reports of `from` become reports of `into`. */
    async merge(from: string, into: string): Promise<void> {
      await sql`update article_events set event_id = ${into} where event_id = ${from}`.execute(db);
    },

    /** The event of an article left it: what stays takes the name of its first report. */
    async renameAfterLeaving(articleId: string): Promise<void> {
      await sql`
        update article_events set event_id = (
          select article_id from article_events where event_id = ${articleId} and article_id <> ${articleId}
          order by at, article_id limit 1)
        where event_id = ${articleId} and article_id <> ${articleId}`.execute(db);
    },

    /** Ids of the articles that report the event of this one, and of the copies of its text, earliest first; at least its own where there is one. */
    async beside(articleId: string, limit: number): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`
        with own as (
          select a.id, a.story_id, e.event_id from articles a left join article_events e on e.article_id = a.id
          where a.id = ${articleId}),
        together as (
          select e.article_id as id from own join article_events e on e.event_id = own.event_id
          union select articles.id from own join articles on articles.story_id = own.story_id)
        select id from together join articles using (id)
        order by coalesce(published_at, first_seen_at), first_seen_at, id limit ${limit}`.execute(db);
      return rows.map(({ id }) => id);
    },

    /** How many articles, texts, outlet families and languages the story of an article has. */
    async counts(
      articleId: string,
    ): Promise<{ articles: number; texts: number; families: number; languages: number }> {
      const { rows } = await sql<{ articles: number; texts: number; families: number; languages: number }>`
        with own as (
          select a.story_id, e.event_id from articles a left join article_events e on e.article_id = a.id
          where a.id = ${articleId}),
        together as (
          select e.article_id as id from own join article_events e on e.event_id = own.event_id
          union select articles.id from own join articles on articles.story_id = own.story_id)
        select count(*)::int as articles, count(distinct story_id)::int as texts,
          count(distinct coalesce(outlets.definition ->> 'family', outlet_id))::int as families,
          count(distinct articles.language)::int as languages
        from together join articles using (id) join outlets on outlets.id = outlet_id`.execute(db);
      return rows[0] ?? { articles: 0, texts: 0, families: 0, languages: 0 };
    },
  };
}

export type Events = ReturnType<typeof eventsIn>;
