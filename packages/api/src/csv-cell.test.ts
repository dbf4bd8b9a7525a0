import { expect, test } from 'vitest';

import { csvCell } from './csv-cell.ts';

test('text that a spreadsheet would run gets an apostrophe, and stays whole behind it', () => {
  for (const text of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\uff1d1+1',
    '|calc',
    '%0A=1',
    '\u200b=1',
  ])
    expect(csvCell(text)).toBe(`'${text}`);
});

test('ordinary text in every script is left alone', () => {
  for (const text of ['Taliban', 'Россия — Талибан', 'طالبان و روسیه', '105th anniversary', '«цитата»', ''])
    expect(csvCell(text)).toBe(text);
});
