import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { Client } from 'pg';
import { describe, expect, test } from 'vitest';

import { presentServer, testPostgresServer } from './postgres-server.ts';

const found = await testPostgresServer();

describe.skipIf(found.kind === 'none')('with a PostgreSQL server (skipped where there is none)', () => {
  test('two databases of a test know nothing of each other', async () => {
    const server = presentServer(found);
    const [one, two] = [await server.freshDatabase(), await server.freshDatabase()];
    const client = new Client({ connectionString: one.url });
    await client.connect();
    await client.query('create table seen (id int)');
    const other = new Client({ connectionString: two.url });
    await other.connect();
    await expect(other.query('select * from seen')).rejects.toThrow(/does not exist/);
    await client.end();
    await other.end();
    await one.drop();
    await two.drop();
  });

  test('the server ends with the process that started it, even when that is killed', async () => {
    const program = `
      const { testPostgresServer } = await import('./postgres-server.ts');
      const server = await testPostgresServer();
      process.stdout.write(server.url + '\\n');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: import.meta.dirname,
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: unknown[] = await once(child.stdout, 'data');
    const url = String(said[0]).trim();
    const connects = async (): Promise<boolean> => {
      const client = new Client({ connectionString: url });
      client.on('error', () => {});
      return client.connect().then(
        async () => {
          await client.end();
          return true;
        },
        () => false,
      );
    };
    expect(await connects()).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(connects, { timeout: 10_000 }).toBe(false);
  });
});
