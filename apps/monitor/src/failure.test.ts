import { KhabarError } from '@khabar/article';
import { expect, test } from 'vitest';

import { exitCodeOf, fileError, messageOf } from './failure.ts';

test('bad input and bad settings are exit code 2, failed work is 1', () => {
  expect(exitCodeOf(new KhabarError('INPUT_TOO_LARGE', 'x'))).toBe(2);
  expect(exitCodeOf(new KhabarError('CONFIG_INVALID', 'x'))).toBe(2);
  expect(exitCodeOf(new KhabarError('STORE_DISK_FULL', 'x'))).toBe(1);
  expect(exitCodeOf(new Error('x'))).toBe(1);
});

test('a full disk is said in words, with the path', () => {
  const cause = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    path: '/data/x',
  });
  expect(messageOf(cause)).toBe('/data/x: the disk is full (ENOSPC)');
  expect(fileError('/data/x', cause)).toMatchObject({
    code: 'STORE_DISK_FULL',
    message: '/data/x: the disk is full',
  });
});
