import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { takeLock } from '@khabar/store';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runCommand } from '../testing.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('every command has help with --json, and says what it does', async () => {
  const { out } = await runCommand(['--help']);
  for (const name of [
    'start',
    'ingest',
    'outlets',
    'search',
    'tag',
    'subjects',
    'alerts',
    'entities',
    'reindex',
    'retag',
    'corrections',
    'backup',
    'restore',
    'sample',
    'config',
    'lines',
  ]) {
    expect(out).toContain(`\n  ${name} `);
    const help = await runCommand([name, '--help']);
    expect(help.code).toBe(0);
    expect(help.out).toContain(`Usage: khabar ${name}`);
  }
  for (const args of [
    ['start'],
    ['ingest'],
    ['outlets', 'list'],
    ['outlets', 'export'],
    ['search'],
    ['tag'],
    ['subjects'],
    ['alerts', 'rules'],
    ['entities', 'list'],
    ['entities', 'merge'],
    ['reindex'],
    ['retag'],
    ['corrections', 'list'],
    ['backup'],
    ['restore'],
    ['sample', 'load'],
    ['config', 'show'],
    ['lines'],
  ]) {
    expect((await runCommand([...args, '--help'])).out).toContain('--json');
  }
});

test('an unknown command and an unknown option are usage errors', async () => {
  expect(await runCommand(['serach'])).toMatchObject({ code: 2, err: expect.stringContaining('search') });
  expect(await runCommand(['search', '--langs', 'fa'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('--lang'),
  });
});

test('every wrong address in the environment is named at once', async () => {
  const { code, err } = await runCommand(['search', 'x'], {
    environment: { REDIS_URL: 'http://127.0.0.1', ELASTICSEARCH_URL: 'nowhere' },
  });
  expect(code).toBe(2);
  expect(err).toContain('khabar: REDIS_URL must be an address that begins with redis:// or rediss://');
  expect(err).toContain('khabar: ELASTICSEARCH_URL must be an address that begins with http:// or https://');
});

test('config shows every option with its source, and no password', async () => {
  const { out } = await runCommand(['config', '--json'], {
    environment: { DATABASE_URL: 'postgres://k:open-sesame@db.example/k', PORT: '4700' },
  });
  expect(JSON.parse(out)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'PORT', value: '4700', source: 'environment' }),
      expect.objectContaining({ name: 'HOST', source: 'default' }),
    ]),
  );
  expect(out).not.toContain('open-sesame');
});

test('config check names a busy port and an address where nobody answers', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { code, out } = await runCommand(['config', 'check', '--data', at('data')], {
    environment: { PORT: String(port), REDIS_URL: 'redis://127.0.0.1:1' },
  });
  await new Promise((done) => server.close(done));
  expect(code).toBe(1);
  expect(out).toContain(`failed  HOST 127.0.0.1, PORT ${port}: the port is in use`);
  expect(out).toContain('failed  REDIS_URL 127.0.0.1:1: ');
  expect(out).toContain('ok      DATABASE_URL: not set: embedded');
});

const RANGE = { from: null, to: null, defaulted: false, data: null };
const FOUND = {
  total: 0,
  totalArticles: 0,
  totalSources: 0,
  items: [],
  cursor: null,
  hints: [],
  understood: [],
  range: RANGE,
  tookMs: 1,
};

test('search sends the query and the parameters, and shows what each clause finds alone', async () => {
  const received: unknown[] = [];
  const app = new Hono().post('/articles/search', async (context) => {
    received.push(await context.req.json());
    return context.json({ ...FOUND, clauses: [{ query: 'kabulov', total: 7 }] });
  });
  const { code, out } = await runCommand(
    ['search', 'kabulov', 'AND', 'x', '--lang', 'ru,fa', '--from', '2025-07-01'],
    { app },
  );
  expect(received).toEqual([{ q: 'kabulov AND x', lang: 'ru,fa', from: '2025-07-01' }]);
  expect(code).toBe(0);
  expect(out).toBe('nothing found\n  kabulov alone: 7\n');
});

