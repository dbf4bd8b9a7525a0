import { expect, test } from 'vitest';

import { acrossScripts } from './across-scripts.ts';
import { formatQuery } from './format-query.ts';
import { parseQuery } from './parse-query.ts';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  Kabulov: ['Кабулов', 'Кабулова', 'کابلوف', 'Kabulov'],
  'Moscow format': ['Московский формат'],
};
const widened = (query: string): string =>
  formatQuery(acrossScripts(parseQuery(query).ast, (text) => NAMES[text] ?? []));

const asTyped = (query: string): string => formatQuery(parseQuery(query).ast);

test('a name is searched in its other scripts too, each spelling once', () => {
  expect(widened('Kabulov visit')).toBe(asTyped('(Kabulov OR Кабулов OR کابلوف) visit'));
  expect(widened('"Moscow format"')).toBe(asTyped('"Moscow format" OR "Московский формат"'));
  expect(widened('NOT title:Kabulov')).toBe(asTyped('NOT (title:Kabulov OR title:Кабулов OR title:کابلوف)'));
});

test('what is typed exactly, as a pattern or as a field stays as it is', () => {
  for (const query of ['exact:Kabulov', 'Kabulov*', 'Kabulov~1', 'entity:Kabulov', 'visit'])
    expect(widened(query)).toBe(asTyped(query));
});
