import { expect, test } from 'vitest';

import { seldom } from './seldom.ts';

test('a flood of the same complaint is one line in ten seconds, with how many it stands for', () => {
  let time = 0;
  const passed: string[] = [];
  const say = seldom<string>(
    10_000,
    (value, leftOut) => passed.push(`${value} +${leftOut}`),
    () => time,
  );
  for (; time < 25_000; time += 1) say('gone');
  expect(passed).toEqual(['gone +0', 'gone +9999', 'gone +9999']);
});
