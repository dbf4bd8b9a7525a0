import { expect, test } from 'vitest';

import { cached } from './cached.ts';

test('an answer is kept for its time and asked for again afterwards', async () => {
  let now = 0;
  let asked = 0;
  const read = cached(async () => ++asked, { keepMs: 100, mostMs: 1000, now: () => now });
  expect(await read()).toEqual({ ok: true, value: 1 });
  now = 99;
  expect(await read()).toEqual({ ok: true, value: 1 });
  now = 100;
  expect(await read()).toEqual({ ok: true, value: 2 });
});

test('scrapes at the same time share one reading', async () => {
  let asked = 0;
  const read = cached(async () => ++asked, { keepMs: 0, mostMs: 1000, now: () => 0 });
  expect(await Promise.all([read(), read(), read()])).toEqual(
    Array.from({ length: 3 }, () => ({ ok: true, value: 1 })),
  );
});

test('a failed reading is not kept', async () => {
  let fails = true;
  const read = cached(
    async () => {
      if (fails) throw new Error('the store is away');
      return 'back';
    },
    { keepMs: 1000, mostMs: 1000, now: () => 0 },
  );
  expect(await read()).toEqual({ ok: false });
  fails = false;
  expect(await read()).toEqual({ ok: true, value: 'back' });
});

test('a reading that hangs is given up in time and not started a second time', async () => {
  let asked = 0;
  const read = cached(
    async () => {
      asked += 1;
      return new Promise<string>(() => {});
    },
    { keepMs: 0, mostMs: 5, now: () => 0 },
  );
  expect(await read()).toEqual({ ok: false });
  expect(await read()).toEqual({ ok: false });
  expect(asked).toBe(1);
});
