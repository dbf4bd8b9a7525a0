import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { address, LATER, NOW, outlet, page } from './asking.ts';

const EARLIER = '2025-07-03T09:00:00.000Z';
const result = { at: NOW, trouble: null, nextVisitAt: LATER };

/** Outlets and their visits, addresses, pages. */
export function outletsContract(stores: () => TwoStores): void {
  test('an outlet written again keeps what its visits came to', async () => {
    const { one } = stores();
    await one.outlets.put(outlet('kept'), NOW);
    await one.outlets.visited('kept', { ...result, ok: true, found: 3 });
    await one.outlets.put(outlet('kept', { name: 'Другое имя' }), LATER);
    expect(await one.outlets.get('kept')).toMatchObject({
      name: 'Другое имя',
      created_at: NOW,
      last_success_at: NOW,
      last_new_at: NOW,
      next_visit_at: LATER,
      failures: 0,
    });
  });

  test('failures are counted until a visit succeeds', async () => {
    const { one } = stores();
    await one.outlets.put(outlet('failing'), NOW);
    const trouble = { kind: 'failing' as const, reason: 'timeout' };
    await one.outlets.visited('failing', { ...result, ok: false, found: 0, trouble });
    await one.outlets.visited('failing', { ...result, ok: false, found: 0, trouble });
    expect(await one.outlets.get('failing')).toMatchObject({
      failures: 2,
      trouble: 'timeout',
      last_success_at: null,
    });
    await one.outlets.visited('failing', { ...result, ok: true, found: 0 });
    expect(await one.outlets.get('failing')).toMatchObject({ failures: 0, trouble: null, last_new_at: null });
  });

  test('an outlet that is due goes to one caller, also when two ask at once', async () => {
    const { one, other } = stores();
    const ids = Array.from({ length: 40 }, (_, n) => `due-${n}`);
    for (const id of ids) await one.outlets.put(outlet(id), EARLIER);
    await one.outlets.setPaused('due-0', true);
    const claims = await Promise.all(
      [one, other, one, other].map((store) => store.outlets.claimDue(EARLIER, LATER, 10)),
    );
    expect(new Set(claims.flat()).size).toBe(claims.flat().length);
    const rest = await one.outlets.claimDue(EARLIER, LATER, 100);
    expect([...claims.flat(), ...rest].toSorted()).toEqual(ids.slice(1).toSorted());
    expect(await one.outlets.claimDue(EARLIER, LATER, 100)).toEqual([]);
  });

  test('the newest visits of an outlet are kept, and come newest first', async () => {
    const { one } = stores();
    await one.outlets.put(outlet('visited'), NOW);
    const visit = {
      outlet_id: 'visited',
      url: 'http://visited.example/rss',
      what: 'channel' as const,
      outcome: 'ok',
      status: 200,
      bytes: 1,
      ms: 1,
      reason: null,
    };
    await one.outlets.logVisits(Array.from({ length: 510 }, (_, found) => ({ ...visit, at: NOW, found })));
    await one.outlets.trimVisits();
    const kept = await one.outlets.lastVisits('visited', 1000);
    expect(kept.map((row) => row.found)).toEqual(Array.from({ length: 500 }, (_, n) => 509 - n));
  });

  test('validators of a channel are those of its last answer', async () => {
    const { one } = stores();
    await one.outlets.put(outlet('channels'), NOW);
    const channel = { url: 'http://channels.example/rss', outletId: 'channels', status: 200 };
    await one.outlets.putChannel({ ...channel, etag: '"a"', lastModified: 'Fri', at: NOW });
    await one.outlets.putChannel({ ...channel, etag: '"b"', at: LATER });
    expect(await one.outlets.channelValidators('channels')).toEqual(
      new Map([[channel.url, { etag: '"b"' }]]),
    );
  });

  test('an address is asked for once, and again when its channel says that it was updated', async () => {
    const { one } = stores();
    const host = 'gazeta.example';
    expect(await one.frontier.add([address('a1', 'gazeta'), address('a2', 'gazeta')], NOW)).toEqual([
      'a1',
      'a2',
    ]);
    expect(await one.frontier.add([address('a1', 'gazeta')], NOW)).toEqual([]);
    for (const row of await one.frontier.claim(host, NOW, 10))
      await one.frontier.fetched(row.id, { status: 200 });
    expect(await one.frontier.claim(host, NOW, 10)).toEqual([]);
    expect(await one.frontier.add([address('a1', 'gazeta', LATER)], LATER)).toEqual([]);
    expect((await one.frontier.claim(host, LATER, 10)).map((row) => row.id)).toEqual(['a1']);
  });

  test('two that claim addresses of a host at once get different ones', async () => {
    const { one, other } = stores();
    await one.outlets.put(outlet('claimed'), NOW);
    await one.frontier.add(
      Array.from({ length: 30 }, (_, n) => address(`claim-${n}`, 'claimed')),
      NOW,
    );
    const claims = await Promise.all(
      [one, other, one, other].map((store) => store.frontier.claim('claimed.example', NOW, 10)),
    );
    const ids = claims.flat().map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length + (await one.frontier.claim('claimed.example', NOW, 100)).length).toBe(30);
  });

  test('a fetched page is kept with its address, its line in the log and the job that reads it, or not at all', async () => {
    const { one } = stores();
    await one.outlets.put(outlet('pages'), NOW);
    await one.frontier.add([address('f1', 'pages')], NOW);
    const fetched = { etag: '"1"', lastModified: null, ms: 12 };
    await one.pages.keepFetched(page('p1', 'pages', { frontier_id: 'f1' }), fetched);
    expect(await one.pages.forReading(['p1', 'nowhere'])).toMatchObject([
      {
        page: { id: 'p1', outcome: null },
        outlet: { language: 'ru', sample: false },
        lead: { outletId: 'pages' },
      },
    ]);
    const jobs = await one.db.selectFrom('outbox').select('payload').where('job', '=', 'extract').execute();
    expect(jobs.map((job) => job.payload)).toContainEqual({ pageId: 'p1' });
    await expect(one.pages.keepFetched(page('p1', 'pages', { frontier_id: 'f1' }), fetched)).rejects.toThrow(
      /duplicate key/,
    );
    expect(await one.outlets.lastVisits('pages', 10)).toHaveLength(1);
    await one.pages.read([{ id: 'p1', outcome: 'not-article', reason: 'no text', articleId: null }]);
    expect(await one.pages.get('p1')).toMatchObject({ outcome: 'not-article', reason: 'no text' });
  });
}
