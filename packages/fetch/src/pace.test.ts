import { expect, test } from 'vitest';

import type { Clock } from './clock.ts';
import { openPace, type HeldBack, type Turn } from './pace.ts';

/** A clock on which sleeping passes the time at once. */
function clockOf(): Clock & { ms: number } {
  const clock = {
    ms: 0,
    now: () => new Date(clock.ms),
    monotonicMs: () => clock.ms,
    sleep: async (ms: number) => {
      clock.ms += ms;
    },
  };
  return clock;
}

function turnOf(answer: Turn | HeldBack): Turn {
  if ('done' in answer) return answer;
  throw new Error('held back');
}

test('a second request to a host waits for the first to end and then for the delay', async () => {
  const clock = clockOf();
  const pace = openPace(clock);
  const first = turnOf(await pace.turn('kubha.example', 1000));
  let started = false;
  const second = pace.turn('kubha.example', 1000).then((turn) => {
    started = true;
    return turn;
  });
  clock.ms = 400;
  await Promise.resolve();
  expect(started).toBe(false);
  first.done();
  await second;
  expect(clock.ms).toBe(1400);
});

test('two hosts do not wait for each other', async () => {
  const clock = clockOf();
  const pace = openPace(clock);
  await pace.turn('kubha.example', 1000);
  await pace.turn('nevka.example', 1000);
  expect(clock.ms).toBe(0);
});

test('a short Retry-After is waited for to the millisecond, a long one goes back to the caller', async () => {
  const clock = clockOf();
  const pace = openPace(clock);
  turnOf(await pace.turn('kubha.example', 0)).done();
  pace.hold('kubha.example', 7000);
  turnOf(await pace.turn('kubha.example', 0)).done();
  expect(clock.ms).toBe(7000);
  pace.hold('kubha.example', 3_600_000);
  expect(await pace.turn('kubha.example', 0)).toEqual({ retryAfterMs: 3_600_000 });
});
