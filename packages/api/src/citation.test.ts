import { expect, test } from 'vitest';

import { bibEntry, type Citation, risRecord } from './citation.ts';

const ARTICLE: Citation = {
  id: 'a1',
  url: 'https://kubha.example/a?x=1&y={2}',
  title: 'روسیه ۱۰۰% & {سود}\nER  - ',
  authors: ['Ann Ordinary', 'Bek and Sons'],
  source: 'Kubha_News',
  language: 'fa',
  published: '2025-07-03T16:40:00.000Z',
  firstSeen: '2025-07-04T09:00:00.000Z',
};

test('a RIS record is of one line a value, so that a title can end no record', () => {
  expect(risRecord(ARTICLE).split('\r\n')).toEqual([
    'TY  - NEWS',
    'ID  - a1',
    'TI  - روسیه ۱۰۰% & {سود} ER  -',
    'AU  - Ann Ordinary',
    'AU  - Bek and Sons',
    'T2  - Kubha_News',
    'PY  - 2025',
    'DA  - 2025/07/03',
    'LA  - fa',
    'UR  - https://kubha.example/a?x=1&y={2}',
    'Y2  - 2025/07/04',
    'ER  - ',
    '',
    '',
  ]);
});

test('what TeX takes for a command or a brace is text in a BibTeX entry', () => {
  const entry = bibEntry({ ...ARTICLE, title: 'A \\input{x} 100% & co_op' });
  expect(entry).toContain('title = {{A \\textbackslash{}input\\{x\\} 100\\% \\& co\\_op}}');
  expect(entry).toContain('author = {{Ann Ordinary} and {Bek and Sons}}');
  expect(entry).toContain('url = {https://kubha.example/a?x=1&y=%7B2%7D}');
  expect(entry).toContain('date = {2025-07-03}');
});

test('an undated article has no date in either form', () => {
  const undated = { ...ARTICLE, published: null };
  expect(risRecord(undated)).not.toMatch(/^(PY|DA)/m);
  expect(bibEntry(undated)).not.toMatch(/ date = /);
});
