import { beforeAll, expect, test } from 'vitest';

import { copyScores, eventScores, type SeenArticle, seeGold, squeezed } from './story-figures.ts';

let all: readonly SeenArticle[];
const heldOut = (): SeenArticle[] => all.filter((article) => article.heldOut);

beforeAll(async () => {
  all = await seeGold();
}, 120_000);

test('copies under another headline, lead and footer, and cut ones, are told from other texts', () => {
  for (const articles of [all, heldOut()]) {
    const { precision, recall } = copyScores(articles);
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  }
});

test('reports of one event come together by the rules alone, decoys stay apart', () => {
  expect(eventScores(heldOut()).f1).toBeGreaterThanOrEqual(0.93);
  expect(eventScores(squeezed(all)).f1).toBeGreaterThanOrEqual(0.9);
});

test('so do reports of which no two share a language', () => {
  expect(eventScores(heldOut(), { oneOfEach: true }).f1).toBeGreaterThanOrEqual(0.93);
  expect(eventScores(squeezed(all), { oneOfEach: true }).f1).toBeGreaterThanOrEqual(0.88);
});
