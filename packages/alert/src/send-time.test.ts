import { AlertTiming } from '@khabar/article';
import { expect, test } from 'vitest';

import { momentOf } from './local-time.ts';
import { sendTime } from './send-time.ts';

const rule = (timing: object, until?: string) => ({
  timing: AlertTiming.parse(timing),
  snooze: until === undefined ? null : { until },
});
const due = (at: string, asked: ReturnType<typeof rule>): string | undefined =>
  sendTime(new Date(at), asked).dueAt?.toISOString();

test('without a timing, or as it comes and not grouped, an alert is sent at once', () => {
  const fired = { decision: 'fired', dueAt: null };
  expect(sendTime(new Date(), { timing: null, snooze: null })).toEqual(fired);
  expect(sendTime(new Date(), rule({}))).toEqual(fired);
});

test('alerts within the minutes of a group wait for its end, and the next ones open another', () => {
  const grouped = rule({ groupMinutes: 10 });
  const first = sendTime(new Date('2026-03-01T10:00:00Z'), grouped);
  expect(first).toEqual({ decision: 'grouped', dueAt: new Date('2026-03-01T10:10:00Z') });
  expect(sendTime(new Date('2026-03-01T10:07:00Z'), grouped, first.dueAt)).toEqual(first);
  expect(sendTime(new Date('2026-03-01T10:11:00Z'), grouped, first.dueAt).dueAt).toEqual(
    new Date('2026-03-01T10:21:00Z'),
  );
});

test('a daily digest keeps its hour on the wall through a change of clocks', () => {
  const daily = rule({ when: 'daily', hour: 8, timeZone: 'Europe/Berlin' });
  expect(due('2026-03-28T12:00:00Z', daily)).toBe('2026-03-29T06:00:00.000Z');
  expect(due('2026-03-27T12:00:00Z', daily)).toBe('2026-03-28T07:00:00.000Z');
  expect(due('2026-10-24T12:00:00Z', daily)).toBe('2026-10-25T07:00:00.000Z');
  expect(due('2026-10-25T07:00:00Z', daily)).toBe('2026-10-26T07:00:00.000Z');
});

test('an hour that the clocks leave out is the first moment after it, one that comes twice its first', () => {
  const at = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 };
  expect(momentOf(at, 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:00:00.000Z');
  expect(momentOf({ ...at, month: 10, day: 25 }, 'Europe/Berlin').toISOString()).toBe(
    '2026-10-25T00:30:00.000Z',
  );
});

test('zones of half hours have digests by their own clock', () => {
  expect(due('2026-03-01T10:00:00Z', rule({ when: 'hourly', timeZone: 'Asia/Kabul' }))).toBe(
    '2026-03-01T10:30:00.000Z',
  );
  expect(due('2026-03-01T10:00:00Z', rule({ when: 'daily', hour: 7, timeZone: 'Asia/Kabul' }))).toBe(
    '2026-03-02T02:30:00.000Z',
  );
});

test('a weekly digest waits for its day, over the end of the month', () => {
  const weekly = rule({ when: 'weekly', weekday: 1, hour: 9, timeZone: 'Europe/Moscow' });
  expect(due('2026-03-30T05:59:00Z', weekly)).toBe('2026-03-30T06:00:00.000Z');
  expect(due('2026-03-30T06:00:00Z', weekly)).toBe('2026-04-06T06:00:00.000Z');
});

test('quiet hours over midnight hold an alert until they end', () => {
  const quiet = rule({ quiet: { from: '22:00', to: '06:30' }, timeZone: 'Asia/Kabul' });
  expect(sendTime(new Date('2026-03-01T18:00:00Z'), quiet)).toEqual({
    decision: 'quiet',
    dueAt: new Date('2026-03-02T02:00:00Z'),
  });
  expect(due('2026-03-01T20:00:00Z', quiet)).toBe('2026-03-02T02:00:00.000Z');
  expect(sendTime(new Date('2026-03-02T02:00:00Z'), quiet).decision).toBe('fired');
});

test('a snoozed rule sends when the snooze and the quiet hours after it are over', () => {
  const asked = rule({ quiet: { from: '20:00', to: '21:00' } }, '2026-03-01T20:10:00Z');
  expect(sendTime(new Date('2026-03-01T10:00:00Z'), asked)).toEqual({
    decision: 'snoozed',
    dueAt: new Date('2026-03-01T21:00:00Z'),
  });
  expect(sendTime(new Date('2026-03-01T22:00:00Z'), asked).decision).toBe('fired');
});

test('every digest is later than the alert, at the hour of its zone, whatever the moment and the zone', () => {
  for (const timeZone of ['America/New_York', 'Asia/Tehran', 'Australia/Lord_Howe', 'Asia/Kathmandu'])
    for (let hours = 0; hours < 24 * 365; hours += 37) {
      const at = new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000);
      const { dueAt } = sendTime(at, rule({ when: 'daily', hour: 13, timeZone }));
      expect(dueAt?.getTime()).toBeGreaterThan(at.getTime());
      expect((dueAt?.getTime() ?? 0) - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
      expect(
        new Intl.DateTimeFormat('en', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(dueAt ?? at),
      ).toBe('13');
    }
});
