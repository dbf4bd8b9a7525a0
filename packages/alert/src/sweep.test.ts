import { parseQuery } from '@khabar/query';
import { tokens } from '@khabar/text';
import { expect, test } from 'vitest';

import { mayMatch, sweep, type SweptArticle, type SweptRule } from './sweep.ts';

const NOW = new Date('2025-07-04T09:00:00Z');
const ARTICLE: SweptArticle = {
  id: 'a1',
  title: 'Россия признала талибов',
  text: 'Кабулов сообщил о признании. طالبان خوش آمدید گفتند.',
  updatedAt: '2025-07-04T08:00:00.000Z',
};
const rule = (id: string, query: string, createdAt = '2025-01-01T00:00:00.000Z'): SweptRule => ({
  id,
  query,
  createdAt,
  params: {},
});
const all = { findMatching: async (_rule: SweptRule, ids: readonly string[]) => ids, now: () => NOW };

test('a rule of words that are not there never asks the index', async () => {
  const asked: string[] = [];
  const findMatching = async (one: SweptRule): Promise<readonly string[]> => {
    asked.push(one.id);
    return [];
  };
  await sweep([ARTICLE], [rule('r1', 'cricket'), rule('r2', 'Кабулов'), rule('r3', 'cricket OR طالبان')], {
    findMatching,
    now: () => NOW,
  });
  expect(asked).toEqual(['r2', 'r3']);
});

test('an alert carries the words that matched, where they stand', async () => {
  const [alert] = await sweep([ARTICLE], [rule('r1', 'признание')], all);
  expect(alert?.matched.length).toBeGreaterThan(0);
  for (const match of alert?.matched ?? [])
    expect((match.field === 'title' ? ARTICLE.title : ARTICLE.text).slice(match.start, match.end)).toBe(
      match.text,
    );
});

test('an article older than the rule is no news to it', async () => {
  expect(await sweep([ARTICLE], [rule('r1', 'Кабулов', '2025-07-04T08:30:00.000Z')], all)).toEqual([]);
});

test('negation, fields and wildcards are left to the index', () => {
  const stems = new Set(tokens(ARTICLE.title).map((token) => token.stem));
  for (const query of ['NOT cricket', 'lang:ru', 'стра*', ''])
    expect(mayMatch(parseQuery(query).ast, stems)).toBe(true);
});
