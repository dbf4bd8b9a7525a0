import { silentLogger } from '@khabar/observe';
import { openPool } from '@khabar/store';
import { type FreshDatabase, presentServer, testPostgresServer } from '@khabar/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type InstallationEvent, openPostgresWire } from './event-wire.ts';

const postgres = await testPostgresServer();
const SOON = { timeout: 15_000, interval: 10 };

describe.skipIf(postgres.kind === 'none')('events between processes (skipped without PostgreSQL)', () => {
  let database: FreshDatabase;
  let pool: ReturnType<typeof openPool>;
  beforeAll(async () => {
    database = await presentServer(postgres).freshDatabase();
    pool = openPool({ connectionString: database.url }, { schema: 'public', max: 3 });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const open = (onEvent: ((event: InstallationEvent) => void) | null) =>
    openPostgresWire({ pool, address: database.url }, { logger: silentLogger, onEvent });

  it('every listener hears what any process sends, in order, however many articles an event has', async () => {
    const [here, there]: InstallationEvent[][] = [[], []];
    const worker = await open(null);
    const dashboards = [await open((event) => here?.push(event)), await open((event) => there?.push(event))];
    const articleIds = Array.from({ length: 1000 }, (_, n) => `article-${n}-دوحه`);
    worker.send({ kind: 'outlet', outletId: 'o.example' });
    worker.send({ kind: 'indexed', articleIds });
    worker.send({ kind: 'alert', ruleId: 'r', articleId: 'a' });
    for (const heard of [here, there]) {
      await expect.poll(() => heard?.at(-1)?.kind, SOON).toBe('alert');
      expect(heard?.[0]).toEqual({ kind: 'outlet', outletId: 'o.example' });
      expect(heard?.flatMap((event) => (event.kind === 'indexed' ? event.articleIds : []))).toEqual(
        articleIds,
      );
    }
    await Promise.all([worker, ...dashboards].map((wire) => wire.close()));
  });

  it('a listener whose connection was cut hears again within seconds, and that it may have missed something', async () => {
    const heard: InstallationEvent[] = [];
    const dashboard = await open((event) => heard.push(event));
    const worker = await open(null);
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'khabar events' and datname = current_database()",
    );
    await expect.poll(() => heard, SOON).toEqual([{ kind: 'indexed', articleIds: [] }]);
    worker.send({ kind: 'indexed', articleIds: ['after'] });
    await expect.poll(() => heard.at(-1), SOON).toEqual({ kind: 'indexed', articleIds: ['after'] });
    await Promise.all([worker.close(), dashboard.close()]);
  });

  it('what is no event of ours is not heard', async () => {
    const heard: InstallationEvent[] = [];
    const dashboard = await open((event) => heard.push(event));
    await pool.query(
      "select pg_notify('khabar_events', 'not json'), pg_notify('khabar_events', '{\"kind\":1}')",
    );
    dashboard.send({ kind: 'outlet', outletId: 'last' });
    await expect.poll(() => heard, SOON).toEqual([{ kind: 'outlet', outletId: 'last' }]);
    await dashboard.close();
  });
});
