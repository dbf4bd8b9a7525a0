import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { article, NOW, TAGS } from './asking.ts';

/** Texts of every script and times of every age come back as they went in. */
export function valuesContract(stores: () => TwoStores): void {
  test('texts of every script come back letter for letter, joiners, marks and emoji included', async () => {
    const { one } = stores();
    const text =
      'Россия признаёт ёлку. می‌گویند که طالبان… پښتو: ځانګړی ښځه ؟ العربيّة ـ اردو: ہے ۔ 🇦🇫👩🏽‍💻 e\u0301 \u202b\u2066\u2069 \ufeff\u{10fffd}';
    await one.articles.put(article('letters', text, { title: text, authors: [text, '{"a",b}', ''] }), NOW);
    expect(await one.articles.get('letters')).toMatchObject({
      title: text,
      text,
      authors: [text, '{"a",b}', ''],
    });
  });

  test('offsets count the letters of a long text as JavaScript does', async () => {
    const { one } = stores();
    const text = `${'🇦🇫 خبر '.repeat(15_000)}Талибан`;
    await one.articles.put(article('long', text), NOW);
    const start = text.length - 7;
    const [mention] = TAGS.mentions;
    if (mention === undefined) throw new Error('the tags of the contract have a mention');
    const mentions = [{ ...mention, start, end: start + 7 }];
    await one.tags.put('long', { ...TAGS, mentions }, { now: NOW, fresh: true });
    const kept = await one.articles.get('long');
    const [found] = (await one.tags.mentions(['long'])).get('long') ?? [];
    expect(kept?.text.slice(found?.start, found?.end)).toBe('Талибан');
    expect(kept?.blocks).toEqual([{ kind: 'paragraph', start: 0, end: text.length }]);
  });

  test('a NUL, which PostgreSQL cannot keep, is refused and nothing of the article stays', async () => {
    const { one } = stores();
    await expect(one.articles.put(article('nul', 'Текст\u0000'), NOW)).rejects.toThrow(/0x00/);
    await expect(one.settings.put('nul', { text: '\u0000' })).rejects.toThrow(/Unicode|u0000/);
    expect(await one.articles.get('nul')).toBeUndefined();
    expect(await one.settings.get('nul')).toBeUndefined();
  });

  test('bytes come back as they were', async () => {
    const { one } = stores();
    const signature = Uint8Array.from({ length: 256 }, (_, n) => n);
    await one.articles.put(article('bytes', 'Байты', { signature }), NOW);
    const kept = await one.articles.get('bytes');
    expect(Array.from(kept?.signature ?? [])).toEqual(Array.from(signature));
  });

  test('times come back to the millisecond, from the first year to the last', async () => {
    const { one } = stores();
    const times = [
      '0001-01-01T00:00:00.000Z',
      '0099-12-31T23:59:59.999Z',
      '1889-12-31T16:00:00.001Z',
      '1969-12-31T23:59:59.999Z',
      '1970-01-01T00:00:00.000Z',
      '2024-02-29T12:00:00.500Z',
      '2025-03-30T01:59:59.999Z',
      '9999-12-31T23:59:59.999Z',
    ];
    for (const at of times) {
      await one.articles.put(article(`at-${at}`, at, { published_at: at }), NOW);
      expect((await one.articles.get(`at-${at}`))?.published_at).toBe(at);
    }
  });

  test('numbers come back as they were, as far as their columns go', async () => {
    const { one } = stores();
    await one.articles.put(
      article('numbers', 'Числа', { published_confidence: 0.25, word_count: 2_147_483_647 }),
      NOW,
    );
    expect(await one.articles.get('numbers')).toMatchObject({
      published_confidence: 0.25,
      word_count: 2_147_483_647,
      revision: 1,
    });
  });
}
