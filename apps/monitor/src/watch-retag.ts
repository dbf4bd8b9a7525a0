import { setTimeout as wait } from 'node:timers/promises';

import { RetagRunView } from '@khabar/api/schemas';
import { z } from 'zod';

import { type Cli, outJson } from './cli.ts';
import type { Client } from './client.ts';
import { openProgress } from './progress.ts';
import { retagReportText } from './retag-report.ts';
import { paceNote } from './watch-work.ts';

const POLL_MS = 500;
const Remaining = z.object({ index: z.number().int() });

/** Watches a run until it has ended and what it wrote is in the index; then says what differs. Ctrl-C ends the watching, not the run. */
export async function watchRetag(
  begun: RetagRunView,
  client: Client,
  view: { cli: Cli; json: boolean; wait: boolean },
): Promise<void> {
  const { terminal } = view.cli;
  const signal = view.cli.interruption();
  const ask = (): Promise<RetagRunView> => client.json(`/retag-runs/${begun.id}`, RetagRunView);
  let run = begun;
  if (view.wait || client.owner === null) {
    const progress = openProgress(terminal, {
      unit: 'articles',
      ...(run.total === null ? {} : { total: run.total }),
    });
    const since = performance.now();
    try {
      while (run.endedAt === null) {
        await wait(POLL_MS, undefined, { signal });
        run = await ask();
        progress.update(
          run.done,
          paceNote(run.done, (run.total ?? run.done) - run.done, (performance.now() - since) / 1000),
        );
      }
      if (run.state !== 'compared')
        while ((await client.json('/remaining', Remaining)).index > 0)
          await wait(POLL_MS, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      const when =
        client.owner === null
          ? 'it goes on when Khabar runs next'
          : `process ${client.owner.pid} goes on with it`;
      terminal.err(`khabar: no longer watching; ${when}\n`);
    } finally {
      progress.end();
    }
  }
  if (view.json) return outJson(terminal, run);
  await terminal.out(retagReportText(run));
  for (const line of nextSteps(run)) terminal.err(`khabar: ${line}\n`);
}

function nextSteps({ id, state, report }: RetagRunView): string[] {
  switch (state) {
    case 'compared':
      return report.changed === 0 ? [] : [`write it with: khabar retag --apply ${id}`];
    case 'applied':
    case 'stopped':
      return [`take it back with: khabar retag --rollback ${id}`];
    case 'comparing':
    case 'applying':
    case 'rolling-back':
      return [`see how far it is with: khabar retag --show ${id}`];
    case 'rolled-back':
      return [];
  }
}
