import { expect, test } from 'vitest';

import { readSettings } from '../settings/settings.ts';
import { formatsOf } from './formats.ts';

const DAY = '2025-06-22T00:00:00.000Z';

test('Dari shows Solar Hijri dates with Afghan month names', () => {
  const formats = formatsOf(readSettings('{"language":"fa-AF","timeZone":"UTC"}', []));
  expect(formats.bucketLabel(DAY, 'day')).toMatch(/سرطان/);
  expect(formats.bucketLabel(DAY, 'day')).toMatch(/۱۴۰۴/);
});

test('Pashto shows its own month names', () => {
  expect(formatsOf(readSettings('{"language":"ps","timeZone":"UTC"}', [])).bucketLabel(DAY, 'day')).toMatch(
    /چنگاښ/,
  );
});

test('calendar and digits are set apart from the language', () => {
  const formats = formatsOf(
    readSettings('{"language":"fa-AF","calendar":"gregory","digits":"latn","timeZone":"UTC"}', []),
  );
  expect(formats.date(DAY)).toMatch(/2025/);
  expect(
    formatsOf(readSettings('{"language":"en","calendar":"persian","timeZone":"UTC"}', [])).date(DAY),
  ).toMatch(/1404/);
});

test('the time zone changes moments but not the labels of buckets', () => {
  const kabul = formatsOf(readSettings('{"language":"en","timeZone":"Asia/Kabul"}', []));
  expect(kabul.time('2025-07-03T21:00:00.000Z')).toContain('01:30');
  expect(kabul.bucketLabel('2025-07-03T00:00:00.000Z', 'day')).toContain('Jul 3');
});

test('a month bucket is labelled by its first day under another calendar, since it is no month there', () => {
  const formats = formatsOf(readSettings('{"language":"fa-AF","timeZone":"UTC"}', []));
  expect(formats.bucketLabel('2025-07-01T00:00:00.000Z', 'month')).toMatch(/۱۰/);
});

test('a signed mean has a true minus, and one that rounds to zero has no sign', () => {
  const { signed } = formatsOf(readSettings('{"language":"en"}', []));
  expect([signed(-0.82), signed(0.5), signed(-0.01)]).toEqual(['−0.8', '+0.5', '0.0']);
});

test('a code that names no language is shown as it is', () => {
  const { languageName } = formatsOf(readSettings('{"language":"en"}', []));
  expect([languageName('fa-AF'), languageName('und'), languageName('not a code')]).toEqual([
    'Dari',
    '?',
    'not a code',
  ]);
});
