import { expect, test } from 'vitest';

import { openRecent } from './recent.ts';

test('what was kept a minute ago is not used again', () => {
  let at = 0;
  const recent = openRecent<number>(() => at);
  recent.set('a', 1);
  at = 59_999;
  expect(recent.get('a')).toBe(1);
  at = 60_000;
  expect(recent.get('a')).toBeUndefined();
});

test('the oldest of very many makes room', () => {
  const recent = openRecent<number>(() => 0);
  for (let i = 0; i <= 300; i += 1) recent.set(String(i), i);
  expect([recent.get('0'), recent.get('1'), recent.get('300')]).toEqual([undefined, 1, 300]);
});
