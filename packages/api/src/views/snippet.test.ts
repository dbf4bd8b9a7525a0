import { expect, test } from 'vitest';

import { snippetOf } from './snippet.ts';

const TEXT =
  'The talks began in the morning. Nobody spoke of trade. Kabulov said that recognition would come. The delegation left at night.';

test('the sentence with the most marks is shown, with its marks moved along', () => {
  const start = TEXT.indexOf('Kabulov');
  const snippet = snippetOf(TEXT, [{ start, end: start + 7 }]);
  expect(snippet.text.startsWith('Kabulov said')).toBe(true);
  expect(snippet.marks).toEqual([{ start: 0, end: 7 }]);
});

test('without marks the beginning is shown, in whole sentences', () => {
  expect(snippetOf(TEXT, []).text).toBe(TEXT);
  expect(snippetOf('', [])).toEqual({ text: '', marks: [] });
});

test('a text without an end is cut around its first mark', () => {
  const long = `${'слово '.repeat(2000)}Кабулов ${'слово '.repeat(2000)}`;
  const start = long.indexOf('Кабулов');
  const snippet = snippetOf(long, [{ start, end: start + 7 }]);
  expect(snippet.text.length).toBeLessThan(800);
  expect(snippet.text).toContain('Кабулов');
  expect(snippet.marks).toHaveLength(1);
});
