import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import {
  AlertList,
  ArticleList,
  ArticleView,
  ChannelList,
  ChannelTest,
  CorrectionList,
  CorrectionView,
  Coverage,
  DeliveryList,
  EntityView,
  Facets,
  OutletList,
  Overview,
  RetagRunView,
  SavedSearchList as SavedSearches,
  StanceMatrix,
  StanceShifts,
  StatementList,
  Status,
  Timeline,
} from '@khabar/api/schemas';
import { readConfig } from '@khabar/config';
import { silentLogger } from '@khabar/observe';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { type Khabar, openKhabar } from './open-khabar.ts';

const Anything = z.unknown();
const AddedChannel = z.object({ id: z.string(), secret: z.string() });
const IngestAnswer = z.object({ articleId: z.string(), outcome: z.string() });

let folder: string;
let khabar: Khabar;
let receiver: Receiver;

/** Somebody's server that takes webhooks. */
interface Receiver {
  readonly host: string;
  readonly seen: { readonly body: string; readonly headers: Record<string, string> }[];
  answer: number;
  close(): Promise<void>;
}

async function openReceiver(): Promise<Receiver> {
  const seen: Receiver['seen'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      if (!body.includes('"count":0'))
        seen.push({
          body,
          headers: Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
          ),
        });
      response.writeHead(opened.answer).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const opened: Receiver = {
    host: `127.0.0.1:${address.port}`,
    seen,
    answer: 204,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return opened;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await condition()) return;
    await wait(100);
  }
  expect(await condition()).toBe(true);
}

async function newestDelivery() {
  return (await ask('/api/v1/deliveries', DeliveryList)).items[0];
}

type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

