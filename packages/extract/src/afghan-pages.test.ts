import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { extractArticle } from './extract-article.ts';
import { bareText, tidyText } from './tidy-text.ts';
import { textAgreement } from './weigh-profile.ts';

// The set in fixtures/: what is measured here are floors, not the figures (fixtures/README.md has those).
const Labelled = z.object({
  id: z.string(),
  url: z.string(),
  html: z.string(),
  charset: z.string(),
  lang: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  published: z.string(),
  body: z.string(),
  must_include: z.array(z.string()),
  must_exclude: z.array(z.string()),
});

const FOLDER = new URL('../fixtures/', import.meta.url);
const pages = readFileSync(new URL('truth.jsonl', FOLDER), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => Labelled.parse(JSON.parse(line)));
const now = new Date('2026-11-24T12:00:00Z');
const read = pages.map((truth) => {
  const html = new TextDecoder(truth.charset).decode(readFileSync(new URL(truth.html, FOLDER)));
  return { truth, html, found: extractArticle({ html, url: truth.url, now }) };
});

function share(good: (one: (typeof read)[number]) => boolean, among = read): number {
  return among.filter(good).length / among.length;
}

test('the set is what it says: 36 pages, half of them Pashto, each with its page and its truth', () => {
  expect(pages).toHaveLength(36);
  expect(share(({ truth }) => truth.lang === 'ps')).toBe(0.5);
  expect(new Set(pages.map(({ url }) => URL.parse(url)?.hostname)).size).toBe(36);
  expect(pages.filter(({ url }) => URL.parse(url)?.hostname.endsWith('.example') !== true)).toEqual([]);
  const unmarked = (html: string): string => bareText(html.replaceAll(/<[^>]+>/g, ' '));
  // Table cells and the letter of a drop cap stand apart in the page, so lines are looked for, not whole texts.
  const missing = read.filter(({ truth, html }) => {
    const page = unmarked(html);
    return truth.body.split('\n').filter((line) => !page.includes(bareText(line))).length > 1;
  });
  expect(missing.map(({ truth }) => truth.id)).toEqual([]);
});

test('every page is an article in its language', () => {
  expect(read.filter(({ found }) => !found.isArticle).map(({ truth }) => truth.id)).toEqual([]);
  expect(share(({ truth, found }) => found.language.split('-')[0] === truth.lang)).toBe(1);
});

test('the text is the text: words shared on average, in each language, and on the worst page', () => {
  for (const lang of ['ps', 'fa']) {
    const scores = read
      .filter(({ truth }) => truth.lang === lang)
      .map(({ truth, found }) => textAgreement(tidyText(truth.body), found.text));
    expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeGreaterThan(0.96);
    expect(Math.min(...scores)).toBeGreaterThan(0.75);
  }
});

test('what belongs to the text is there; captions, comments, teasers and advertisements mostly are not', () => {
  const wanted = read.flatMap(({ truth, found }) =>
    truth.must_include.map((piece) => found.text.includes(piece)),
  );
  const unwanted = read.flatMap(({ truth, found }) =>
    truth.must_exclude.map((piece) => found.text.includes(piece)),
  );
  expect(wanted.filter((is) => is).length / wanted.length).toBeGreaterThan(0.93);
  expect(unwanted.filter((is) => is).length / unwanted.length).toBeLessThan(0.08);
});

test('titles come without the name of the site, and are found where the page marks none', () => {
  expect(share(({ truth, found }) => bareText(found.title ?? '') === bareText(truth.title))).toBeGreaterThan(
    0.9,
  );
});

test('dates in solar, lunar and Gregorian months and in all digits are read; next to none is wrong', () => {
  const isDay = ({ truth, found }: (typeof read)[number]): boolean =>
    found.published?.slice(0, 10) === truth.published.slice(0, 10);
  expect(share(isDay)).toBeGreaterThan(0.9);
  expect(share((one) => one.found.published !== null && !isDay(one))).toBeLessThan(0.03);
});

test('people are authors; desks, papers and agencies are not', () => {
  const signed = read.filter(({ truth }) => truth.authors.length > 0);
  const isExact = ({ truth, found }: (typeof read)[number]): boolean =>
    truth.authors.map(bareText).toSorted().join() === found.authors.map(bareText).toSorted().join();
  expect(share(isExact, signed)).toBeGreaterThan(0.8);
  expect(
    share(
      isExact,
      read.filter(({ truth }) => truth.authors.length === 0),
    ),
  ).toBe(1);
});