test('a broken query is answered, pointed at, and makes the exit code 2', async () => {
  const hint = {
    code: 'unclosed-quote',
    message: 'A quotation mark was not closed; it was closed at the end.',
    start: 8,
    end: 9,
    repair: { label: 'Close it', query: 'kabulov "x"' },
  };
  const app = new Hono().post('/articles/search', (context) => context.json({ ...FOUND, hints: [hint] }));
  const { code, out, err } = await runCommand(['search', 'kabulov "x', '--json'], { app });
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ hints: [{ code: 'unclosed-quote' }] });
  expect(err).toBe(
    'khabar: query: A quotation mark was not closed; it was closed at the end. Meant: kabulov "x"\n  kabulov "x\n          ^\n',
  );
});

test('Ctrl-C ends the watching of a reindex, not the work', async () => {
  const app = new Hono()
    .post('/reindex', (context) => context.json({ queued: 5 }))
    .get('/remaining', (context) => context.json({ extract: 0, tag: 0, index: 5 }));
  const { code, out, err } = await runCommand(['reindex'], { app, interrupt: true });
  expect({ code, out, err }).toEqual({
    code: 0,
    out: '5 articles are in line; 5 steps are left\n',
    err: 'khabar: no longer watching; process 1 goes on with it\n',
  });
});

test('a rebuild of the index is given up by reindex --stop, which says whether there was one', async () => {
  const stopped = [true, false];
  const app = new Hono().delete('/reindex', (context) => context.json({ stopped: stopped.shift() ?? false }));
  expect(await runCommand(['reindex', '--stop'], { app })).toMatchObject({
    code: 0,
    out: 'the rebuild is given up\n',
  });
  expect(await runCommand(['reindex', '--stop', '--json'], { app })).toMatchObject({
    code: 0,
    out: '{"stopped":false}\n',
  });
});

test('retag --extract watches until nothing is left', async () => {
  const left = [4, 1, 0];
  const app = new Hono()
    .post('/retag', (context) => context.json({ queued: 4 }))
    .get('/remaining', (context) => context.json({ extract: 0, tag: left.shift() ?? 0, index: 0 }));
  expect(await runCommand(['retag', '--extract', '--json'], { app })).toMatchObject({
    code: 0,
    out: '{"queued":4,"left":0}\n',
  });
  expect(left).toEqual([]);
});

const RUN = {
  id: 'r1',
  state: 'comparing',
  scope: { languages: ['ps', 'fa'] },
  alerts: false,
  version: 'v2',
  done: 0,
  total: 2,
  perSecond: null,
  secondsLeft: null,
  by: 'local',
  at: '2025-07-01T00:00:00.000Z',
  beganAt: '2025-07-01T00:00:00.000Z',
  endedAt: null,
  trouble: null,
  report: {
    articles: 2,
    changed: 1,
    counts: { 'stance-flipped': 1 },
    byLanguage: { fa: { 'stance-flipped': 1 }, ps: {} },
    byEntity: { 'org:taliban': { 'stance-flipped': 1 } },
    examples: {
      'stance-flipped': [
        {
          articleId: 'a1',
          language: 'fa',
          sentence: 'طالبان از این تصمیم استقبال نکردند.',
          before: { holder: 'org:taliban', target: 'country:russia', label: 'favor' },
          after: { holder: 'org:taliban', target: 'country:russia', label: 'against' },
        },
      ],
    },
    failed: [],
  },
  refs: [],
  changes: { written: 0, restored: 0, changedSince: 0, ids: [] },
  isCurrent: true,
};