async function ask<T>(path: string, schema: z.ZodType<T>, init: Init = {}): Promise<T> {
  const response = await khabar.app.request(path, {
    ...init,
    headers: { host: '127.0.0.1', 'content-type': 'application/json', ...init.headers },
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
  return schema.parse(body);
}

const articles = (query: string) => ask(`/api/v1/articles?${query}`, ArticleList);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-e2e-'));
  receiver = await openReceiver();
  // The guard lets nothing through to this machine; the receiver of webhooks is the one exception here.
  const read = readConfig({
    KHABAR_DATA: folder,
    KHABAR_FETCH_DELAY_MS: '0',
    KHABAR_TEST_ALLOW: receiver.host,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  khabar = await openKhabar(read.config, {
    logger: silentLogger,
    fetching: true,
    publicUrl: () => 'http://127.0.0.1:4600',
  });
  for (;;) {
    const { loading, articles: count } = await khabar.sample.status();
    if (!loading && count > 0) break;
    await wait(250);
  }
}, 180_000);

afterAll(async () => {
  await khabar.close();
  await receiver.close();
  await rm(folder, { recursive: true });
});

describe('the sample coverage, through the real pipeline', () => {
  test('every article of it arrives, in five languages, and nothing is given up', async () => {
    const status = await ask('/api/v1/status', Status);
    expect(status.articles).toBe(status.sample.expected);
    expect(status.reasons).toEqual([]);
    const overview = await ask('/api/v1/overview', Overview);
    expect(overview.languages.map((one) => one.language).toSorted()).toEqual([
      'ar',
      'en',
      'fa-AF',
      'ps',
      'ru',
    ]);
    expect(overview.range.defaulted).toBe(true);
    expect(await khabar.parts.store.deadLetters.count()).toBe(0);
  });

  test('a page that is no article, a 404 and a disallowed page are not articles, and each says why', async () => {
    const { store } = khabar.parts;
    const outcomes = await store.pages.outcomes();
    expect(outcomes['not-article']).toBeGreaterThan(0);
    const refused = await store.db
      .selectFrom('frontier')
      .select(['reason', 'state'])
      .where('state', '=', 'refused')
      .execute();
    expect(refused.length).toBeGreaterThan(0);
    for (const one of refused) expect(one.reason).toMatch(/\w/);
  });

  test('agency copy under another lead is one story', async () => {
    const folded = await articles('dup=fold&from=1900&size=100');
    const all = await articles('dup=all&from=1900&size=1');
    expect(all.total).toBe(109);
    expect(folded.total).toBeLessThanOrEqual(101);
    expect(folded.items.some((item) => item.copies >= 2)).toBe(true);
  });

  test('an undated article is kept, marked, and never published now', async () => {
    const undated = await articles('dated=no&from=1900');
    expect(undated.total).toBeGreaterThan(0);
    for (const item of undated.items)
      expect(item).toMatchObject({ publishedAt: null, publishedFrom: 'none' });
  });

  test('a date that is only in the Solar Hijri calendar is read', async () => {
    const { items } = await articles('source=hindukush-radio.example&from=1900&size=100');
    expect(items.length).toBeGreaterThan(5);
    for (const item of items) expect(item.publishedAt).toMatch(/^202[1-5]-/);
  });
});

describe('what a new user wants to know', () => {
  test('who said that the Taliban are a reality', async () => {
    const { items } = await articles(
      `q=${encodeURIComponent('("objective reality" OR "actual power" OR реальность OR "реальная власть" OR "реальной властью")')}`,
    );
    const { items: statements } = await ask(
      '/api/v1/stances?holder=person:sergey-lavrov&target=org:taliban&label=favor',
      StatementList,
    );
    expect(items.length).toBeGreaterThan(2);
    expect(statements.length).toBeGreaterThan(0);
    for (const { sentence, evidence } of statements) {
      expect(sentence.marks.map((mark) => sentence.text.slice(mark.start, mark.end))).toEqual([
        evidence.text,
      ]);
      // The evidence of the trained heads is the whole sentence.
      expect(sentence.text.length).toBeGreaterThanOrEqual(evidence.text.length);
    }
  });

  test('who changed, and when', async () => {
    const { items } = await ask('/api/v1/stances/shifts', StanceShifts);
    const kabulov = items.find(
      (shift) =>
        shift.holder.id === 'person:zamir-kabulov' ||
        shift.holder.id === 'country:russia' ||
        shift.holder.id === 'place:moscow',
    );
    expect(kabulov?.before.example.evidence.text).toBeTruthy();
    expect(kabulov?.after.example.evidence.text).toBeTruthy();
  });

  test('who has not covered the recognition', async () => {
    const query = encodeURIComponent(
      '(recognise* OR recognition OR признал* OR признани* OR "به رسمیت" OR رسمیت OR الاعتراف OR تعترف) (taliban OR талиб* OR طالبان OR طالبانو)',
    );
    const { items } = await ask(`/api/v1/coverage?q=${query}&from=2025-07-01&to=2025-07-31`, Coverage);
    expect(items.filter((outlet) => outlet.matching === 0).length).toBeGreaterThanOrEqual(2);
    expect(items.filter((outlet) => outlet.matching > 0).length).toBeGreaterThanOrEqual(5);
  });
});

describe('search over the interface', () => {
  test('a word finds its inflections, and the marks stand on the words of the original', async () => {
    const { items } = await articles('q=%D1%82%D0%B0%D0%BB%D0%B8%D0%B1%D0%B0%D0%BD&lang=ru&from=1900');
    expect(items.length).toBeGreaterThan(5);
    const marked = items.flatMap((item) =>
      item.snippet.marks.map((mark) => item.snippet.text.slice(mark.start, mark.end)),
    );
    expect(marked.filter((word) => word.toLowerCase() !== 'талибан').length).toBeGreaterThan(0);
    for (const word of marked) expect(word).toMatch(/^талиб/i);
  });

  test('Arabic and Persian letters are one to a reader', async () => {
    const persian = await articles(`q=${encodeURIComponent('کابل')}&from=1900&dup=all`);
    const arabic = await articles(`q=${encodeURIComponent('كابل')}&from=1900&dup=all`);
    expect(persian.total).toBeGreaterThan(5);
    expect(arabic.total).toBe(persian.total);
  });

  test('pages do not overlap and their sum is the total', async () => {
    const seen = new Set<string>();
    let cursor: string | null = '';
    let total = 0;
    while (cursor !== null) {
      const page: ArticleList = await articles(
        `from=1900&dup=all&size=40&sort=new&cursor=${encodeURIComponent(cursor)}`,
      );
      for (const item of page.items) seen.add(item.id);
      ({ cursor, total } = page);
    }
    expect(seen.size).toBe(total);
  });

  test('a number on a filter opens a list of that many', async () => {
    const { facets } = await ask('/api/v1/facets?from=1900&dup=all', Facets);
    for (const field of ['language', 'source'] as const) {
      for (const value of facets[field]?.slice(0, 3) ?? []) {
        const list = await articles(
          `from=1900&dup=all&size=1&${field === 'language' ? 'lang' : 'source'}=${encodeURIComponent(value.value)}`,
        );
        expect(`${value.value}: ${list.totalArticles}`).toBe(`${value.value}: ${value.count}`);
      }
    }
  });

  test('attention over time adds up to what was found with a date', async () => {
    const timeline = await ask('/api/v1/timeline?from=1900&dup=all', Timeline);
    const { totalArticles } = await articles('from=1900&dup=all&size=1&dated=yes');
    expect(timeline.buckets.reduce((sum, bucket) => sum + bucket.matching, 0)).toBe(totalArticles);
  });

  test('a broken query is read as well as can be, and says how', async () => {
    const { hints } = await articles('q=%28Russia%20AND%20%28Taliban%20score%3Aabc');
    expect(hints.map((hint) => hint.code)).toEqual(expect.arrayContaining(['unclosed-paren', 'bad-score']));
  });
});

describe('one article', () => {
  test('evidence stands where it says, and so do mentions', async () => {
    const { items } = await articles('q=lang%3Aen&from=1900&size=5');
    for (const item of items) {
      const view = await ask(`/api/v1/articles/${item.id}`, ArticleView);
      for (const stance of view.stances)
        expect(
          (stance.evidence.field === 'title' ? view.title : view.text).slice(
            stance.evidence.start,
            stance.evidence.end,
          ),
        ).toBe(stance.evidence.text);
      for (const mention of view.mentions)
        expect((mention.field === 'title' ? view.title : view.text).slice(mention.start, mention.end)).toBe(
          mention.surface,
        );
      expect(view.provenance.page?.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test('an edited article keeps its first version and shows what changed', async () => {
    const { store, queues } = khabar.parts;
    await store.outlets.setNextVisit('kabul-ledger.example', '2000-01-01T00:00:00.000Z');
    let edited: { id: string } | undefined;
    for (let tries = 0; edited === undefined && tries < 200; tries += 1) {
      edited = await store.db
        .selectFrom('articles')
        .select('id')
        .where('revision', '>', 1)
        .executeTakeFirst();
      await wait(100);
    }
    await khabar.idle();
    expect(edited).toBeDefined();
    const view = await ask(`/api/v1/articles/${edited?.id ?? ''}`, ArticleView);
    expect(view.revisions.length).toBeGreaterThan(1);
    expect(view.revisions.some((revision) => revision.added.length + revision.removed.length > 0)).toBe(true);
    expect((await queues.counts()).visit.failed).toBe(0);
  }, 60_000);
});

describe('alerts', () => {
  test('each article meets a rule once, with the words that matched', async () => {
    const { items, total } = await ask('/api/v1/alerts?size=100', AlertList);
    expect(total).toBeGreaterThan(10);
    const keys = items.map((item) => `${item.ruleId} ${item.article.id}`);
    expect(new Set(keys).size).toBe(keys.length);
    const withWords = items.filter((item) => item.matched.marks.length > 0);
    expect(withWords.length).toBeGreaterThan(0);
    await ask('/api/v1/reindex', Anything, { method: 'POST' });
    await khabar.idle();
    expect((await ask('/api/v1/alerts?size=100', AlertList)).total).toBe(total);
  });

  test('a saved search is a feed in three forms', async () => {
    const { items } = await ask('/api/v1/searches', SavedSearches);
    const feeds = items[0]?.feeds;
    for (const address of [feeds?.rss, feeds?.atom, feeds?.json]) {
      const response = await khabar.app.request(new URL(address ?? '').pathname, {
        headers: { host: '127.0.0.1' },
      });
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('urn:khabar:article:');
    }
    expect(
      (await khabar.app.request('/feeds/not-a-token.rss', { headers: { host: '127.0.0.1' } })).status,
    ).toBe(404);
  });
});

describe('webhooks', () => {
  test('a new mention is signed and sent once, and a receiver that fails gets it again', async () => {
    const channel = await ask('/api/v1/channels', AddedChannel, {
      method: 'POST',
      body: JSON.stringify({ name: 'Desk', kind: 'webhook', url: `http://${receiver.host}/hook` }),
    });
    await ask('/api/v1/searches', Anything, {
      method: 'POST',
      body: JSON.stringify({ name: 'Zeppelin', query: 'zeppelin', alert: true, channels: [channel.id] }),
    });
    receiver.answer = 500;
    await ask('/api/v1/articles', IngestAnswer, {
      method: 'POST',
      body: JSON.stringify({
        text: 'KABUL (Kubha News) – A zeppelin over Kabul surprised Sergey Lavrov, who said that the Taliban had not been told.',
      }),
    });
    await khabar.idle();
    await until(() => receiver.seen.length > 0);
    receiver.answer = 204;
    // The reply is written down a moment after it was given; on a slow machine the next try may have come by then.
    await until(async () => (await newestDelivery())?.state !== 'waiting');
    expect(await newestDelivery()).toMatchObject({
      state: expect.stringMatching(/^(retrying|delivered)$/),
      articles: 1,
    });
    await khabar.parts.store.db
      .updateTable('deliveries')
      .set({ next_at: '2000-01-01T00:00:00.000Z' })
      .execute();
    await until(() => receiver.seen.length > 1);
    const [first, second] = receiver.seen;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    await until(async () => (await newestDelivery())?.state === 'delivered');
    // On a slow machine a second try may have failed before the receiver was well again.
    expect(await newestDelivery()).toMatchObject({ attempts: receiver.seen.length });
    for (const one of receiver.seen) {
      expect(new Webhook(channel.secret).verify(one.body, one.headers)).toMatchObject({
        type: 'alert.matched',
        data: { count: 1, truncated: false },
      });
      expect(one.body).toContain('{"field":"text","text":"zeppelin"}');
    }
    await ask('/api/v1/reindex', Anything, { method: 'POST' });
    await khabar.idle();
    expect(receiver.seen).toHaveLength(2);
  }, 60_000);

  test('the answer to a test message is shown', async () => {
    const { items } = await ask('/api/v1/channels', ChannelList);
    const tested = await ask(`/api/v1/channels/${items[0]?.id ?? ''}/test`, ChannelTest, { method: 'POST' });
    expect(tested).toMatchObject({ ok: true, status: 204 });
  });

  test('an address inside the network is not called', async () => {
    const channel = await ask('/api/v1/channels', AddedChannel, {
      method: 'POST',
      body: JSON.stringify({ name: 'Inside', kind: 'webhook', url: 'http://10.0.0.1/hook' }),
    });
    const tested = await ask(`/api/v1/channels/${channel.id}/test`, ChannelTest, { method: 'POST' });
    expect(tested).toMatchObject({ ok: false });
    expect(tested.reply).toMatch(/10\.0\.0\.1/);
  });
});

describe('the worked example', () => {
  test('a text without address, title and date becomes an article with what it says of itself, and nothing more', async () => {
    const text = `MOSCOW (Kubha News) – Russian Foreign Minister Sergey Lavrov has stated that the Taliban are currently the “actual power” in Afghanistan.\n\nZamir Kabulov, Russia’s Special Representative for Afghanistan, said it would be premature to talk about recognition.`;
    const answer = await ask('/api/v1/articles', IngestAnswer, {
      method: 'POST',
      body: JSON.stringify({ text }),
    });
    await khabar.idle();
    const view = await ask(`/api/v1/articles/${answer.articleId}`, ArticleView);
    expect(view).toMatchObject({
      publishedAt: null,
      publishedFrom: 'none',
      datelinePlace: 'MOSCOW',
      source: { name: 'Kubha News' },
    });
    expect(view.stances.map((stance) => `${stance.holder} ${stance.target} ${stance.label}`)).toEqual(
      expect.arrayContaining([
        'person:sergey-lavrov org:taliban favor',
        'person:zamir-kabulov topic:taliban-recognition against',
      ]),
    );
    const again = await ask('/api/v1/articles', IngestAnswer, {
      method: 'POST',
      body: JSON.stringify({ text }),
    });
    expect(again).toMatchObject({ articleId: answer.articleId, outcome: 'same' });
  });

  test('what is no article is refused by name', async () => {
    const post = (body: object) =>
      khabar.app.request('/api/v1/articles', {
        method: 'POST',
        headers: { host: '127.0.0.1', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    for (const body of [
      {},
      { text: '  ' },
      { text: '\u0000\u0001\u0002\u0003\u0004\u0005', name: 'x.bin' },
      { html: '<p></p>', name: 'empty.html' },
      { url: 'http://127.0.0.1/secret' },
    ]) {
      const response = await post(body);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    }
  });
});

describe('sources and entities', () => {
  test('every outlet says how it fares', async () => {
    const { items } = await ask('/api/v1/outlets', OutletList);
    expect(
      items
        .filter((outlet) => outlet.sample)
        .every((outlet) => outlet.status === 'ok' || outlet.status === 'quiet'),
    ).toBe(true);
  });

  test('an entity shows who did not mention it', async () => {
    const view = await ask('/api/v1/entities/person:zamir-kabulov?from=1900', EntityView);
    expect(view.articles).toBeGreaterThan(10);
    expect(view.sources.length).toBeGreaterThanOrEqual(17);
    expect(view.entity.names.some((name) => name.language === 'ru')).toBe(true);
  });
});

describe('the edges of the interface', () => {
  const status = async (path: string, init: Init = {}) =>
    khabar.app.request(path, { ...init, headers: { host: '127.0.0.1', ...init.headers } });

  test('an unknown method is 405 with what is allowed, an unknown path 404', async () => {
    const response = await status('/api/v1/facets', { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET');
    expect((await status('/api/v1/nothing')).status).toBe(404);
  });

  test('a name that is not this machine gets nothing, and a form changes nothing', async () => {
    expect((await status('/api/v1/status', { headers: { host: 'evil.example' } })).status).toBe(403);
    const form = await status('/api/v1/searches', {
      method: 'POST',
      body: 'name=x',
      headers: { 'content-type': 'text/plain', origin: 'http://evil.example' },
    });
    expect([403, 415]).toContain(form.status);
  });

  test('the description of the interface names every path', async () => {
    const response = await status('/api/v1/openapi.json');
    const document: unknown = await response.json();
    expect(JSON.stringify(document)).toContain('/articles/{id}');
    expect(document).toMatchObject({ openapi: '3.1.0' });
  });
});

describe('what a person says against the tagger', () => {
  const pair = 'holder=country:russia&target=org:taliban&from=all';
  const send = (method: string, path: string, body?: object) =>
    ask(`/api/v1${path}`, CorrectionView, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const cell = async (dup: string) =>
    (await ask(`/api/v1/stances/matrix?from=all&dup=${dup}`, StanceMatrix)).cells.find(
      ({ holder, target }) => holder.id === 'country:russia' && target.id === 'org:taliban',
    );

  test('a sentence that many reprint is one statement, unless every copy is wanted, and cell and list agree', async () => {
    for (const dup of ['fold', 'all']) {
      const one = await cell(dup);
      const { total } = await ask(`/api/v1/stances?${pair}&dup=${dup}`, StatementList);
      expect(total).toBe((one?.favor ?? 0) + (one?.against ?? 0) + (one?.unclear ?? 0));
    }
    const said = async (dup: string): Promise<number> =>
      (await ask(`/api/v1/stances?from=all&dup=${dup}`, StatementList)).total;
    expect(await said('fold')).toBeLessThan(await said('all'));
  });

  test('counts in article, matrix and search at once, is listed, exported, and can be taken back', async () => {
    const { items } = await ask(`/api/v1/stances?${pair}&dup=all&label=favor`, StatementList);
    const statement = items[0];
    if (statement === undefined) throw new Error('no statement');
    const before = await cell('all');
    const bySearch = async () =>
      (await articles(`from=all&dup=all&stance=country:russia>org:taliban>unclear&size=100`)).items.map(
        ({ id }) => id,
      );
    expect(await bySearch()).not.toContain(statement.articleId);
    const correction = await send('POST', '/corrections', {
      about: 'stance',
      articleId: statement.articleId,
      stanceId: statement.id,
      says: { holder: 'country:russia', target: 'org:taliban', label: 'unclear' },
      note: 'the sentence weighs both ways',
    });
    expect(correction).toMatchObject({ byName: 'Local user', state: 'counting' });
    const article = await ask(`/api/v1/articles/${statement.articleId}`, ArticleView);
    const corrected = article.stances.find(({ correctionId }) => correctionId === correction.id);
    expect(corrected).toMatchObject({ label: 'unclear', method: 'person' });
    expect(corrected?.sentence.text).toBe(statement.sentence.text);
    expect(article.corrections.map(({ id }) => id)).toEqual([correction.id]);
    expect(await cell('all')).toMatchObject({
      favor: (before?.favor ?? 0) - 1,
      unclear: (before?.unclear ?? 0) + 1,
    });
    await until(async () => (await bySearch()).includes(statement.articleId));

    const response = await khabar.app.request('/api/v1/corrections.jsonl', {
      headers: { host: '127.0.0.1' },
    });
    const [line] = (await response.text()).trim().split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({
      text: statement.sentence.text.trim(),
      note: 'the sentence weighs both ways',
      stances: expect.arrayContaining([
        { holder: ['country:russia'], target: ['org:taliban'], label: 'unclear' },
      ]),
    });

    expect(await send('DELETE', `/corrections/${correction.id}`)).toMatchObject({ state: 'undone' });
    expect(await cell('all')).toEqual(before);
    await until(async () => !(await bySearch()).includes(statement.articleId));
    const { total } = await ask('/api/v1/corrections?state=undone', CorrectionList);
    expect(total).toBe(1);
  });

  test('a marked sentence becomes a statement; words that are not there and entities that nobody knows are refused', async () => {
    const { items } = await articles('q=taliban&from=all&lang=en&size=1');
    const id = items[0]?.id ?? '';
    const { text } = await ask(`/api/v1/articles/${id}`, ArticleView);
    const missing = {
      about: 'missing-stance',
      articleId: id,
      field: 'text',
      start: 0,
      end: 20,
      says: { holder: 'author', target: 'org:taliban', label: 'against' },
    };
    const added = await send('POST', '/corrections', missing);
    const { stances } = await ask(`/api/v1/articles/${id}`, ArticleView);
    expect(stances.find(({ correctionId }) => correctionId === added.id)).toMatchObject({
      holder: 'author',
      label: 'against',
      evidence: { start: 0, end: 20, text: text.slice(0, 20) },
    });
    await send('DELETE', `/corrections/${added.id}`);
    await expect(send('POST', '/corrections', { ...missing, end: 9_999_999 })).rejects.toThrow('400');
    await expect(
      send('POST', '/corrections', { ...missing, says: { ...missing.says, target: 'org:nobody' } }),
    ).rejects.toThrow('the registry has none of this id');
    await expect(send('POST', '/corrections', { ...missing, articleId: 'nothing' })).rejects.toThrow('404');
  });
});

describe('tagging again', () => {
  const run = async (id: string) => ask(`/api/v1/retag-runs/${id}`, RetagRunView);
  const begin = (body: object) =>
    ask('/api/v1/retag-runs', RetagRunView, { method: 'POST', body: JSON.stringify(body) });
  const ended = async (id: string) => {
    await until(async () => (await run(id)).endedAt !== null);
    return run(id);
  };

  test('a dry run of everything differs in nothing where the rules did not change, and tells nobody', async () => {
    const told = (await ask('/api/v1/alerts', AlertList)).total;
    const { id } = await begin({ scope: { all: true } });
    const done = await ended(id);
    expect(done).toMatchObject({ state: 'compared', isCurrent: true, trouble: null });
    expect(done.report).toMatchObject({ changed: 0, counts: {}, failed: [] });
    expect(done.report.articles).toBe((await ask('/api/v1/status', Status)).articles);
    const applied = await ask(`/api/v1/retag-runs/${id}/apply`, RetagRunView, {
      method: 'POST',
      body: '{}',
    });
    expect(applied.state).toBe('applying');
    expect((await ended(id)).changes.written).toBe(done.report.articles);
    await ask(`/api/v1/retag-runs/${id}/rollback`, RetagRunView, { method: 'POST' });
    expect((await ended(id)).changes).toMatchObject({ changedSince: 0, ids: [] });
    expect((await ask('/api/v1/alerts', AlertList)).total).toBe(told);
  });

  test('a text that was handed in is read again as the text that it is', async () => {
    const text =
      'KABUL (Hill News) – Russia <welcomed> the Taliban delegation & its plans.\n\nMoscow condemned the sanctions.';
    const { articleId } = await ask('/api/v1/articles', IngestAnswer, {
      method: 'POST',
      body: JSON.stringify({ text }),
    });
    const before = await ask(`/api/v1/articles/${articleId}`, ArticleView);
    await khabar.parts.store.db
      .updateTable('articles')
      .set({ extraction_version: 'before' })
      .where('id', '=', articleId)
      .execute();
    // The job that `retag --extract` gives for each page.
    const page = await khabar.parts.store.db
      .selectFrom('pages')
      .select('id')
      .where('article_id', '=', articleId)
      .executeTakeFirstOrThrow();
    await khabar.parts.queues.add('extract', [{ pageId: page.id }]);
    await until(
      async () =>
        (await ask(`/api/v1/articles/${articleId}`, ArticleView)).provenance.extraction.version !== 'before',
    );
    const after = await ask(`/api/v1/articles/${articleId}`, ArticleView);
    expect([after.text, after.title, after.language]).toEqual([before.text, before.title, before.language]);
    expect(after.text).toContain('<welcomed>');
  });

  test('a page whose profile no longer fits is an article all the same, and its page says so', async () => {
    const sentence =
      'The ministry said that the road through the pass would be open to lorries again within two weeks. ';
    const { articleId } = await ask('/api/v1/articles', IngestAnswer, {
      method: 'POST',
      body: JSON.stringify({
        html: `<html lang="en"><head><title>Road to open</title></head><body><main><article><h1>Road to open</h1><p>${sentence.repeat(2)}</p><p>${sentence.repeat(3)}</p></article></main></body></html>`,
        url: 'https://www.dawn.com/news/road-to-open',
      }),
    });
    const reasons = () =>
      khabar.parts.store.db
        .selectFrom('pages')
        .select(['id', 'reason'])
        .where('article_id', '=', articleId)
        .executeTakeFirstOrThrow();
    await khabar.parts.queues.add('extract', [{ pageId: (await reasons()).id }]);
    await until(async () => (await reasons()).reason !== null);
    expect((await reasons()).reason).toBe('profile-drift: dawn.com found-nothing 0');
  });
});

describe('at the end', () => {
  test('removing the sample leaves no row, no file and no document of it', async () => {
    const removed = await ask('/api/v1/sample', Anything, { method: 'DELETE' });
    expect(removed).toMatchObject({ articles: 109 });
    const { store, search } = khabar.parts;
    expect(Object.values(await store.sampleRows.count()).every((count) => count === 0)).toBe(true);
    expect((await search.size()).documents).toBe((await store.articles.count()).articles);
    expect((await readdir(join(folder, 'warc'))).filter((name) => name.startsWith('sample'))).toEqual([]);
  });
});
