import { expect, test } from 'vitest';

import { articleId, KhabarError, Outlet, textUrn, writingDirection } from './index.ts';

test('the same address is the same article everywhere, another is another', () => {
  expect(articleId('http://gazeta.example/1')).toBe(articleId('http://gazeta.example/1'));
  expect(articleId('http://gazeta.example/1')).not.toBe(articleId('http://gazeta.example/2'));
  expect(articleId('http://gazeta.example/1')).toMatch(/^[a-z2-7]{20}$/);
});

test('the same words are the same text, however their letters are composed', () => {
  expect(textUrn('й')).toBe(textUrn('й'));
});

test('a language of unknown direction is left to the browser', () => {
  expect(['en', 'fa-AF', 'ps', 'und'].map(writingDirection)).toEqual(['ltr', 'rtl', 'rtl', 'auto']);
});

test('an error may not pass unless its thrower says so', () => {
  expect(new KhabarError('FETCH_FAILED', 'x').retry).toBe('never');
  expect(new KhabarError('FETCH_FAILED', 'x', { retry: 'later', retryAfterMs: 5 })).toMatchObject({
    retry: 'later',
    retryAfterMs: 5,
  });
});

test('an outlet needs an address of the web', () => {
  const outlet = {
    id: 'gazeta',
    name: 'Gazeta',
    country: 'RU',
    language: 'ru',
    kind: 'state',
    homepage: 'http://gazeta.example/',
  };
  expect(Outlet.safeParse(outlet).success).toBe(true);
  expect(Outlet.safeParse({ ...outlet, homepage: 'javascript:alert(1)' }).success).toBe(false);
  expect(
    Outlet.safeParse({ ...outlet, channels: [{ kind: 'feed', url: 'file:///etc/passwd' }] }).success,
  ).toBe(false);
});
