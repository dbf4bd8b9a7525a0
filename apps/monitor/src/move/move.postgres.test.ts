import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { processEnvironment, readConfig } from '@khabar/config';
import { silentLogger } from '@khabar/observe';
import { type NewArticle, openRawPages, openStore, type Store, takeLock, takeSoleUse } from '@khabar/store';
import {
  type FreshDatabase,
  makeTestCluster,
  presentServer,
  testPostgresServer,
} from '@khabar/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { openKhabar } from '../open-khabar.ts';
import { runCommand } from '../testing.ts';

const found = await testPostgresServer();
const NOW = '2025-07-04T09:00:00.000Z';
const ARTICLES = 250;
const KHABAR = join(import.meta.dirname, '../khabar.ts');

const Moved = z.object({
  tables: z.array(z.object({ table: z.string(), rows: z.number(), sum: z.string() })),
  rawPages: z.object({ files: z.number(), bytes: z.number() }).nullable(),
  settings: z.record(z.string(), z.string()),
});

const article = (id: string, text: string, pageId: string | null): NewArticle => ({
  id,
  url: `http://gazeta.example/${id}`,
  outlet_id: 'gazeta',
  title: `Заголовок «${id}» \\ {"a"} ‌ می‌گوید`,
  authors: ['', 'نویسنده', '{a,"b"}'],
  published_at: '1999-12-31T23:59:59.999Z',
  published_from: 'feed',
  published_confidence: 0.1,
  language: 'ru',
  language_confidence: 1 / 3,
  text,
  blocks: [{ kind: 'paragraph', start: 0, end: text.length }],
  section: null,
  tags: [],
  image: null,
  dateline_place: null,
  site_name: null,
  paywalled: false,
  word_count: 3,
  content_hash: `${id} ${text.length}`,
  story_id: id,
  signature: createHash('sha256').update(id).digest(),
  page_id: pageId,
  sample: false,
  extraction_method: 'plain-text',
  extraction_confidence: 1,
  extraction_version: '1',
});

const PAGE = `<!doctype html><html lang="en"><head><title>Moscow recognises the government in Kabul</title></head><body><article>
  <h1>Moscow recognises the government in Kabul</h1><p>${'Lavrov said on Thursday that Russia recognises the Taliban government in Kabul. '.repeat(8)}</p>
  </article></body></html>`;

/** An installation on a server in the middle of its work: a page not read, an article not tagged, a job not handed over, an address claimed. */
async function fill(store: Store, folder: string): Promise<void> {
  await store.users.ensureLocal(NOW);
  await store.settings.put('sample', 'removed');
  const outlet = {
    id: 'gazeta',
    name: 'Газета',
    country: 'RU',
    language: 'ru',
    kind: 'independent' as const,
    homepage: 'http://gazeta.example/',
    channels: [],
    everyMinutes: 30,
  };
  await store.outlets.put(outlet, NOW);
  await store.outlets.putNamed({ id: 'named', name: 'Named', language: 'en', homepage: null }, NOW);
  await store.transaction(async (records) => {
    for (let n = 0; n < ARTICLES; n += 1) {
      await records.articles.put(article(`a${n}`, `Талибан ${n} `.repeat(1 + (n % 50)), null), NOW);
      await records.articles.putBands(`a${n}`, [n, -n, 2 ** 52 + n], { fresh: true });
      await records.tags.put(
        `a${n}`,
        { mentions: [], quotes: [], stances: [], relevance: { subject: n / 7 }, topics: [], version: '0' },
        { now: NOW, fresh: true },
      );
    }
    await records.articles.put(article('untagged', 'Россия признала Талибан', null), NOW);
  });
  await store.articles.put(article('a1', 'Исправлено', null), '2025-07-05T09:00:00.000Z');
  // An index is being built anew, and another process has taken jobs and articles to hand over.
  await store.settings.put('index-rebuild', { id: 'r1', after: 'a9', done: ARTICLES, total: ARTICLES });
  await store.outbox.add([{ job: 'tag', payload: { articleId: 'a2' } }], NOW);
  await store.outbox.next(1);
  await store.pendingIndex.next(10);
  const lead = {
    url: 'http://gazeta.example/next',
    outletId: 'gazeta',
    foundIn: 'http://gazeta.example/rss',
  };
  await store.frontier.add(
    [{ id: 'next', host: 'gazeta.example', outletId: 'gazeta', url: lead.url, lead }],
    NOW,
  );
  await store.frontier.claim('gazeta.example', NOW, 1);
  const raw = await openRawPages(join(folder, 'warc'));
  const body = new TextEncoder().encode(PAGE);
  const url = 'http://gazeta.example/moscow-kabul';
  const location = await raw.append(
    { url, finalUrl: url, fetchedAt: NOW, status: 200, headers: { 'content-type': 'text/html' }, body },
    'pages',
  );
  await raw.close();
  await store.pages.put({
    id: 'unread',
    url,
    final_url: url,
    outlet_id: 'gazeta',
    frontier_id: null,
    fetched_at: NOW,
    status: 200,
    content_type: 'text/html',
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    warc_file: location.file,
    warc_offset: location.offset,
  });
}

