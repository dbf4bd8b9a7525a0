import { type Kysely, sql } from 'kysely';

import type { Tables } from './tables.ts';

/** A figure of the record; `label` tells those of one name apart (a state, a step). */
export interface RecordReading {
  readonly name: RecordReadingName;
  readonly label: string | null;
  readonly value: number;
}

/** Counts are rows, ages seconds since the oldest of them (0 where there is none). */
export type RecordReadingName =
  | 'articles'
  | 'articles_untagged'
  | 'dead_letters'
  | 'deliveries'
  | 'deliveries_oldest'
  | 'database_bytes'
  | 'frontier'
  | 'frontier_due'
  | 'frontier_due_oldest'
  | 'host_leases'
  | 'last_new_age'
  | 'outbox'
  | 'outbox_oldest'
  | 'outlets_overdue'
  | 'outlets_overdue_oldest'
  | 'pages_unread'
  | 'pages_unread_oldest'
  | 'pending_index'
  | 'pending_index_oldest';

/** A table with more rows is estimated from the planner's statistics: counting it would read all of it at every scrape. */
const MOST_COUNTED = 200_000;

const estimated = (table: string) =>
  sql`(select reltuples::float8 from pg_class where oid = to_regclass(${table}))`;

/** What an operator watches, in one statement that reads small tables and partial indexes only. */
export async function recordReadings(db: Kysely<Tables>, now: string): Promise<RecordReading[]> {
  const age = (oldest: string) =>
    sql`coalesce(greatest(0, extract(epoch from ${now}::timestamptz - min(${sql.ref(oldest)}))), 0)::float8`;
  const { rows } = await sql<RecordReading>`
    select 'articles' as name, null::text as label,
      case when ${estimated('articles')} < ${MOST_COUNTED} then (select count(*)::float8 from articles) else ${estimated('articles')} end as value
    union all select 'articles_untagged', null, count(*)::float8 from articles where tag_version is null
    union all select 'dead_letters', step, count(*)::float8 from dead_letters group by step
    union all select 'deliveries', state, count(*)::float8 from deliveries where state in ('waiting', 'retrying') group by state
    union all select 'deliveries_oldest', null, ${age('created_at')} from deliveries where state in ('waiting', 'retrying')
    union all select 'database_bytes', null, pg_database_size(current_database())::float8
    union all select 'frontier', state, count(*)::float8 from frontier where ${estimated('frontier')} < ${MOST_COUNTED} group by state
    union all select 'frontier', seen.state, (seen.share * ${estimated('frontier')})::float8
      from pg_stats, unnest(most_common_vals::text::text[], most_common_freqs) as seen (state, share)
      where tablename = 'frontier' and schemaname = current_schema() and attname = 'state' and ${estimated('frontier')} >= ${MOST_COUNTED}
    union all select 'frontier_due', null, count(*)::float8 from frontier where state = 'waiting' and next_at <= ${now}::timestamptz
    union all select 'frontier_due_oldest', null, ${age('next_at')} from frontier where state = 'waiting' and next_at <= ${now}::timestamptz
    union all select 'host_leases', null, count(*)::float8 from hosts where leased_until > clock_timestamp()
    union all select 'last_new_age', null, greatest(0, extract(epoch from ${now}::timestamptz - max(last_new_at)))::float8 from outlets where not paused having max(last_new_at) is not null
    union all select 'outbox', null, count(*)::float8 from outbox
    union all select 'outbox_oldest', null, ${age('at')} from outbox
    union all select 'outlets_overdue', null, count(*)::float8 from outlets where not paused and definition is not null and next_visit_at <= ${now}::timestamptz
    union all select 'outlets_overdue_oldest', null, ${age('next_visit_at')} from outlets where not paused and definition is not null and next_visit_at <= ${now}::timestamptz
    union all select 'pages_unread', null, count(*)::float8 from pages where outcome is null
    union all select 'pages_unread_oldest', null, ${age('fetched_at')} from pages where outcome is null
    union all select 'pending_index', null, count(*)::float8 from pending_index
    union all select 'pending_index_oldest', null, ${age('since')} from pending_index`.execute(db);
  return rows;
}
