import { KhabarError, type Stance, type Tags } from '@khabar/article';
import { openStore, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import type { Analysis } from './analysis/open-analysis.ts';
import { openRetagger, type RetagParts } from './retag-run.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const LATER = '2026-02-01T00:00:00.000Z';
const ARTICLES = 60;
const TEXT = 'Kabul welcomed the decision of Moscow. Nobody else spoke.';
const EVIDENCE = { start: 0, end: 38, text: TEXT.slice(0, 38), field: 'text' as const };
const DEATH = new Promise<never>(() => {});

const schema = freshSchema('retag');
let store: Store;

function stance(label: Stance['label'], evidence = EVIDENCE): Stance {
  return {
    holder: 'org:taliban',
    target: 'country:russia',
    label,
    strength: 0.3,
    voice: 'institution',
    evidence,
    cues: [{ start: 6, end: 14, rule: 'en:favor:welcome' }],
    method: 'test',
    confidence: 0.123456789,
  };
}

function tags(version: string, label: Stance['label']): Tags {
  return {
    mentions: [
      {
        entityId: 'place:kabul',
        start: 0,
        end: 5,
        surface: 'Kabul',
        type: 'LOC',
        field: 'text',
        how: 'name',
        actingFor: 'org:taliban',
        confidence: 0.9,
      },
    ],
    quotes: [],
    stances: [stance(label)],
    relevance: { b: 0.1, 'a-longer-one': 0.7 },
    topics: ['topic:recognition'],
    version,
  };
}

/** The rules of "now": every stance is against, and articles with "same" in their title are read as before. */
function analysis(run?: (title: string) => Promise<void>): RetagParts['analysis'] {
  return {
    tagVersion: 'v2',
    // The one kind of task that a retag gives.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    run: (async (task: { title: string }) => {
      await run?.(task.title);
      return tags('v2', task.title.startsWith('same') ? 'favor' : 'against');
    }) as unknown as Analysis['run'],
  };
}

function parts(change: Partial<RetagParts> = {}): RetagParts {
  return {
    store,
    analysis: analysis(),
    registry: { byId: () => undefined },
    indexer: { request: () => {}, close: async () => {} },
    now: () => new Date(LATER),
    ...change,
  };
}

async function toEnd(given = parts()): Promise<void> {
  const retagger = openRetagger(given);
  while (await retagger.someMore());
}

const idOf = (n: number): string => `a${String(n).padStart(3, '0')}`;

/** Everything that a rollback promises to restore. */
async function sums(): Promise<unknown> {
  const { rows } = await sql`
    select (select md5(string_agg(m::text, ',' order by m::text)) from mentions m) as mentions,
      (select md5(string_agg(s::text, ',' order by s::text)) from stances s) as stances,
      (select md5(string_agg(row(id, topics, relevance, tag_version, tagged_at)::text, ',' order by id)) from articles) as articles`.execute(
    store.db,
  );
  return rows;
}

beforeAll(async () => {
  const { connection } = await sharedTestPostgres();
  store = await openStore(connection, { schema, max: 3 });
}, 60_000);
afterAll(async () => {
  await sql`drop schema ${sql.id(schema)} cascade`.execute(store.db);
  await store.close();
});
beforeEach(async () => {
  await sql`truncate articles, outlets, retag_runs, pending_index cascade`.execute(store.db);
  await sql`insert into outlets (id, name, country, language, kind, created_at) values ('site.example', 'Site', 'AF', 'en', 'agency', ${NOW}::timestamptz)`.execute(
    store.db,
  );
  await sql`insert into articles (id, url, outlet_id, title, authors, published_from, published_confidence, first_seen_at, updated_at, revision, language,
      language_confidence, text, blocks, tags, paywalled, word_count, content_hash, story_id, sample, extraction_method, extraction_confidence, extraction_version)
    select 'a' || lpad(n::text, 3, '0'), 'https://site.example/' || n, 'site.example', case when n % 3 = 0 then 'same ' else '' end || n, '{}', 'none', 0, ${NOW}::timestamptz, ${NOW}::timestamptz, 1,
      case when n % 2 = 0 then 'en' else 'fa-AF' end, 1, ${TEXT}, '[]', '{}', false, 4, 'h', 'a' || n, false, 'test', 1, 'test'
    from generate_series(1, ${ARTICLES}::int) as n`.execute(store.db);
  for (let n = 1; n <= ARTICLES; n += 1)
    await store.tags.put(idOf(n), tags('v1', 'favor'), { now: NOW, fresh: true });
  await sql`delete from pending_index`.execute(store.db);
});

