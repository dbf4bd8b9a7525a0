import { expect, test } from 'vitest';

import { isNoIndex } from './indexing.ts';

function page(headers: Record<string, string>, html = ''): Parameters<typeof isNoIndex>[0] {
  const url = 'https://kubha.example/a';
  return {
    url,
    finalUrl: url,
    fetchedAt: '2025-07-04T00:00:00Z',
    status: 200,
    headers,
    body: Buffer.from(html),
  };
}

test('noindex in a header or a meta element is seen, that for another crawler is not', () => {
  expect(isNoIndex(page({ 'x-robots-tag': 'noarchive, noindex' }), 'Khabar')).toBe(true);
  expect(isNoIndex(page({ 'x-robots-tag': 'khabar: noindex' }), 'Khabar')).toBe(true);
  expect(isNoIndex(page({ 'x-robots-tag': 'otherbot: noindex' }), 'Khabar')).toBe(false);
  expect(isNoIndex(page({}, '<meta content="noindex,nofollow" name="robots">'), 'Khabar')).toBe(true);
  expect(isNoIndex(page({}, '<meta name="robots" content="index, follow">'), 'Khabar')).toBe(false);
});
