import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { article, LATER, NOW, outlet, page, TAGS } from './asking.ts';

/** Work that the record knows of, for a queue that lost it. */
export function unfinishedContract(stores: () => TwoStores): void {
  test('pages that nobody read and articles that nobody tagged go back in line once, but not those given up', async () => {
    const { one } = stores();
    await one.outlets.put(outlet('unfinished'), NOW);
    for (const id of ['u-unread', 'u-queued', 'u-given-up', 'u-read'])
      await one.pages.put(page(id, 'unfinished'));
    await one.pages.put(page('u-young', 'unfinished', { fetched_at: LATER }));
    await one.pages.read([{ id: 'u-read', outcome: 'not-article', reason: null, articleId: null }]);
    await one.articles.put(article('u-untagged', 'Без тегов', { outlet_id: 'unfinished' }), NOW);
    await one.articles.put(article('u-tagged', 'С тегами', { outlet_id: 'unfinished' }), NOW);
    await one.tags.put('u-tagged', TAGS, { now: NOW, fresh: true });
    await one.outbox.add([{ job: 'extract', payload: { pageId: 'u-queued' } }], NOW);
    const letter = {
      code: 'EXTRACT_FAILED',
      error: 'x',
      stack: null,
      attempts: 8,
      first_at: NOW,
      last_at: NOW,
    };
    await one.deadLetters.put({ ...letter, id: 'u', step: 'extract', payload: { pageId: 'u-given-up' } });

    const putBack = () =>
      one.transaction((records) =>
        records.unfinished.putBack({ now: LATER, before: '2025-07-04T10:00:00.000Z' }),
      );
    await putBack();
    expect(await putBack()).toEqual({ extract: 0, tag: 0 });
    const jobs = await one.db.selectFrom('outbox').select(['job', 'payload']).execute();
    const named = (id: string) =>
      jobs.filter(({ payload }) => JSON.stringify(payload).includes(`"${id}"`)).length;
    expect(['u-unread', 'u-queued', 'u-given-up', 'u-read', 'u-young'].map(named)).toEqual([1, 1, 0, 0, 0]);
    expect(['u-untagged', 'u-tagged'].map(named)).toEqual([1, 0]);
    await one.deadLetters.remove('u');
    await one.db.deleteFrom('outbox').execute();
    await one.outlets.remove('unfinished');
  });
}
