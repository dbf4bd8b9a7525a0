import { KhabarError } from '@khabar/article';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Analysis, openAnalysis } from './open-analysis.ts';

const PAGE = `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Встреча в Казани</title></head><body><article><h1>Встреча в Казани</h1>
<p>Министр иностранных дел России Сергей Лавров заявил, что талибы — это реальная власть в Афганистане, и Москва намерена с ними работать.</p>
<p>Переговоры шли два дня; стороны говорили о торговле, транзите и о положении на северной границе страны.</p>
<p>По словам дипломатов, следующая встреча намечена на осень и пройдёт в том же составе участников.</p></article></body></html>`;

let analysis: Analysis;
beforeAll(async () => {
  analysis = await openAnalysis({ threads: 1, timeoutMs: 5000 });
});
afterAll(() => analysis.close());

const page = (html: string) => ({
  kind: 'page' as const,
  body: new TextEncoder().encode(html),
  contentType: 'text/html; charset=utf-8',
  url: 'http://gazeta.example/1',
  outletId: 'gazeta.example',
  now: '2025-07-04T09:00:00.000Z',
});

test('a page is read, measured and tagged in one journey', async () => {
  const read = await analysis.run(page(PAGE));
  expect(read.extraction).toMatchObject({ isArticle: true, title: 'Встреча в Казани', language: 'ru' });
  expect(read.wordCount).toBeGreaterThan(40);
  expect(read.signature).toHaveLength(256);
  expect(read.tags?.mentions.map((mention) => mention.entityId)).toContain('person:sergey-lavrov');
});

test('a text without a title is not tagged twice for its first words', async () => {
  const read = await analysis.run({
    kind: 'text',
    text: 'Zamir Kabulov said it would be premature to talk about recognition of the Taliban.',
    outletId: '',
  });
  expect(read.extraction.title).toBeNull();
  expect(read.title).toContain('Zamir Kabulov');
  expect(read.tags?.mentions.every((mention) => mention.field === 'text')).toBe(true);
});

test('a page that takes too long costs its own turn: it fails by name, and the next one is read', async () => {
  const hasty = await openAnalysis({ threads: 1, timeoutMs: 1 });
  // Two million blocks: far more than a millisecond's work.
  const slow = hasty.run(page(`<body>${'<p>слово и слово</p>'.repeat(200_000)}</body>`));
  await expect(slow).rejects.toMatchObject({ code: 'EXTRACT_FAILED', retry: 'never' });
  await expect(slow).rejects.toThrow(/gazeta\.example\/1 \(\d+ bytes\) took longer than 1 ms/);
  await hasty.close();
  expect((await analysis.run(page(PAGE))).extraction.isArticle).toBe(true);
});

test('whoever still waits when it closes is told to come back', async () => {
  const closing = await openAnalysis({ threads: 1, timeoutMs: 5000 });
  const waiting = [closing.run(page(PAGE)), closing.run(page(PAGE))].map((run) =>
    run.catch((error: unknown) => error),
  );
  await closing.close();
  for (const error of await Promise.all(waiting)) {
    expect(error).toBeInstanceOf(KhabarError);
    expect(error).toMatchObject({ code: 'CANCELLED', retry: 'later' });
  }
});
