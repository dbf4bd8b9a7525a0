import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { article, LATER, NOW, page, TAGS } from './asking.ts';

/** An article that the record does not have comes in with all that hangs on it at once. */
export function newArticleContract(stores: () => TwoStores): void {
  test('a new article is kept with bands, tags, its mark for the index and its page read, at once', async () => {
    const { one } = stores();
    await one.pages.put(page('kept-page', 'gazeta'));
    const kept = article('kept', 'Талибан', { page_id: 'kept-page' });
    expect(await one.articles.keepNew(kept, { bands: [7001, 7001, 7002], tags: TAGS, now: NOW })).toBe(true);
    expect(await one.articles.get('kept')).toMatchObject({
      ...kept,
      revision: 1,
      first_seen_at: NOW,
      updated_at: NOW,
      tag_version: TAGS.version,
      tagged_at: NOW,
      topics: TAGS.topics,
      relevance: TAGS.relevance,
    });
    expect((await one.tags.mentions(['kept'])).get('kept')).toEqual(TAGS.mentions);
    expect(await one.tags.quotes('kept')).toEqual(TAGS.quotes);
    expect((await one.tags.stances(['kept'])).get('kept')).toMatchObject(TAGS.stances);
    expect(await one.pages.get('kept-page')).toMatchObject({ outcome: 'article', article_id: 'kept' });
    expect((await one.articles.copyCandidates([7002], 'another')).map(({ id }) => id)).toEqual(['kept']);
    expect(
      await one.db.selectFrom('pending_index').select('since').where('article_id', '=', 'kept').execute(),
    ).toHaveLength(1);
  });

  test('an article that the record has is left as it is, and nothing is written', async () => {
    const { one } = stores();
    const known = article('known', 'Первый');
    await one.articles.put(known, NOW);
    const again = { bands: [7003], tags: TAGS, now: LATER };
    expect(await one.articles.keepNew({ ...known, text: 'Второй' }, again)).toBe(false);
    expect(await one.articles.get('known')).toMatchObject({ text: 'Первый', tag_version: null });
    expect((await one.tags.mentions(['known'])).get('known')).toBeUndefined();
    expect(await one.articles.copyCandidates([7003], 'another')).toEqual([]);
  });

  test('the same new article from two sides is new once', async () => {
    const { one, other } = stores();
    const both = article('from-two', 'Один текст');
    const parts = { bands: [7004], tags: TAGS, now: NOW };
    const kept = await Promise.all([one.articles.keepNew(both, parts), other.articles.keepNew(both, parts)]);
    expect(kept.filter(Boolean)).toHaveLength(1);
  });

  test('candidates for a copy that share more bands come first, then the older ones', async () => {
    const { one } = stores();
    const keep = (id: string, bands: number[], now: string): Promise<boolean> =>
      one.articles.keepNew(article(id, `Копия ${id}`), { bands, tags: TAGS, now });
    await keep('shares-one', [7010], NOW);
    await keep('shares-two-late', [7010, 7011], LATER);
    await keep('shares-two', [7010, 7011], NOW);
    const found = await one.articles.copyCandidates([7010, 7011, 7012], 'another');
    expect(found.map(({ id }) => id)).toEqual(['shares-two', 'shares-two-late', 'shares-one']);
  });
}
