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
  try {
    for (;;) {
      const remaining = await client.json('/remaining', Remaining);
      left = work.stages.reduce((most, stage) => Math.max(most, remaining[stage]), 0);
      progress.update(Math.max(queued - left, 0));
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
