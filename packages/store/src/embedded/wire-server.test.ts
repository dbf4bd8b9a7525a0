import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { EmbeddedPostgres } from './open-embedded-postgres.ts';
import { freshSchema, sharedTestPostgres, testPool } from './testing.ts';
import { bind, FLUSH, parse, TERMINATE, WireClient } from './wire-client.ts';
import { executePortal, query, SYNC } from './wire-messages.ts';

let postgres: EmbeddedPostgres;
let pool: Pool;
const schema = freshSchema();

const client = async (options = ''): Promise<Client> => {
  const made = new Client({ ...postgres.connection, options: `-c search_path=${schema} ${options}` });
  made.on('error', () => {});
  await made.connect();
  return made;
};

const wireClient = async (): Promise<WireClient> => {
  const made = new WireClient(join(postgres.connection.host, '.s.PGSQL.5432'));
  await made.start();
  await made.ask([query(`set search_path to ${schema}`)], 'Z');
  return made;
};

const count = async (where = 'true'): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from t where ${where}`);
  return rows[0]?.n ?? -1;
};

beforeAll(async () => {
  postgres = await sharedTestPostgres();
  pool = await testPool(schema);
  await pool.query('create table t (a int)');
});

afterAll(async () => {
  await pool.query(`drop schema ${schema} cascade`);
  await pool.end();
});

describe('many connections to one session', () => {
  it('give each of sixteen its own rows', async () => {
    const many = new Pool({ ...postgres.connection, max: 16 });
    const ask = async (n: number): Promise<boolean> => {
      const text = 'x'.repeat(n % 7 === 0 ? 100_000 : 20);
      const sql =
        n % 2 === 0
          ? 'select $1::int as n, length($2::text) as l'
          : 'select length($2::text) as l, $1::int as n';
      const { rows } = await many.query<{ n: number; l: number }>(sql, [n, text]);
      return rows[0]?.n === n && rows[0].l === text.length;
    };
    const right = await Promise.all(Array.from({ length: 400 }, (_, n) => ask(n)));
    await many.end();
    expect(right.filter((one) => !one)).toHaveLength(0);
  });

  it('leave the others usable after an error', async () => {
    const results = await Promise.allSettled([0, 1, 0, 1].map((n) => pool.query('select 1/$1::int', [n])));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('keep a transaction alone and roll it back when its connection goes away', async () => {
    const one = new WireClient(join(postgres.connection.host, '.s.PGSQL.5432'));
    await one.start();
    await one.ask([query(`begin; insert into ${schema}.t values (1)`)], 'Z');
    const seen = count('a = 1');
    await one.close();
    expect(await seen).toBe(0);
  });

  it('may use one name for different prepared statements, again after closing', async () => {
    const one = await client();
    const other = await client();
    await one.query({ name: 'x', text: 'select 1 as v' });
    expect((await other.query({ name: 'x', text: 'select 2 as v' })).rows).toEqual([{ v: 2 }]);
    expect((await one.query({ name: 'x', text: 'select 1 as v' })).rows).toEqual([{ v: 1 }]);
    await Promise.all([one.end(), other.end()]);
  });

  it('find an unnamed statement again after another connection has parsed one', async () => {
    const one = await wireClient();
    await one.ask([parse('select 41 as v'), SYNC], 'Z');
    await pool.query('select $1::int', [1]);
    expect(await one.ask([bind(), executePortal('', 0), SYNC], 'Z')).toBe('2DCZ');
    await one.close();
  });
});

describe('messages before Sync', () => {
  it('after an error are skipped, and nobody else notices', async () => {
    const one = await wireClient();
    expect(await one.ask([parse('select nosuch'), FLUSH], 'E')).toBe('E');
    expect((await pool.query('select 7 as v')).rows).toEqual([{ v: 7 }]);
    expect(await one.ask([parse('select 1'), SYNC], 'Z')).toBe('Z');
    await one.close();
  });

  it('are rolled back when the connection goes away', async () => {
    const one = await wireClient();
    await one.ask([parse('insert into t values (42)'), bind(), executePortal('', 0), FLUSH], 'C');
    await one.close();
    expect(await count('a = 42')).toBe(0);
  });

  it('read a cursor in parts while others work in between', async () => {
    const one = await wireClient();
    await one.ask([parse('select i from generate_series(1, 5) i'), bind('p'), FLUSH], '2');
    expect(await one.ask([executePortal('p', 2), FLUSH], 's')).toMatch(/^D+s$/);
    await pool.query('select 1');
    expect(await one.ask([executePortal('p', 2), FLUSH], 's')).toMatch(/^D+s$/);
    expect(await one.ask([executePortal('p', 2), FLUSH], 'C')).toMatch(/^D+C$/);
    expect(await one.ask([SYNC], 'Z')).toBe('Z');
    await one.close();
  });

  it('run to the end when the client says goodbye at once', async () => {
    const one = await wireClient();
    one.socket.write(Buffer.concat([query('insert into t values (77)'), TERMINATE]));
    await once(one.socket, 'close');
    expect(await count('a = 77')).toBe(1);
  });
});

const heard = async (listener: Client, channel: string): Promise<string | undefined> => {
  const got = once(listener, 'notification');
  await pool.query('select pg_notify($1, $2)', [channel, 'hello']);
  const [notification]: { payload?: string }[] = await got;
  return notification?.payload;
};

describe('notifications', () => {
  it('reach an idle listener; an unquoted name folds', async () => {
    const listener = await client();
    await listener.query('LISTEN News');
    expect(await heard(listener, 'news')).toBe('hello');
    await listener.end();
  });

  it('still come after another connection said UNLISTEN or left', async () => {
    const [listener, other, third] = [await client(), await client(), await client()];
    for (const one of [listener, other, third]) await one.query('listen ch');
    await other.query('unlisten *');
    await third.end();
    expect(await heard(listener, 'ch')).toBe('hello');
    await Promise.all([listener.end(), other.end()]);
  });

  it('come for a LISTEN that a DO block made', async () => {
    const listener = await client();
    await listener.query("do $$ begin execute 'LISTEN ' || 'dyn'; end $$");
    expect(await heard(listener, 'dyn')).toBe('hello');
    await listener.end();
  });
});

describe('what a connection leaves in the session', () => {
  it('is its own search_path, also of the start-up message', async () => {
    const one = await client('-c statement_timeout=5s');
    const other = await client();
    await other.query('set search_path to elsewhere');
    expect((await one.query('show search_path')).rows).toEqual([{ search_path: schema }]);
    expect((await other.query('show search_path')).rows).toEqual([{ search_path: 'elsewhere' }]);
    expect((await one.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '5s' }]);
    await Promise.all([one.end(), other.end()]);
  });

  it('is gone when it closes: settings, temporary tables, prepared statements', async () => {
    const one = await client();
    await one.query("set timezone to 'Asia/Kabul'; create temp table tt (a int); prepare pp as select 1");
    await one.end();
    const other = await client();
    expect((await other.query('show timezone')).rows).toEqual([{ TimeZone: 'UTC' }]);
    await other.query('create temp table tt (a int); prepare pp as select 1');
    await other.end();
  });

  it('is an advisory lock that only one connection holds, until it closes', async () => {
    const [one, other] = [await client(), await client()];
    const lock = 'select pg_try_advisory_lock(1) as held';
    expect((await one.query(lock)).rows).toEqual([{ held: true }]);
    expect((await other.query(lock)).rows).toEqual([{ held: false }]);
    await expect(other.query('select pg_advisory_lock(1)')).rejects.toMatchObject({ code: '55P03' });
    await one.end();
    expect((await other.query(lock)).rows).toEqual([{ held: true }]);
    await other.end();
  });
});

describe('what the store cannot do', () => {
  it('is refused by name, and the connection goes on: COPY FROM STDIN', async () => {
    const one = await client();
    await expect(one.query('copy t from stdin')).rejects.toMatchObject({ code: '0A000' });
    await one.query("insert into t select 5 where 'copy t from stdin' <> ''");
    await one.end();
  });

  it('closes a connection whose message has an impossible length', async () => {
    const one = await wireClient();
    one.socket.write(Buffer.from([0x42, 0xff, 0xff, 0xff, 0xff]));
    const frames = await one.until('E');
    expect(frames.at(-1)?.bytes.toString()).toContain('08P01');
    await one.close();
  });

  it('names the databases that are not there', async () => {
    const one = new Client({ ...postgres.connection, database: 'other' });
    await expect(one.connect()).rejects.toMatchObject({ code: '3D000' });
  });
});

it('copies a table to the client', async () => {
  const one = await wireClient();
  await one.ask([query('create table copied as select 1 as a')], 'Z');
  expect(await one.ask([query('copy copied to stdout')], 'Z')).toMatch(/^HD?cCZ$|^HDcCZ$/);
  await one.close();
});

it('takes and gives back a text of 8 MB', async () => {
  const { rows } = await pool.query<{ v: string }>('select $1::text as v', ['x'.repeat(8 << 20)]);
  expect(rows[0]?.v).toHaveLength(8 << 20);
});

it('keeps little in memory for a client that does not read', async () => {
  const one = await wireClient();
  one.socket.pause();
  const before = process.memoryUsage().arrayBuffers;
  one.socket.write(query("select repeat('x', 1000) from generate_series(1, 100000)"));
  let peak = 0;
  // The result of 100 MB would be here well within half a second.
  for (let round = 0; round < 25; round++) {
    await setTimeout(20);
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  expect(peak).toBeLessThan(60e6);
  one.socket.resume();
  await one.until('Z');
  await one.close();
});

it('lets only this user open the socket', async () => {
  const { host } = postgres.connection;
  expect((await stat(host)).mode & 0o777).toBe(0o700);
  expect((await stat(join(host, '.s.PGSQL.5432'))).mode & 0o777).toBe(0o600);
});