test('retag --dry-run narrows, watches, says what differs with its sentences, and how to write it', async () => {
  let asked: unknown;
  const app = new Hono()
    .post('/retag-runs', async (context) => {
      asked = await context.req.json();
      return context.json(RUN);
    })
    .get('/retag-runs/r1', (context) =>
      context.json({ ...RUN, state: 'compared', done: 2, endedAt: RUN.at }),
    );
  const ran = await runCommand(
    ['retag', '--dry-run', '--lang', 'ps,fa', '--since', '2025-07-01', '--entity', 'org:taliban'],
    { app },
  );
  expect(asked).toEqual({
    scope: { languages: ['ps', 'fa'], since: '2025-07-01T00:00:00.000Z', entity: 'org:taliban' },
    apply: false,
    alerts: false,
  });
  expect(ran.out).toContain('1 of 2 articles differ: stances flipped 1');
  expect(ran.out).toContain('org:taliban > country:russia: favor => org:taliban > country:russia: against');
  expect(ran.out).toContain('طالبان از این تصمیم استقبال نکردند.');
  expect(ran.err).toContain('khabar retag --apply r1');
  expect(await runCommand(['retag', '--dry-run', '--since', 'yesterday'], { app })).toMatchObject({
    code: 2,
    err: expect.stringContaining('--since: yesterday'),
  });
});

test('retag --rollback names the articles that were changed since', async () => {
  const app = new Hono()
    .post('/retag-runs/r1/rollback', (context) =>
      context.json({
        ...RUN,
        state: 'rolled-back',
        done: 2,
        endedAt: RUN.at,
        changes: { written: 2, restored: 1, changedSince: 1, ids: ['a9'] },
      }),
    )
    .get('/remaining', (context) => context.json({ extract: 0, tag: 0, index: 0 }));
  const { code, out } = await runCommand(['retag', '--rollback', 'r1'], { app });
  expect(code).toBe(0);
  expect(out).toContain('1 articles were changed since and stay as they are\n  a9\n');
});

test('corrections are listed with who, what and where, undone, and exported as they come', async () => {
  const correction = {
    id: 'c1',
    articleId: 'a1',
    subject: {
      about: 'stance',
      field: 'text',
      start: 0,
      end: 9,
      text: 'the words',
      was: { holder: 'country:russia', target: 'org:taliban', label: 'favor' },
      says: null,
    },
    note: 'only reported',
    by: 'local',
    at: '2025-07-01T00:00:00.000Z',
    supersedes: null,
    undoneAt: null,
    undoneBy: null,
    byName: 'Local user',
    state: 'counting',
    refs: [],
    article: { title: 'A title', language: 'en', direction: 'ltr' },
  };
  const app = new Hono()
    .get('/corrections', (context) => context.json({ total: 1, items: [correction], cursor: null }))
    .delete('/corrections/c1', (context) => context.json({ ...correction, state: 'undone' }))
    .get('/corrections.jsonl', (context) => context.text('{"id":"corrected-c1"}\n'));
  const { out } = await runCommand(['corrections'], { app });
  expect(out).toContain('Local user');
  expect(out).toContain('country:russia > org:taliban: favor => no stance  "the words"');
  expect(out).toContain('only reported');
  expect((await runCommand(['corrections', 'undo', 'c1'], { app })).out).toBe('correction c1 is undone\n');
  expect((await runCommand(['corrections', 'export'], { app })).out).toBe('{"id":"corrected-c1"}\n');
});

test('backup hands over an absolute path and says what was written', async () => {
  const app = new Hono().post('/backup', async (context) => {
    const { destination }: { destination: string } = await context.req.json();
    return context.json({ path: destination, bytes: 1_234_567 });
  });
  const { out } = await runCommand(['backup', at('copy')], { app });
  expect(out).toBe(`${at('copy')}: 1.2 MB\n`);
});

