// Session-level advisory locks belong to a session, and here all connections share one: without these functions two
// connections would hold one lock. They live in the session's temporary schema, so nothing of them is stored.

const TABLE = 'khabar_session_locks';

/** The setting that tells the functions on whose behalf they run. */
export const LOCK_HOLDER = 'khabar.connection';

const KEYS = [
  { parameters: 'a bigint', key: 'a::text' },
  { parameters: 'a int, b int', key: "a || ',' || b" },
];

const lockFunctions = KEYS.flatMap(({ parameters, key }) =>
  ['', '_shared'].flatMap((suffix) => {
    const shared = suffix === '_shared';
    return [
      `create or replace function pg_temp.try_advisory_lock${suffix}(${parameters}) returns boolean language sql as
         $f$ select pg_temp.khabar_lock(${key}, ${shared}) $f$`,
      `create or replace function pg_temp.advisory_lock${suffix}(${parameters}) returns void language plpgsql as $f$ begin
         if not pg_temp.khabar_lock(${key}, ${shared}) then
           raise exception using errcode = '55P03', message = 'advisory lock is held by another connection, and waiting for it would never end in the embedded store';
         end if; end $f$`,
      `create or replace function pg_temp.advisory_unlock${suffix}(${parameters}) returns boolean language plpgsql as $f$ begin
         update pg_temp.${TABLE} l set times = times - 1
          where l.key = ${key} and l.shared = ${shared} and l.holder = current_setting('${LOCK_HOLDER}');
         if not found then return false; end if;
         delete from pg_temp.${TABLE} l where l.times = 0;
         return true; end $f$`,
    ];
  }),
);

/** Makes the functions that stand in for PostgreSQL's; harmless when they are there. */
export const CREATE_SESSION_LOCKS: string = [
  'set client_min_messages to error',
  `create temp table if not exists ${TABLE} (key text, holder text, shared boolean, times int, primary key (key, holder, shared))`,
  `create or replace function pg_temp.khabar_lock(wanted text, as_shared boolean) returns boolean language plpgsql as $f$
     declare me text := current_setting('${LOCK_HOLDER}'); begin
     if exists (select from pg_temp.${TABLE} l where l.key = wanted and l.holder <> me and not (l.shared and as_shared)) then
       return false;
     end if;
     insert into pg_temp.${TABLE} values (wanted, me, as_shared, 1)
       on conflict (key, holder, shared) do update set times = ${TABLE}.times + 1;
     return true; end $f$`,
  ...lockFunctions,
  `create or replace function pg_temp.advisory_unlock_all() returns void language sql as
     $f$ delete from pg_temp.${TABLE} where holder = current_setting('${LOCK_HOLDER}') $f$`,
  'reset client_min_messages',
].join(';\n');

export const releaseSessionLocks = (connection: number): string =>
  `delete from pg_temp.${TABLE} where holder = '${connection}'`;

export const SESSION_LOCK_TABLE: string = TABLE;
