import { type Kysely, sql } from 'kysely';

import type { Tables } from './tables.ts';

/** What the row of a host says when it was given to the asker. Milliseconds. */
export interface GrantedHost {
  readonly host: string;
  readonly quietMs: number;
  readonly restMs: number;
}

export interface EndedHost {
  readonly host: string;
  /** Milliseconds since the last request ended; null when none was made. */
  readonly endedAgoMs: number | null;
  readonly restMs: number;
}

/**
 * The statements behind `openHostTurns`, for one asker. Rows are locked in the order of their names, so that two processes never
 * wait for each other in a circle.
 */
export function hostTurnRows(db: Kysely<Tables>, asker: string, leaseMs: number) {
  const lease = sql`${`${leaseMs} milliseconds`}::interval`;
  // A clock that was set back must not keep a dead one alive.
  const isAlive = sql`a.alive_until > clock_timestamp() and a.alive_until <= clock_timestamp() + ${lease}`;
  // One that is not known has come after this statement began, since a row outlives its asker: it is alive.
  const isFree = sql`(t.holder is null or t.holder = ${asker}
    or exists (select 1 from host_askers a where a.id = t.holder and not (${isAlive})))`;
  const living = sql`(select coalesce(array_agg(w.id order by w.n), '{}') from unnest(t.waiting) with ordinality w (id, n)
    join host_askers a on a.id = w.id where ${isAlive} and w.id <> ${asker})`;
  const isFirst = sql`coalesce((select w.id from unnest(t.waiting) with ordinality w (id, n)
    join host_askers a on a.id = w.id where ${isAlive} order by w.n limit 1), ${asker}) = ${asker}`;
  const isTakeable = sql`(${isFree} and ${isFirst})`;

  return {
    /** Says that this asker lives. Returns the hosts it holds, and whether somebody waits for each. */
    async beat(): Promise<ReadonlyMap<string, boolean>> {
      const { rows } = await sql<{ host: string; wanted: boolean }>`
        with alive as (
          insert into host_askers (id, alive_until) values (${asker}, clock_timestamp() + ${lease})
          on conflict (id) do update set alive_until = excluded.alive_until)
        select host, cardinality(waiting) > 0 as wanted from host_turns where holder = ${asker}`.execute(db);
      return new Map(rows.map((row) => [row.host, row.wanted]));
    },

    /** Takes those of the hosts that are free and for which nobody waits longer; gets in line for the others. */
    async claim(hosts: readonly string[]): Promise<GrantedHost[]> {
      const { rows } = await sql<{
        host: string;
        granted: boolean;
        quiet_ms: number | null;
        rest_ms: number | null;
      }>`
        insert into host_turns as t (host, holder)
        select wanted.host, ${asker} from unnest(${hosts.toSorted()}::text[]) wanted (host)
        where not exists (
          select 1 from host_turns t where t.host = wanted.host and ${asker} = any (t.waiting) and not ${isTakeable})
        order by wanted.host
        on conflict (host) do update set
          holder = case when ${isTakeable} then ${asker} else t.holder end,
          -- When the requests of a dead one ended is not known: not after it was last known to live.
          ended_at = case when ${isTakeable} and t.holder <> ${asker} then greatest(t.ended_at, least(clock_timestamp(),
            (select a.alive_until from host_askers a where a.id = t.holder))) else t.ended_at end,
          waiting = case when ${isTakeable} then ${living}
            when ${asker} = any (t.waiting) then t.waiting else ${living} || ${asker}::text end
        returning t.host, t.holder = ${asker} as granted,
          extract(epoch from clock_timestamp() - t.ended_at)::float8 * 1000 as quiet_ms,
          extract(epoch from t.rest_until - clock_timestamp())::float8 * 1000 as rest_ms`.execute(db);
      return rows
        .filter((row) => row.granted)
        .map((row) => ({
          host: row.host,
          quietMs: Math.max(0, row.quiet_ms ?? Number.POSITIVE_INFINITY),
          restMs: Math.max(0, row.rest_ms ?? 0),
        }));
    },

    /** Gives hosts back, with what is known of them. */
    async release(ended: readonly EndedHost[]): Promise<void> {
      await sql`
        with ended as (
          select * from unnest(${ended.map((one) => one.host)}::text[], ${ended.map((one) => one.endedAgoMs)}::float8[],
            ${ended.map((one) => one.restMs)}::float8[]) e (host, ago_ms, rest_ms)),
        mine as (
          select t.host from host_turns t where t.holder = ${asker} and t.host in (select host from ended)
          order by t.host for update)
        update host_turns t set
          holder = null,
          ended_at = greatest(t.ended_at, clock_timestamp() - ended.ago_ms * interval '1 millisecond'),
          rest_until = greatest(t.rest_until,
            case when ended.rest_ms > 0 then clock_timestamp() + ended.rest_ms * interval '1 millisecond' end)
        from mine join ended using (host) where t.host = mine.host`.execute(db);
    },

    /** Leaves the line of hosts that are no longer wanted. */
    async withdraw(hosts: readonly string[]): Promise<void> {
      await sql`
        with mine as (
          select t.host from host_turns t where t.host = any (${hosts}::text[]) and ${asker} = any (t.waiting)
          order by t.host for update)
        update host_turns t set waiting = array_remove(t.waiting, ${asker}) from mine where t.host = mine.host`.execute(
        db,
      );
    },

    /** Forgets hosts that nobody asked for a while, and askers that died long ago. */
    async prune(): Promise<void> {
      await sql`
        with mine as (
          select t.host from host_turns t where t.holder in (
            select a.id from host_askers a where a.alive_until < clock_timestamp() - interval '10 minutes')
          order by t.host for update)
        update host_turns t set holder = null from mine where t.host = mine.host`.execute(db);
      await sql`
        delete from host_askers a where a.alive_until < clock_timestamp() - interval '10 minutes'
          and not exists (select 1 from host_turns t where t.holder = a.id)`.execute(db);
      await sql`
        delete from host_turns where host in (
          select t.host from host_turns t where t.holder is null
            and not exists (select 1 from host_askers a where a.id = any (t.waiting))
            and coalesce(t.ended_at < clock_timestamp() - interval '10 minutes', true)
            and coalesce(t.rest_until < clock_timestamp(), true)
          order by t.host limit 1000 for update skip locked)`.execute(db);
    },

    /** The asker is no more. It must hold nothing. */
    async leave(): Promise<void> {
      await db.deleteFrom('host_askers').where('id', '=', asker).execute();
    },
  };
}
