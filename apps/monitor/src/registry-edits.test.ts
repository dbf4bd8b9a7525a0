import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ProposalList, RegistryHistory } from '@khabar/api/registry-schemas';
import { ArticleList, ArticleView, EntityList, EntityView, Facets, StatementList } from '@khabar/api/schemas';
import { readConfig } from '@khabar/config';
import { silentLogger } from '@khabar/observe';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { type Client, speaking } from './client.ts';
import { type Khabar, openKhabar } from './open-khabar.ts';
import { type Ran, runCommand } from './testing.ts';

const IngestAnswer = z.object({ articleId: z.string() });

let folder: string;
let khabar: Khabar;
let api: Pick<Client, 'json' | 'request'>;
const articles: string[] = [];

const TEXTS = [
  'The envoy Pavel Orlov praised the Taliban on Tuesday. Pavel Orlov said the talks would go on for two more days in Kazan.',
  'The envoy Pawel Orloff criticised the Taliban on Friday. Pawel Orloff said that the talks had failed and would not be held again.',
  'Об этом заявил представитель министерства Павел Орлов. Павел Орлов добавил, что переговоры будут продолжены в Казани на следующей неделе.',
];

/** `khabar entities ...` */
async function entities(...args: string[]): Promise<Ran> {
  const app = new Hono().all('*', async (context) => {
    const { pathname, search } = new URL(context.req.url);
    const { method } = context.req;
    const text = method === 'GET' ? undefined : await context.req.text();
    return khabar.app.request(`/api/v1${pathname}${search}`, {
      method,
      ...(text === undefined ? {} : { body: text, headers: { 'content-type': 'application/json' } }),
    });
  });
  return runCommand(['entities', ...args], { app });
}

async function retag(): Promise<void> {
  await api.request('/retag', post({ all: false, extract: false }));
  await khabar.idle();
}

