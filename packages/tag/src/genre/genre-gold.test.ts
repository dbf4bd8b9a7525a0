import { readFileSync } from 'node:fs';

import { ANALYSED_LANGUAGES, Genre } from '@khabar/article';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { genreOf, loadGenres } from './index.ts';

const Row = z.strictObject({
  id: z.string(),
  language: z.string(),
  genre: Genre,
  title: z.string(),
  section: z.string().optional(),
  authors: z.array(z.string()).optional(),
  text: z.string(),
  note: z.string().optional(),
});

const genres = loadGenres();

function readRows(name: string): z.infer<typeof Row>[] {
  const lines = readFileSync(new URL(`../../gold/${name}.jsonl`, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => Row.parse(JSON.parse(line)));
}

function wrongIn(rows: readonly z.infer<typeof Row>[]): string[] {
  return rows.flatMap(({ id, genre, section, ...article }) => {
    const input = { title: article.title, text: article.text, ...(section === undefined ? {} : { section }) };
    const { kind } = genreOf(input, genres.get(article.language), genres.get('en'));
    return kind === genre ? [] : [`${id}: ${genre}, not ${kind}`];
  });
}

test.each(ANALYSED_LANGUAGES)(
  'nineteen of twenty articles of %s are of the kind that they were made as',
  (language) => {
    const rows = readRows('genre').filter((row) => row.language === language);
    expect(rows).toHaveLength(20);
    const wrong = wrongIn(rows);
    expect(wrong.length > 1 ? wrong : []).toEqual([]);
  },
);

test.each(ANALYSED_LANGUAGES)('so are four of five of %s that were written after the marks', (language) => {
  const rows = readRows('genre-unseen').filter((row) => row.language === language);
  expect(rows).toHaveLength(5);
  const wrong = wrongIn(rows);
  expect(wrong.length > 1 ? wrong : []).toEqual([]);
});
