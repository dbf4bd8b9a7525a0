import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openStore } from './open-store.ts';
import { type FreshDatabase, presentServer, testPostgresServer } from './testing/index.ts';
import { openPooler, type Pooler } from './testing/pooler.ts';

const found = await testPostgresServer();
const STARTS = 8;

/** Opens the record in a process of its own and says how many migrations it sees. */
async function opens(url: string): Promise<string> {
  const program = `
    const { openStore } = await import('./open-store.ts');
    const store = await openStore({ connectionString: process.argv[1] });
    const { rows } = await store.pool.query('select count(*)::int as n from kysely_migration');
    process.stdout.write(String(rows[0].n));
    await store.close();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, url], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return said;
}

describe.skipIf(found.kind === 'none')('with a PostgreSQL server (skipped where there is none)', () => {
  let database: FreshDatabase;
  const admin = async (statement: string, name?: string): Promise<void> => {
    const address = new URL(presentServer(found).url);
    if (name !== undefined) address.pathname = `/${name}`;
    const client = new Client({ connectionString: address.href });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  const as = (user: string, password: string, name = database.name): string => {
    const address = new URL(database.url);
    address.username = user;
    address.password = password;
    address.pathname = `/${name}`;
    return address.href;
  };

  beforeAll(async () => {
    database = await presentServer(found).freshDatabase();
  });
  afterAll(async () => {
    await database.drop();
    await admin('drop role if exists khabar_guest');
  });

  test('processes that start at once on an empty database all come up', async () => {
    const counts = await Promise.all(Array.from({ length: STARTS }, async () => opens(database.url)));
    expect(new Set(counts).size).toBe(1);
    expect(Number(counts[0])).toBeGreaterThan(2);
  }, 60_000);

  test('a wrong password, a database that is not there and a closed port are each said, and no password is shown', async () => {
    const refused = (url: string) =>
      openStore({ connectionString: url }).then(String, (error: unknown) => error);
    const own = new URL(database.url);
    expect(await refused(as(own.username, 'wrong-one'))).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(
        /^record: PostgreSQL at postgres(ql)?:\/\/[^:]+:\*\*\*@.*password authentication failed/,
      ),
    });
    expect(await refused(as(own.username, own.password, 'nowhere'))).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/"nowhere" does not exist; make it first/),
    });
    expect(await refused('postgres://khabar:secret@127.0.0.1:1/khabar')).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retry: 'later',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
  });

  test('a role without the right to make schemas is told which grant it needs', async () => {
    const fresh = await presentServer(found).freshDatabase();
    await admin(`create role khabar_guest login password 'guest'`);
    await expect(
      openStore({ connectionString: as('khabar_guest', 'guest', fresh.name) }),
    ).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/permission denied.*GRANT CREATE ON DATABASE/),
    });
    await admin(`create schema khabar authorization khabar_guest`, fresh.name);
    const store = await openStore({ connectionString: as('khabar_guest', 'guest', fresh.name) });
    expect(await store.outbox.isEmpty()).toBe(true);
    await store.close();
    await fresh.drop();
  });

  test('a read-only copy is refused as such', async () => {
    const fresh = await presentServer(found).freshDatabase();
    await admin(`alter database "${fresh.name}" set default_transaction_read_only = on`);
    await expect(openStore({ connectionString: fresh.url })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/read-only.*must name the primary/),
    });
    await fresh.drop();
  });

  test('a record that a newer Khabar made is refused', async () => {
    const fresh = await presentServer(found).freshDatabase();
    const store = await openStore({ connectionString: fresh.url });
    await store.pool.query(`insert into kysely_migration (name, timestamp) values ('9999-later', '2030')`);
    await store.close();
    await expect(openStore({ connectionString: fresh.url })).rejects.toMatchObject({
      code: 'STORE_VERSION',
      message: expect.stringMatching(/a newer Khabar made it.*9999-later/),
    });
    await fresh.drop();
  });

  describe('behind a pooler that gives a connection out for one transaction', () => {
    let pooler: Pooler;
    beforeAll(async () => {
      pooler = await openPooler(database.url);
    });
    afterAll(() => pooler.close());

    test('a role that does not bring the schema is told how to', async () => {
      await expect(openStore({ connectionString: pooler.url })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/ALTER ROLE "khabar" IN DATABASE .* SET search_path = khabar/),
      });
    });

    test('a role that brings the schema is enough to start and to work', async () => {
      await admin(`alter role khabar in database "${database.name}" set search_path = khabar`);
      const stores = await Promise.all(
        [1, 2, 3].map(async () => openStore({ connectionString: pooler.url })),
      );
      const [store] = stores;
      await store?.settings.put('pooled', true);
      expect(await store?.transaction((records) => records.settings.get('pooled'))).toBe(true);
      for (const opened of stores) await opened.close();
    });
  });
});