describe.skipIf(found.kind === 'none')('with a PostgreSQL server (skipped where there is none)', () => {
  let root: string;
  let source: FreshDatabase;
  const databases: FreshDatabase[] = [];
  const fresh = async (): Promise<FreshDatabase> => {
    const database = await presentServer(found).freshDatabase();
    databases.push(database);
    return database;
  };
  const run = (args: readonly string[], environment: Record<string, string> = {}) =>
    runCommand(['move', '--data', join(root, 'servers'), '--json', ...args], { environment });
  const moved = (out: string): z.infer<typeof Moved> => Moved.parse(JSON.parse(out));

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'khabar-move-'));
    source = await fresh();
    const store = await openStore({ connectionString: source.url });
    await fill(store, join(root, 'servers'));
    await store.close();
  }, 60_000);
  afterAll(async () => {
    await rm(root, { recursive: true, force: true });
    for (const database of databases) await database.drop();
  });

  /** Starts the program and kills it as soon as it has said this. */
  async function killedWhen(said: RegExp, args: readonly string[], databaseUrl: string): Promise<void> {
    const { PATH = '' } = processEnvironment();
    const child: ChildProcess = spawn(
      process.execPath,
      [KHABAR, 'move', '--data', join(root, 'servers'), ...args],
      { env: { PATH, DATABASE_URL: databaseUrl }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (said.test(text)) child.kill('SIGKILL');
    });
    await once(child, 'close');
    expect(text).toMatch(said);
    expect(child.signalCode).toBe('SIGKILL');
  }

  test('from a server to a folder, killed twice on the way, and back to a server: every row and file is the same', async () => {
    const folder = join(root, 'embedded');
    await makeTestCluster(join(folder, 'postgres'));
    await killedWhen(/settings: \d/, ['--to', folder], source.url);
    await killedWhen(/comparing every table/, ['--to', folder], source.url);
    const there = await run(['--to', folder], { DATABASE_URL: source.url });
    expect(there.err).not.toMatch(/ {2}settings/);
    expect(`${there.code} ${there.err}`).toMatch(/^0 /);
    const out = moved(there.out);
    expect(out.settings).toEqual({
      KHABAR_DATA: folder,
      DATABASE_URL: '',
      REDIS_URL: '',
      ELASTICSEARCH_URL: '',
    });
    expect(out.rawPages?.files).toBe(1);
    const rows = new Map(out.tables.map(({ table, rows: count }) => [table, count]));
    expect(rows.get('articles')).toBe(ARTICLES + 1);
    expect(rows.get('revisions')).toBe(1);

    const target = await fresh();
    const back = await runCommand(['move', '--data', folder, '--json', '--to', target.url]);
    expect(`${back.code} ${back.err}`).toMatch(/^0 /);
    const returned = moved(back.out);
    expect(returned.rawPages).toBeNull();
    // What was in work is back in line since the first move, so these say something else than before.
    const inWork = new Set(['outbox', 'frontier', 'pending_index', 'settings']);
    const still = (tables: z.infer<typeof Moved>['tables']) =>
      tables.filter(({ table }) => !inWork.has(table));
    expect(still(returned.tables)).toEqual(still(out.tables));

    // Nothing of the source was changed: it can be moved once more, and is the same.
    const again = await run(['--to', (await fresh()).url], { DATABASE_URL: source.url });
    expect(moved(again.out).tables).toEqual(out.tables);
  }, 120_000);

  test('the first start after a move finds all that was in work, and the identity columns go on', async () => {
    const folder = join(root, 'started');
    await makeTestCluster(join(folder, 'postgres'));
    expect((await run(['--to', folder], { DATABASE_URL: source.url })).code).toBe(0);
    const read = readConfig({ KHABAR_DATA: folder, KHABAR_SAMPLE: 'off', NODE_ENV: 'test' });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const khabar = await openKhabar(read.config, {
      logger: silentLogger,
      fetching: false,
      publicUrl: () => 'http://127.0.0.1',
    });
    try {
      await khabar.idle();
      const { store, search } = khabar.parts;
      expect(await store.pages.get('unread')).toMatchObject({ outcome: 'article' });
      expect((await store.articles.get('untagged'))?.tag_version).not.toBeNull();
      expect(await store.deadLetters.count()).toBe(0);
      expect(await store.frontier.claim('gazeta.example', NOW, 1)).toHaveLength(1);
      expect((await search.size()).documents).toBe(ARTICLES + 2);
    } finally {
      await khabar.close();
    }
  }, 120_000);

  test('the same command once more says what was moved; a source used since is named', async () => {
    const [from, to] = [await fresh(), await fresh()];
    const store = await openStore({ connectionString: from.url });
    await store.users.ensureLocal(NOW);
    await store.close();
    const first = await run(['--to', to.url], { DATABASE_URL: from.url });
    const second = await run(['--to', to.url], { DATABASE_URL: from.url });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(moved(second.out).tables).toEqual(moved(first.out).tables);
    const used = await openStore({ connectionString: from.url });
    await used.settings.put('used', true);
    await used.close();
    const third = await run(['--to', to.url], { DATABASE_URL: from.url });
    expect(third.err).toMatch(/its source was used since \(settings\)/);
    expect(third.code).toBe(1);
  });

  test('a target that holds an installation is refused and left as it is', async () => {
    const other = await fresh();
    const store = await openStore({ connectionString: other.url });
    await store.users.ensureLocal('2020-01-01T00:00:00.000Z');
    await store.close();
    const { code, err } = await run(['--to', other.url], { DATABASE_URL: source.url });
    expect(err).toMatch(/holds an installation already/);
    expect(code).toBe(1);
    const still = await openStore({ connectionString: other.url });
    expect((await still.articles.count()).articles).toBe(0);
    expect(await still.settings.get('move')).toBeUndefined();
    await still.close();
  });

  test('a folder that holds other things is refused and left as it is', async () => {
    const folder = join(root, 'papers');
    await mkdir(folder);
    await writeFile(join(folder, 'letter.txt'), 'dear');
    const { code, err } = await run(['--to', folder], { DATABASE_URL: source.url });
    expect(err).toMatch(/not empty \(letter\.txt\)/);
    expect(code).toBe(1);
    expect(await readdir(folder)).toEqual(['letter.txt']);
  });

  test('a source in use is refused, on a server by its connections and in a folder by its lock', async () => {
    const target = (await fresh()).url;
    const store = await openStore({ connectionString: source.url });
    const running = await run(['--to', target], { DATABASE_URL: source.url });
    await store.close();
    expect(running.err).toMatch(/Khabar is running on it \(\d+ connections from 127\.0\.0\.1\)/);
    expect(running.code).toBe(1);

    const folder = join(root, 'locked');
    await mkdir(join(folder, 'postgres'), { recursive: true });
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n');
    const lock = await takeLock(folder);
    const locked = await runCommand(['move', '--data', folder, '--to', target]);
    await lock.release();
    expect(locked.err).toMatch(/in use by process/);
  });

  test('nobody can open a record while it is moved, nor one that was moved only in part', async () => {
    const use = await takeSoleUse({ connectionString: source.url });
    await expect(openStore({ connectionString: source.url })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/is being moved/),
    });
    await use.release();
    const target = await fresh();
    await killedWhen(/ {2}(outbox|outlets): \d/, ['--to', target.url], source.url);
    await expect(openStore({ connectionString: target.url })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/moved here only in part/),
    });
    expect((await run(['--to', target.url], { DATABASE_URL: source.url })).code).toBe(0);
  }, 60_000);

  test('an empty source, the place itself, another kind of address and a Redis that is away are each said', async () => {
    const said = async (args: readonly string[], environment: Record<string, string>): Promise<string> =>
      (await run(args, environment)).err;
    const database = { DATABASE_URL: source.url };
    expect(await said(['--to', source.url], database)).toMatch(/is in .* already/);
    expect(await said(['--to', 'mysql://somewhere/db'], database)).toMatch(
      /neither postgres:\/\/ nor a folder/,
    );
    expect(await said(['--to', (await fresh()).url, '--redis', 'redis://127.0.0.1:1'], database)).toMatch(
      /ECONNREFUSED/,
    );
    expect(await said(['--to', (await fresh()).url], { DATABASE_URL: (await fresh()).url })).toMatch(
      /no installation to be moved/,
    );
    expect(await said(['--to', source.url], {})).toMatch(/no installation in this folder/);
  });
});
