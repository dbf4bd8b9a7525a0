import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { address, article, NOW, outlet, page, TAGS } from './asking.ts';

/** What goes when something is removed. */
export function removalContract(stores: () => TwoStores): void {
  test('removing the sample leaves no row of it and nothing else goes', async () => {
    const { one } = stores();
    await one.articles.put(article('stays', 'Остаётся'), NOW);
    await one.outlets.put(outlet('sample', { sample: true }), NOW);
    await one.frontier.add([address('s1', 'sample')], NOW);
    await one.pages.keepFetched(page('sp', 'sample', { frontier_id: 's1' }), {
      etag: null,
      lastModified: null,
      ms: 1,
    });
    await one.articles.put(article('s1', 'Sample text', { outlet_id: 'sample', sample: true }), NOW);
    await one.tags.put('s1', TAGS, { now: NOW, fresh: true });
    await one.savedSearches.add(
      { ownerId: 'local', name: 'Sample search', query: 'x', params: {}, sample: true },
      NOW,
    );
    expect(await one.sampleRows.articleIds()).toEqual(['s1']);
    expect(await one.sampleRows.remove()).toBe(1);
    expect(Object.values(await one.sampleRows.count())).toEqual([0, 0, 0, 0, 0, 0]);
    expect((await one.tags.mentions(['s1'])).size).toBe(0);
    const pending = await one.db.selectFrom('pending_index').select('article_id').execute();
    expect(pending.map((row) => row.article_id)).not.toContain('s1');
    const jobs = await one.db.selectFrom('outbox').select('payload').execute();
    expect(jobs.map((job) => job.payload)).not.toContainEqual({ pageId: 'sp' });
    expect(await one.articles.get('stays')).toBeDefined();
  });

  test('an outlet takes its pages, addresses and articles with it', async () => {
    const { one } = stores();
    await one.outlets.put(outlet('closed'), NOW);
    await one.frontier.add([address('closed-1', 'closed')], NOW);
    await one.pages.put(page('closed-p', 'closed'));
    await one.articles.put(article('closed-a', 'Закрыто', { outlet_id: 'closed' }), NOW);
    await one.tags.put('closed-a', TAGS, { now: NOW, fresh: true });
    await one.outlets.remove('closed');
    expect(await one.articles.get('closed-a')).toBeUndefined();
    expect(await one.pages.get('closed-p')).toBeUndefined();
    expect((await one.tags.stances(['closed-a'])).size).toBe(0);
  });

  test('an article of an outlet that is not there is refused', async () => {
    const { one } = stores();
    await expect(one.articles.put(article('orphan', 'Ничей', { outlet_id: 'nobody' }), NOW)).rejects.toThrow(
      /foreign key/,
    );
  });
}
