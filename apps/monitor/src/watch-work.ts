import { setTimeout as wait } from 'node:timers/promises';

import { z } from 'zod';

import { type Cli, outJson } from './cli.ts';
import type { Client } from './client.ts';
import { openProgress } from './progress.ts';

const Queued = z.object({ queued: z.number().int() });
const Remaining = z.object({ extract: z.number().int(), tag: z.number().int(), index: z.number().int() });

const POLL_MS = 500;

/** Long work: what begins it, what is left of it, how its results are called. */
export interface LongWork {
  readonly path: string;
  readonly init: RequestInit;
  /** The stages that it goes through. */
  readonly stages: readonly ('extract' | 'tag' | 'index')[];
  readonly done: string;
}

/** How fast it goes and how long it will take yet: `120 a second, 3 min left`; nothing where it has not moved. */
export function paceNote(done: number, left: number, seconds: number): string | undefined {
  if (done <= 0 || seconds <= 0) return undefined;
  const rate = done / seconds;
  const secondsLeft = Math.ceil(left / rate);
  const time = secondsLeft < 90 ? `${secondsLeft} s` : `${Math.ceil(secondsLeft / 60)} min`;
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a second, ${time} left`;
}

/** Begins long work and watches until nothing of it is left. Ctrl-C ends the watching, not the work. */
export async function watchWork(
  work: LongWork,
  client: Client,
  view: { cli: Cli; json: boolean; wait: boolean },
): Promise<void> {
  const { cli, json } = view;
  const { terminal } = cli;
  const signal = cli.interruption();
  const { queued } = await client.json(work.path, Queued, work.init);
  const report = (left: number): Promise<void> =>
    json
      ? outJson(terminal, { queued, left })
      : terminal.out(
          left === 0
            ? `${queued} articles ${work.done}\n`
            : `${queued} articles are in line; ${left} steps are left\n`,
        );
  if (!view.wait && client.owner !== null) return report(queued);
  const progress = openProgress(terminal, { unit: 'articles', total: queued });
  let left = queued;
  const begun = performance.now();
  try {
    for (;;) {
      const remaining = await client.json('/remaining', Remaining);
      left = work.stages.reduce((most, stage) => Math.max(most, remaining[stage]), 0);
      const done = Math.max(queued - left, 0);
      progress.update(done, paceNote(done, left, (performance.now() - begun) / 1000));
      if (left === 0) break;
      await wait(POLL_MS, undefined, { signal });
    }
    progress.end();
  } catch (error) {
    progress.end();
    if (!signal.aborted) throw error;
    const when =
      client.owner === null
        ? 'it goes on when Khabar runs next'
        : `process ${client.owner.pid} goes on with it`;
    terminal.err(`khabar: no longer watching; ${when}\n`);
  }
  await report(left);
}