test('restore is refused while Khabar runs, naming its process, and for what is no backup', async () => {
  const lock = await takeLock(at('held'));
  const running = await runCommand(['restore', folder, '--data', at('held')]);
  await lock.release();
  expect(running).toMatchObject({
    code: 1,
    err: `khabar: ${at('held')}: Khabar is running (process ${process.pid}); stop it before restoring\n`,
  });
  expect(await runCommand(['restore', at('nowhere'), '--data', at('new')])).toMatchObject({
    code: 2,
    err: `khabar: ${at('nowhere')}: no such file or folder\n`,
  });
  const none = await runCommand(['restore', at('held'), '--data', at('new')]);
  expect(none.code).toBe(2);
  expect(none.err).toContain(`${at('held')}: there is no backup here`);
});

test('an alert rule is made of a query and a name', async () => {
  const app = new Hono().post('/searches', async (context) => {
    const body: object = await context.req.json();
    return context.json({
      id: 's',
      params: {},
      createdAt: '2025-07-04T00:00:00Z',
      newSinceLook: 0,
      total: 3,
      ruleId: 'r9',
      feeds: { rss: 'http://127.0.0.1/f.rss', atom: '', json: '' },
      ...body,
    });
  });
  const { out } = await runCommand(['alerts', 'add', 'kabulov', '--name', 'K'], { app });
  expect(out).toContain('rule r9 added; 3 articles meet it now');
});

type Kept = Map<string, { id: string; channels: { url: string; kind: string }[]; homepage: string }>;

/** Keeps the outlets it is given. */
function outletApp(kept: Kept): Hono {
  const view = (outlet: { id: string }): object => ({
    name: outlet.id,
    country: null,
    language: 'en',
    kind: 'other',
    status: 'new',
    code: null,
    values: {},
    since: null,
    reason: null,
    lastTriedAt: null,
    lastSuccessAt: null,
    lastNewAt: null,
    nextVisitAt: null,
    articles: 0,
    perDay: [],
    everyMinutes: 30,
    sample: false,
    note: null,
    ...outlet,
  });
  return new Hono()
    .get('/outlets', (context) =>
      context.json({ total: kept.size, items: Array.from(kept.values(), view), counts: {} }),
    )
    .post('/outlets', async (context) => {
      const {
        outlets,
      }: { outlets: { id: string; channels: { url: string; kind: string }[]; homepage: string }[] } =
        await context.req.json();
      const added = outlets.filter((outlet) => !kept.has(outlet.id)).length;
      for (const outlet of outlets) kept.set(outlet.id, outlet);
      return context.json({ added, changed: outlets.length - added });
    })
    .get('/outlets/:id/definition', (context) => context.json(kept.get(context.req.param('id'))));
}

test('export as OPML and import of it give the same feeds, and a second import changes nothing', async () => {
  const feeds = Array.from(
    { length: 500 },
    (_, n) => `https://site-${n % 400}.example/${n % 7 === 0 ? 'blog/' : ''}feed-${n}.xml`,
  );
  await writeFile(
    at('list.opml'),
    `<opml version="2.0"><body>${feeds.map((url) => `<outline type="rss" text="a &amp; b" xmlUrl="${url}"/>`).join('')}</body></opml>`,
  );
  const kept: Kept = new Map();
  const app = outletApp(kept);
  expect((await runCommand(['outlets', 'import', at('list.opml'), '--json'], { app })).out).toBe(
    '{"added":400,"changed":0,"known":0}\n',
  );
  const exported = await runCommand(['outlets', 'export'], { app });
  await writeFile(at('again.opml'), exported.out);
  const other: Kept = new Map();
  await runCommand(['outlets', 'import', at('again.opml')], { app: outletApp(other) });
  const urls = (outlets: Kept): string[] =>
    Array.from(outlets.values())
      .flatMap((outlet) => outlet.channels.map((channel) => channel.url))
      .toSorted();
  expect(urls(other)).toEqual(feeds.toSorted());
  expect((await runCommand(['outlets', 'import', at('list.opml'), '--json'], { app })).out).toBe(
    '{"added":0,"changed":0,"known":500}\n',
  );
});

