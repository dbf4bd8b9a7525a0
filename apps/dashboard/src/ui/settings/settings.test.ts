import { expect, test } from 'vitest';

import { preferredLanguage, readSettings } from './settings.ts';

test.each([
  [['fa-IR', 'en'], 'fa-AF'],
  [['ps'], 'ps'],
  [['de', 'ru-RU'], 'ru'],
  [['de'], 'en'],
  [[], 'en'],
] as const)('a browser that asks for %j is served in %s', (wanted, served) => {
  expect(preferredLanguage(wanted)).toBe(served);
});

test('stored settings that are broken or foreign fall back part by part', () => {
  expect(readSettings('{not json', ['ru'])).toMatchObject({
    language: 'ru',
    theme: 'system',
    shortcuts: true,
  });
  expect(
    readSettings('{"language":"xx","theme":"dark","timeZone":"Mars/Base","textSize":900}', []),
  ).toMatchObject({
    language: 'en',
    theme: 'dark',
    timeZone: 'system',
    textSize: 100,
  });
});
