import type { KeptRobots, RobotsRecord } from '@khabar/article';
import { expect, test } from 'vitest';

import { openRobots, type Robots } from './robots.ts';
import type { WebAnswer } from './web-client.ts';

const HOUR_MS = 3_600_000;
const ORIGIN = 'https://kubha.example';

/** A web of one file, its clock, and how often it was asked. */
function openWeb(answer: () => WebAnswer) {
  let nowMs = Date.parse('2025-07-04T09:00:00Z');
  let asked = 0;
  const open = (record?: RobotsRecord): Robots =>
    openRobots({
      clock: { now: () => new Date(nowMs), monotonicMs: () => nowMs, sleep: async () => {} },
      agent: 'Khabar',
      get: async () => {
        asked += 1;
        return answer();
      },
      ...(record === undefined ? {} : { record }),
    });
  return {
    open,
    asked: () => asked,
    pass: (hours: number) => {
      nowMs += hours * HOUR_MS;
    },
  };
}

function openRecord(): RobotsRecord {
  const kept = new Map<string, KeptRobots>();
  return { get: async (origin) => kept.get(origin), put: async (origin, one) => void kept.set(origin, one) };
}

const file = (headers: Record<string, string> = {}): WebAnswer => ({
  kind: 'answer',
  status: 200,
  headers,
  body: Buffer.from('User-agent: *\nDisallow: /a\n'),
});

test('two processes of one record ask for a file once, and so does the next start', async () => {
  const web = openWeb(file);
  const record = openRecord();
  expect((await web.open(record).of(ORIGIN)).allows(`${ORIGIN}/a`)).toBe(false);
  expect((await web.open(record).of(ORIGIN)).allows(`${ORIGIN}/a`)).toBe(false);
  expect(web.asked()).toBe(1);
});

test('a file is used for a day at most, whatever it says, and an hour at least', async () => {
  const web = openWeb(() => file({ 'cache-control': 'max-age=9999999' }));
  const robots = web.open(openRecord());
  await robots.of(ORIGIN);
  web.pass(23.9);
  await robots.of(ORIGIN);
  expect(web.asked()).toBe(1);
  web.pass(0.2);
  await robots.of(ORIGIN);
  expect(web.asked()).toBe(2);

  const hasty = openWeb(() => file({ 'cache-control': 'max-age=5' }));
  const again = hasty.open();
  await again.of(ORIGIN);
  hasty.pass(0.9);
  await again.of(ORIGIN);
  expect(hasty.asked()).toBe(1);
  hasty.pass(0.2);
  await again.of(ORIGIN);
  expect(hasty.asked()).toBe(2);
});

test('a file out of reach forbids everything, is asked for again soon, and is given up after thirty days over restarts', async () => {
  const web = openWeb(() => ({ kind: 'failed', reason: 'network', detail: 'no connection' }));
  const record = openRecord();
  expect(await web.open(record).of(ORIGIN)).toMatchObject({
    state: 'unreachable',
    detail: 'robots.txt: no connection',
  });
  web.pass(24 * 29);
  expect((await web.open(record).of(ORIGIN)).state).toBe('unreachable');
  web.pass(25);
  expect((await web.open(record).of(ORIGIN)).allows(`${ORIGIN}/a`)).toBe(true);
});

test('a record that is away costs a request, not the visit', async () => {
  const web = openWeb(file);
  const away: RobotsRecord = {
    get: () => Promise.reject(new Error('away')),
    put: () => Promise.reject(new Error('away')),
  };
  expect((await web.open(away).of(ORIGIN)).state).toBe('found');
});
