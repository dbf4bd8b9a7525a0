import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { article, LATER, NOW } from './asking.ts';

async function ruleOf(stores: TwoStores, name: string): Promise<string> {
  const { one } = stores;
  const search = await one.savedSearches.add({ ownerId: 'local', name, query: 'Талибан', params: {} }, NOW);
  return one.alerts.addRule(search.id, [], NOW);
}

/** Saved searches, alert rules, the ledger and the deliveries. */
export function alertsContract(stores: () => TwoStores): void {
  test('a search is found by its feed token, and its rules go with it', async () => {
    const { one } = stores();
    const search = await one.savedSearches.add(
      { ownerId: 'local', name: 'Признание', query: 'признание', params: { lang: 'ru' } },
      NOW,
    );
    const ruleId = await one.alerts.addRule(search.id, ['a', 'b'], NOW);
    expect(await one.savedSearches.findByToken(search.feed_token)).toEqual(search);
    expect((await one.alerts.rules()).find(({ id }) => id === ruleId)).toMatchObject({
      searchId: search.id,
      query: 'признание',
      params: { lang: 'ru' },
      channels: ['a', 'b'],
      active: true,
    });
    expect(await one.alerts.updateRule(ruleId, { active: false, channels: [] })).toBe(true);
    expect(await one.savedSearches.remove(search.id)).toBe(true);
    expect(await one.alerts.updateRule(ruleId, { active: true })).toBe(false);
  });

  test('an article meets a rule once, whatever is indexed again and whoever finds it', async () => {
    const { one, other } = stores();
    await one.articles.put(article('m1', 'Талибан'), NOW);
    const ruleId = await ruleOf(stores(), 'Один раз');
    const matched = [{ field: 'text' as const, text: 'Талибан', start: 0, end: 7 }];
    const alert = { ruleId, articleId: 'm1', at: NOW, matched };
    const found = await Promise.all([one, other, one, other].map((store) => store.alerts.record([alert])));
    expect(found.flat()).toEqual([{ ruleId, articleId: 'm1' }]);
    expect(await one.alerts.ledger({ ruleId, limit: 10 })).toMatchObject([
      { rule_id: ruleId, article_id: 'm1', at: NOW, matched, decision: 'fired', due_at: null },
    ]);
  });

  test('the ledger comes newest first, page by page, and counts what is recent', async () => {
    const { one } = stores();
    const ruleId = await ruleOf(stores(), 'По порядку');
    for (const [id, at] of [
      ['l1', NOW],
      ['l2', LATER],
      ['l3', NOW],
    ] as const) {
      await one.articles.put(article(id, id), NOW);
      await one.alerts.record([{ ruleId, articleId: id, at, matched: [] }]);
    }
    const first = await one.alerts.ledger({ ruleId, limit: 2 });
    expect(first.map((row) => row.article_id)).toEqual(['l2', 'l3']);
    const before = { at: first[1]?.at ?? '', articleId: first[1]?.article_id ?? '' };
    expect((await one.alerts.ledger({ ruleId, before, limit: 2 })).map((row) => row.article_id)).toEqual([
      'l1',
    ]);
    expect((await one.alerts.ledgerCounts(LATER)).get(ruleId)).toEqual({ total: 3, recent: 1 });
  });

  test('a delivery that is due goes to one caller, and comes again if nothing comes of it', async () => {
    const { one, other } = stores();
    const ruleId = await ruleOf(stores(), 'Доставка');
    const config = { kind: 'webhook' as const, url: 'http://hook.example/', secret: 's' };
    const channelId = await one.alerts.addChannel({ ownerId: 'local', name: 'Канал', config }, NOW);
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1)
      ids.push(await one.alerts.addDelivery({ ruleId, channelId, articleIds: ['m1'] }, NOW));
    const claims = await Promise.all(
      [one, other, one, other].map((store) => store.alerts.claimDueDeliveries(NOW, 5)),
    );
    const claimed = claims.flat();
    expect(new Set(claimed).size).toBe(claimed.length);
    claimed.push(...(await one.alerts.claimDueDeliveries(NOW, 100)));
    expect(claimed.toSorted()).toEqual(ids.toSorted());
    const [first = '', second = ''] = ids;
    await one.alerts.deliveryTried(first, { state: 'delivered', status: '200', nextAt: null });
    await one.alerts.deliveryTried(second, { state: 'retrying', status: '503', nextAt: LATER });
    const after = '2025-07-04T09:10:00.000Z';
    expect((await other.alerts.claimDueDeliveries(after, 100)).toSorted()).toEqual(ids.slice(2).toSorted());
    expect(await other.alerts.claimDueDeliveries(LATER, 100)).toContain(second);
    expect(await one.alerts.delivery(first)).toMatchObject({
      state: 'delivered',
      attempts: 1,
      next_at: null,
    });
    expect(await one.alerts.removeChannel(channelId, { by: 'local', at: NOW })).toBe(true);
    expect(await one.alerts.channels()).not.toContainEqual(expect.objectContaining({ id: channelId }));
    expect(await one.alerts.delivery(first)).toMatchObject({ id: first });
    expect(await one.alerts.restoreChannel(channelId)).toBe(true);
    expect(await one.alerts.channels()).toContainEqual(expect.objectContaining({ id: channelId }));
  });

  test('a delivery keeps what was said, who has the letter, and who wants none', async () => {
    const { one, other } = stores();
    const ruleId = await ruleOf(stores(), 'Почта');
    const channelId = await one.alerts.addChannel(
      { ownerId: 'local', name: 'desk', config: { kind: 'email', to: ['ana@reader.example'] } },
      NOW,
    );
    const id = await one.alerts.addDelivery({ ruleId, channelId, articleIds: ['a'] }, NOW);
    await one.alerts.deliveryTaken(id, 'ana@reader.example');
    await one.alerts.deliveryTried(id, {
      state: 'delivered',
      status: '250',
      nextAt: null,
      body: '1 new',
      reply: 'queued',
    });
    expect(await other.alerts.delivery(id)).toMatchObject({
      sent_to: ['ana@reader.example'],
      body: '1 new',
      reply: 'queued',
      state: 'delivered',
    });
    expect(await one.alerts.deliveries({ ruleId, state: 'failed', limit: 9, offset: 0 })).toEqual([]);
    const choice = { ruleId, channelId, recipient: 'ana@reader.example' };
    await one.alerts.optOut(choice, NOW);
    await one.alerts.optOut(choice, LATER);
    expect(await other.alerts.optedOut(ruleId, channelId)).toEqual(['ana@reader.example']);
  });

  test('a dead letter put again keeps its first time, and is gone when it is removed', async () => {
    const { one } = stores();
    const letter = {
      id: 'extract:1',
      step: 'extract',
      payload: { pageId: 'p' },
      code: 'EXTRACT_FAILED',
      error: 'first',
      stack: null,
      attempts: 1,
      first_at: NOW,
      last_at: NOW,
    };
    await one.deadLetters.put(letter);
    await one.deadLetters.put({ ...letter, error: 'second', attempts: 2, first_at: LATER, last_at: LATER });
    expect(await one.deadLetters.get(letter.id)).toEqual({
      ...letter,
      error: 'second',
      attempts: 2,
      last_at: LATER,
    });
    expect(await one.deadLetters.remove(letter.id)).toBe(true);
    expect(await one.deadLetters.remove(letter.id)).toBe(false);
  });

  test('settings of any form come back as they were, and users keep their visit', async () => {
    const { one } = stores();
    const value = { list: [1, 'two', null, { three: 3.5 }], text: 'متن' };
    await one.settings.put('form', value);
    expect(await one.settings.get('form')).toEqual(value);
    await one.settings.put('form', null);
    expect(await one.settings.get('form')).toBeNull();
    await one.settings.remove('form');
    expect(await one.settings.get('form')).toBeUndefined();
    await one.users.visited('local', LATER);
    await one.users.ensureLocal(NOW);
    expect(await one.users.get('local')).toMatchObject({ last_visit_at: LATER });
  });
}
