import type { ArticleVector, Tags } from '@khabar/article';
import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { article, NOW, outlet } from './asking.ts';

const VECTOR: ArticleVector = { model: 'heads-1/abc', values: [127, -127, 0, 5] };
const TAGS: Tags = {
  mentions: [],
  quotes: [],
  stances: [],
  relevance: {},
  topics: [],
  version: 'tag-1/heads-1',
  vector: VECTOR,
};

/** Where the sentence encoder puts articles. */
export function vectorsContract(stores: () => TwoStores): void {
  test('a vector is kept with the tags of its article, replaced and taken away with them, and gone with the article', async () => {
    const { one, other } = stores();
    await one.outlets.put(outlet('vectors'), NOW);
    const fresh = article('v-1', 'The mill opens', { outlet_id: 'vectors' });
    await one.articles.keepNew([{ article: fresh, bands: [], tags: TAGS }], NOW);
    await one.articles.put(article('v-2', 'The mill closes', { outlet_id: 'vectors' }), NOW);
    const newer = { ...VECTOR, model: 'heads-2/abc' };
    await one.transaction(async (records) => {
      await records.tags.put('v-2', { ...TAGS, vector: newer }, { now: NOW, fresh: true });
    });
    const both = () => other.articleVectors.get(['v-1', 'v-2', 'v-none']);
    expect(await both()).toEqual(
      new Map([
        ['v-1', VECTOR],
        ['v-2', newer],
      ]),
    );
    const { vector: _, ...withoutVector } = TAGS;
    await one.tags.put('v-1', { ...TAGS, vector: newer }, { now: NOW, fresh: false });
    await one.tags.put('v-2', withoutVector, { now: NOW, fresh: false });
    expect(await both()).toEqual(new Map([['v-1', newer]]));
    await one.articleVectors.put([{ articleId: 'v-none', vector: VECTOR }]);
    await one.outlets.remove('vectors');
    expect(await both()).toEqual(new Map());
  });
}
