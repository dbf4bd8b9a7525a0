import type { HostTurn, HostTurns } from '@khabar/article';
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

/** Turns as another process left the host; notes how each of them ended. */
function turnsThat(knows: Partial<HostTurn>[]): HostTurns & { ended: unknown[] } {
  const left = [...knows];
  const ended: unknown[] = [];
  return {
    ended,
    take: async () => ({
      quietMs: Number.POSITIVE_INFINITY,
      restMs: 0,
      lost: new AbortController().signal,
      isLost: () => false,
      end: (result) => void ended.push(result),
      ...left.shift(),
    }),
    close: async () => {},
  };
}

test('a request of another process counts for the delay', async () => {
  const clock = clockOf();
  const turns = turnsThat([{ quietMs: 300 }]);
  turnOf(await openPace(clock, turns).turn('kubha.example', 1000)).done();
  expect(clock.ms).toBe(700);
  expect(turns.ended).toEqual([{ asked: true, restMs: 0 }]);
});

test('a rest that another process was asked for is kept here, and one asked for here is handed on', async () => {
  const clock = clockOf();
  const turns = turnsThat([{}, { restMs: 60_000 }]);
  const pace = openPace(clock, turns);
  const turn = turnOf(await pace.turn('kubha.example', 0));
  pace.hold('kubha.example', 5000);
  turn.done();
  expect(turns.ended).toEqual([{ asked: true, restMs: 5000 }]);
  clock.ms = 10_000;
  expect(await pace.turn('kubha.example', 0)).toEqual({ retryAfterMs: 60_000 });
  expect(turns.ended).toHaveLength(2);
  // Nobody needs to be asked to know that.
  expect(await pace.turn('kubha.example', 0)).toEqual({ retryAfterMs: 60_000 });
  expect(turns.ended).toHaveLength(2);
});

test('a turn that was lost while it waited for the delay is taken again', async () => {
  const clock = clockOf();
  const turns = turnsThat([{ quietMs: 0, isLost: () => true }, { quietMs: 200 }]);
  turnOf(await openPace(clock, turns).turn('kubha.example', 1000)).done();
  expect(clock.ms).toBe(1800);
  expect(turns.ended).toEqual([
    { asked: false, restMs: 0 },
    { asked: true, restMs: 0 },
  ]);
});

test('when turns are out of reach the next in line hears it too, and nobody waits for ever', async () => {
  const pace = openPace(clockOf(), {
    take: () => Promise.reject(new Error('no record')),
    close: async () => {},
  });
  const both = [pace.turn('kubha.example', 0), pace.turn('kubha.example', 0)];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