test('outlets are read from JSON and CSV, and a wrong one is named by its place', async () => {
  await writeFile(
    at('one.json'),
    JSON.stringify({
      id: 'kubha.example',
      name: 'Kubha',
      country: 'AF',
      language: 'en',
      kind: 'exile',
      homepage: 'https://kubha.example/',
    }),
  );
  await writeFile(at('bad.json'), JSON.stringify([{ id: 'kubha.example' }]));
  await writeFile(
    at('list.csv'),
    'name,feed,country,lang\n"Kubha, News",https://kubha.example/feed,af,fa-AF\n',
  );
  await writeFile(at('bad.csv'), 'name,country\nKubha,AF\n');
  await writeFile(at('broken.opml'), '<html><body>nothing</body></html>');
  const kept: Kept = new Map();
  const app = outletApp(kept);
  expect((await runCommand(['outlets', 'add', '--file', at('one.json')], { app })).out).toBe(
    '1 added, 0 changed\n',
  );
  expect((await runCommand(['outlets', 'import', at('list.csv')], { app })).code).toBe(0);
  expect(kept.get('kubha.example')).toMatchObject({
    name: 'Kubha, News',
    country: 'AF',
    language: 'fa-AF',
    channels: [{ kind: 'feed', url: 'https://kubha.example/feed' }],
  });
  expect(await runCommand(['outlets', 'import', at('bad.json')], { app })).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${at('bad.json')}: outlet 1: name: `),
  });
  expect(await runCommand(['outlets', 'import', at('bad.csv')], { app })).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${at('bad.csv')}: line 2: no address`),
  });
  expect(await runCommand(['outlets', 'import', at('broken.opml')], { app })).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${at('broken.opml')}: not OPML`),
  });
  expect(await runCommand(['outlets', 'import', at('missing.opml')], { app })).toMatchObject({
    code: 2,
    err: `khabar: ${at('missing.opml')}: no such file or folder\n`,
  });
});

test('an address is explored, shown and added only when agreed to; a broken feed is shown with its reason', async () => {
  const kept: Kept = new Map();
  const app = outletApp(kept).post('/outlets/discover', (context) =>
    context.json({
      outlet: { id: 'kubha.example', name: 'Kubha News', language: 'en', homepage: 'https://kubha.example/' },
      channels: [
        { kind: 'feed', url: 'https://kubha.example/feed', leads: 12, reason: null },
        { kind: 'feed', url: 'https://kubha.example/old', leads: 0, reason: 'not a feed' },
      ],
      preview: [
        {
          url: 'https://kubha.example/1',
          title: 'First',
          published: null,
          language: 'en',
          words: 300,
          isArticle: true,
        },
      ],
    }),
  );
  const asked = await runCommand(['outlets', 'add', 'kubha.example'], { app });
  expect(asked).toMatchObject({
    code: 2,
    err: 'khabar: https://kubha.example: nothing was added; add --yes to agree\n',
  });
  expect(asked.out).toContain('https://kubha.example/old (not a feed)');
  expect(kept.size).toBe(0);
  expect(
    (await runCommand(['outlets', 'add', 'kubha.example', '--yes', '--country', 'af'], { app })).code,
  ).toBe(0);
  expect(kept.get('kubha.example')).toMatchObject({
    country: 'AF',
    channels: [{ url: 'https://kubha.example/feed' }],
  });
  expect(await runCommand(['outlets', 'add'], { app })).toMatchObject({
    code: 2,
    err: 'khabar: outlets add: give either an address or --file\n',
  });
});

test('the catalogue is listed and added by country', async () => {
  const kept: Kept = new Map();
  const { out } = await runCommand(['outlets', 'catalogue', '--country', 'AF', '--json']);
  const listed: { outlets: { id: string; country: string }[] } = JSON.parse(out);
  expect(listed.outlets.length).toBeGreaterThan(0);
  await runCommand(['outlets', 'catalogue', '--country', 'AF', '--add'], { app: outletApp(kept) });
  expect(Array.from(kept.keys()).toSorted()).toEqual(listed.outlets.map((outlet) => outlet.id).toSorted());
});