function post(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

async function mentionedIn(articleId: string): Promise<string[]> {
  const { mentions } = await api.json(`/articles/${articleId}`, ArticleView);
  return [...new Set(mentions.map(({ entityId }) => entityId))]
    .filter((id) => id.includes('orlo'))
    .toSorted();
}

async function found(query: string): Promise<number> {
  return (await api.json(`/articles?from=all&dup=all&${query}`, ArticleList)).totalArticles;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-registry-'));
  const read = readConfig({ KHABAR_DATA: folder, KHABAR_SAMPLE: 'off' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  khabar = await openKhabar(read.config, {
    logger: silentLogger,
    fetching: false,
    publicUrl: () => 'http://127.0.0.1:4600',
  });
  api = speaking(async (path, init) => khabar.app.request(`/api/v1${path}`, init));
  for (const text of TEXTS)
    articles.push((await api.json('/articles', IngestAnswer, post({ text }))).articleId);
  await khabar.idle();
}, 120_000);
afterAll(async () => {
  await khabar.close();
  await rm(folder, { recursive: true });
}, 60_000);

describe('analysts change the registry of a running Khabar', { timeout: 60_000 }, () => {
  test('a name behind a title that nobody knows is proposed, with its spellings in every script', async () => {
    const { items } = await api.json('/registry/proposals', ProposalList);
    const proposal = items.find(({ spellings }) =>
      spellings.some(({ surface }) => surface === 'Pavel Orlov'),
    );
    expect(proposal).toMatchObject({ type: 'person', foundBy: 'rule', articles: 3 });
    expect(proposal?.spellings.map(({ surface }) => surface).toSorted()).toEqual([
      'Pavel Orlov',
      'Pawel Orloff',
      'Павел Орлов',
    ]);
    expect((await entities('proposals')).out).toContain('Павел Орлов (ru)');
  });

  test('it is taken over as new; then it is no proposal, and articles have it once they are tagged again', async () => {
    const tried = await entities('add', 'person:pavel-orlov', 'en:Pavel Orlov', '--dry-run');
    expect(tried.out).toMatch(/would have: added person:pavel-orlov.*\nup to 1 articles/);
    const added = await entities('add', 'person:pavel-orlov', 'en:Pavel Orlov', '--note', 'from a proposal');
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^change 1: added/) });
    const { items } = await api.json('/registry/proposals', ProposalList);
    expect(items.flatMap(({ spellings }) => spellings.map(({ surface }) => surface))).not.toContain(
      'Pavel Orlov',
    );
    expect(await mentionedIn(articles[0] ?? '')).toEqual([]);
    await retag();
    expect(await mentionedIn(articles[0] ?? '')).toEqual(['person:pavel-orlov']);
  });

  test('another name of it is found in other articles; one that belongs to somebody else is refused with the way out', async () => {
    await entities('alias', 'person:pavel-orlov', 'label:ru:Павел Орлов');
    await entities('add', 'person:pawel-orloff', 'en:Pawel Orloff');
    const refused = await entities('alias', 'person:pawel-orloff', 'en:Pavel Orlov');
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('is a name of person:pavel-orlov too; give it a rule'),
    });
    await retag();
    expect(await mentionedIn(articles[2] ?? '')).toEqual(['person:pavel-orlov']);
    expect(await mentionedIn(articles[1] ?? '')).toEqual(['person:pawel-orloff']);
  });

  test('two are merged: both ids find the articles of both at once, pages and statements show one', async () => {
    const preview = await entities('merge', 'person:pawel-orloff', 'person:pavel-orlov', '--dry-run');
    expect(preview.out).toContain('up to 1 articles with 2 mentions');
    await entities('merge', 'person:pawel-orloff', 'person:pavel-orlov');
    for (const query of [
      'entity=person:pawel-orloff',
      'entity=person:pavel-orlov',
      'q=entity:person:pawel-orloff',
      'q=entity:"Pawel Orloff"',
    ])
      expect([query, await found(query)]).toEqual([query, 3]);
    const moved = await khabar.app.request('/api/v1/entities/person:pawel-orloff?from=all');
    expect([moved.status, moved.headers.get('location')]).toEqual([
      308,
      '/api/v1/entities/person%3Apavel-orlov?from=all',
    ]);
    const {
      entity,
      articles: count,
      mentions,
      asTarget,
    } = await api.json('/entities/person:pavel-orlov?from=all', EntityView);
    expect(entity).toMatchObject({ former: ['person:pawel-orloff'], retired: false });
    expect(entity.names.map(({ text, origin }) => [text, origin])).toContainEqual([
      'Pawel Orloff',
      'analyst',
    ]);
    expect([count, mentions]).toEqual([3, 6]);
    expect(asTarget).toEqual([]);
    const listed = await api.json('/entities?from=all&name=orlo', EntityList);
    expect(listed.items.map(({ id, articles: n }) => [id, n])).toEqual([['person:pavel-orlov', 3]]);
    const { facets } = await api.json('/facets?from=all&dup=all&fields=entity,stance', Facets);
    const counts = (field: string): [string, number][] =>
      (facets[field] ?? [])
        .filter(({ value }) => value.includes('orlo'))
        .map(({ value, count: n }) => [value, n]);
    expect(counts('entity')).toEqual([['person:pavel-orlov', 3]]);
    expect(counts('stance').filter(([value]) => value.includes('orloff'))).toEqual([]);
    const said = await api.json('/stances?from=all&holder=person:pawel-orloff', StatementList);
    expect(new Set(said.items.map(({ holderRef }) => holderRef.id))).toEqual(new Set(['person:pavel-orlov']));
    expect(said.total).toBe(2);
    expect((await entities('show', 'person:pawel-orloff')).out).toContain(
      'merged into it: person:pawel-orloff',
    );
  });

  test('the merge is undone, and the undoing too; every step says who and when', async () => {
    const number = await lastChange();
    expect((await entities('undo', String(number))).out).toContain(`change ${number} is undone`);
    expect(await found('entity=person:pawel-orloff')).toBe(1);
    expect((await entities('undo', String(number))).err).toContain('undone already');
    const history = await api.json('/registry/changes?entity=person:pawel-orloff', RegistryHistory);
    expect(history.items.map(({ change, by, undoneBy }) => [change.kind, by, undoneBy])).toEqual([
      ['undo', 'local', null],
      ['merge', 'local', number + 1],
      ['add-entity', 'local', null],
    ]);
    await entities('undo', String(number + 1));
    expect(await found('entity=person:pawel-orloff')).toBe(3);
    expect((await entities('history')).out).toContain(`undid change ${number + 1}`);
  });

  test('what was exported is known when it comes back; a line that does not fit keeps all out', async () => {
    const { out } = await entities('export');
    const kinds = out
      .trim()
      .split('\n')
      .map((line) => z.object({ kind: z.string() }).parse(JSON.parse(line)).kind);
    expect(kinds).toEqual(['add-entity', 'add-names', 'add-entity', 'merge']);
    const file = join(folder, 'edits.jsonl');
    await writeFile(file, out);
    expect((await entities('import', file, '--dry-run')).out).toBe(
      '0 would be taken, 4 known already, 0 refused\n',
    );
    const before = await lastChange();
    await writeFile(file, '{"kind":"retire","id":"org:quad"}\n{"kind":"retire","id":"person:nobody"}\n');
    const refused = await entities('import', file);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('line 2: person:nobody: there is no entity');
    expect(await lastChange()).toBe(before);
  });

  test('a retired one is not found any more, a dismissed name not proposed', async () => {
    await entities('retire', 'person:pavel-orlov', '--reason', 'a test');
    await entities('dismiss', 'en:Pavel Orlov', 'en:Pawel Orloff', 'ru:Павел Орлов');
    await retag();
    expect(await mentionedIn(articles[0] ?? '')).toEqual([]);
    expect((await api.json('/registry/proposals', ProposalList)).items).toEqual([]);
    expect((await api.json('/entities/person:pavel-orlov?from=all', EntityView)).entity.retired).toBe(true);
    expect((await entities('list', '--name', 'orlov')).out).not.toContain('person:pavel-orlov');
  });

  test('the routes are described', async () => {
    const description = z
      .object({ paths: z.record(z.string(), z.unknown()) })
      .parse(await (await khabar.app.request('/api/v1/openapi.json')).json());
    expect(Object.keys(description.paths).filter((path) => path.startsWith('/registry'))).toEqual([
      '/registry/entities',
      '/registry/changes',
      '/registry/changes/preview',
      '/registry/import',
      '/registry/export',
      '/registry/proposals',
    ]);
  });
});

async function lastChange(): Promise<number> {
  return (await api.json('/registry/changes?size=1', RegistryHistory)).items[0]?.number ?? 0;
}