const begin = (apply: boolean, scope = {}) =>
  store.retagRuns.add({ scope, apply, alerts: false, by: 'local' }, NOW);

test('a dry run says what would differ, with sentences, and changes nothing', async () => {
  const before = await sums();
  const { id } = await begin(false);
  await toEnd();
  const run = await store.retagRuns.get(id);
  expect(run).toMatchObject({ state: 'compared', done: ARTICLES, total: ARTICLES, tag_version: 'v2' });
  expect(run?.report).toMatchObject({
    articles: ARTICLES,
    changed: 40,
    counts: { 'stance-flipped': 40 },
    byLanguage: { en: { 'stance-flipped': 20 }, fa: { 'stance-flipped': 20 } },
    byEntity: { 'org:taliban': { 'stance-flipped': 40 }, 'country:russia': { 'stance-flipped': 40 } },
  });
  expect(run?.report.examples['stance-flipped']?.[0]).toEqual({
    articleId: 'a001',
    language: 'fa-AF',
    sentence: EVIDENCE.text,
    before: { holder: 'org:taliban', target: 'country:russia', label: 'favor' },
    after: { holder: 'org:taliban', target: 'country:russia', label: 'against' },
  });
  expect(await sums()).toEqual(before);
  expect(await store.pendingIndex.count()).toBe(0);
});

test('a run that applies writes what differs, quietly, and a rollback restores every byte', async () => {
  const before = await sums();
  const { id } = await begin(true);
  await toEnd();
  expect((await store.tags.stances(['a001'])).get('a001')).toMatchObject([{ label: 'against' }]);
  const pending = await store.pendingIndex.next(100);
  expect(pending.map(({ quiet }) => quiet)).toEqual(Array.from({ length: 40 }, () => true));
  expect(await sums()).not.toEqual(before);
  await store.retagRuns.begin(id, { state: 'rolling-back', from: ['applied'] }, LATER);
  await toEnd();
  expect(await sums()).toEqual(before);
  expect(await store.retagRuns.changesOf(id, 10)).toEqual({
    written: ARTICLES,
    restored: ARTICLES,
    changedSince: 0,
    ids: [],
  });
});

test('articles that were changed since stay, and are named; one that was removed is forgotten', async () => {
  const { id } = await begin(true);
  await toEnd();
  await store.tags.put('a002', tags('v3', 'unclear'), { now: LATER, fresh: false });
  await sql`update articles set content_hash = 'edited' where id = 'a003'`.execute(store.db);
  await sql`delete from articles where id = 'a004'`.execute(store.db);
  await store.retagRuns.begin(id, { state: 'rolling-back', from: ['applied'] }, LATER);
  await toEnd();
  expect(await store.retagRuns.changesOf(id, 10)).toMatchObject({
    restored: ARTICLES - 3,
    ids: ['a002', 'a003'],
  });
  expect((await store.tags.stances(['a002'])).get('a002')).toMatchObject([{ label: 'unclear' }]);
});

test('what a person said wins over a run, does not count as a difference, and outlives the rollback', async () => {
  const subject = {
    about: 'stance' as const,
    ...EVIDENCE,
    was: { holder: 'org:taliban', target: 'country:russia', label: 'favor' as const },
    says: { holder: 'org:taliban', target: 'country:russia', label: 'unclear' as const },
  };
  const before = await sums();
  const { id: correction } = await store.transaction((records) =>
    records.corrections.add({ articleId: 'a001', subject, note: '', by: 'local' }, NOW),
  );
  const { id } = await begin(true);
  await toEnd();
  const labels = async () =>
    ((await store.tags.stances(['a001'])).get('a001') ?? []).map(({ label }) => label);
  expect(await labels()).toEqual(['unclear']);
  expect((await store.retagRuns.get(id))?.report.counts).toEqual({ 'stance-flipped': 39 });
  await store.retagRuns.begin(id, { state: 'rolling-back', from: ['applied'] }, LATER);
  await toEnd();
  expect(await labels()).toEqual(['unclear']);
  await store.transaction((records) => records.corrections.undo(correction, 'local', LATER));
  expect(await sums()).toEqual(before);
});

test('a worker that is killed in the middle of a batch leaves nothing half done, and the next goes on', async () => {
  const { id } = await begin(true);
  const { promise: dying, resolve: die } = Promise.withResolvers<void>();
  let read = 0;
  const mortal = analysis(async () => {
    read += 1;
    if (read === 40) {
      die();
      await DEATH;
    }
  });
  void toEnd(parts({ analysis: mortal }));
  await dying;
  expect(await store.retagRuns.get(id)).toMatchObject({ state: 'applying', done: 25, after_id: 'a025' });
  expect(await openRetagger(parts()).someMore()).toBe(false);
  // What a restart does in the embedded form, and time in the other.
  await sql`update retag_runs set leased_until = null`.execute(store.db);
  await toEnd();
  expect(await store.retagRuns.get(id)).toMatchObject({
    state: 'applied',
    done: ARTICLES,
    report: { articles: ARTICLES, changed: 40, counts: { 'stance-flipped': 40 } },
  });
});

test('one run at a time, and one that is stopped stays stopped and can be rolled back', async () => {
  const before = await sums();
  const { id } = await begin(true);
  await expect(begin(false)).rejects.toThrow(`run ${id} is under way`);
  const retagger = openRetagger(parts());
  await retagger.someMore();
  const stopping = openRetagger(
    parts({
      analysis: analysis(async () => {
        await store.retagRuns.stop(id, LATER);
      }),
    }),
  );
  await stopping.someMore();
  expect(await stopping.someMore()).toBe(false);
  expect(await store.retagRuns.get(id)).toMatchObject({ state: 'stopped', done: 25 });
  await store.retagRuns.begin(id, { state: 'rolling-back', from: ['applied', 'stopped'] }, LATER);
  await toEnd();
  expect(await sums()).toEqual(before);
});

test('a scope narrows by language, outlet, date and entity', async () => {
  const totals = [];
  for (const scope of [
    { languages: ['fa'] },
    { outlets: ['other.example'] },
    { since: LATER },
    { entity: 'place:kabul' },
    { entity: 'org:taliban' },
    { entity: 'org:unknown' },
  ]) {
    const { id } = await begin(false, scope);
    await toEnd();
    totals.push((await store.retagRuns.get(id))?.total);
  }
  expect(totals).toEqual([30, 0, 0, 60, 60, 0]);
});

test('an article on which the tagger fails stays as it is, and the run says why', async () => {
  const { id } = await begin(true);
  await toEnd(
    parts({
      analysis: analysis(async (title) => {
        if (title === '7') throw new KhabarError('TAG_FAILED', 'tag: a text of 57 characters: too deep');
      }),
    }),
  );
  const run = await store.retagRuns.get(id);
  expect(run).toMatchObject({
    state: 'applied',
    report: {
      articles: ARTICLES,
      changed: 39,
      failed: [{ articleId: 'a007', reason: expect.stringContaining('too deep') }],
    },
  });
  expect((await store.tags.stances(['a007'])).get('a007')).toMatchObject([{ label: 'favor' }]);
});

test('a run gives vectors and proposed names to articles that say the same, and does not index them again', async () => {
  const vector = { model: 'heads-1', values: [1, 127] };
  const name = {
    field: 'text' as const,
    start: 0,
    end: 5,
    surface: 'Kabul',
    type: 'LOC' as const,
    foundBy: 'learned' as const,
    sound: 'kbl',
    sentence: 'Kabul',
    confidence: 0.9,
  };
  const encoder = {
    tagVersion: 'v1/heads-1',
    // The one kind of task that a retag gives.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    run: (async () => ({
      ...tags('v1/heads-1', 'favor'),
      vector,
      proposedNames: [name],
    })) as unknown as Analysis['run'],
  };
  const before = await sums();
  const { id } = await begin(true);
  await toEnd(parts({ analysis: encoder }));
  expect((await store.retagRuns.get(id))?.report).toMatchObject({ articles: ARTICLES, changed: 0 });
  expect((await store.articleVectors.get([idOf(1), idOf(ARTICLES)])).get(idOf(ARTICLES))).toEqual(vector);
  expect(await store.proposedNames.spellings(10)).toMatchObject([
    { surface: 'Kabul', language: 'en', articles: ARTICLES / 2 },
    { surface: 'Kabul', language: 'fa-AF', articles: ARTICLES / 2 },
  ]);
  expect(await store.pendingIndex.count()).toBe(0);
  await store.retagRuns.begin(id, { state: 'rolling-back', from: ['applied'] }, LATER);
  await toEnd(parts({ analysis: encoder }));
  expect(await sums()).toEqual(before);
});
