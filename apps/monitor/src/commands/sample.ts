import { setTimeout as wait } from 'node:timers/promises';

import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient, withOpenedClient } from '../cli.ts';
import type { Client } from '../client.ts';
import { openProgress } from '../progress.ts';

const Status = z.object({
  sample: z.object({
    loaded: z.boolean(),
    loading: z.boolean(),
    articles: z.number().int(),
    expected: z.number().int(),
  }),
});
const Removed = z.object({ articles: z.number().int() });
const Wait = z.object({ wait: z.boolean().default(true) });

const POLL_MS = 500;

/** `khabar sample`: the bundled coverage of *.example outlets. */
export function addSample(program: Command, cli: Cli): void {
  const sample = program.command('sample').description('the sample coverage of *.example outlets');
  const status = sample
    .command('status', { isDefault: true })
    .description('is it loaded, and how much of it');
  addShared(status).action(() =>
    withClient(status, cli, async (client) => {
      const now = await sampleStatus(client);
      await (wantsJson(status) ? outJson(cli.terminal, now) : cli.terminal.out(`${inWords(now)}\n`));
    }),
  );
  const remove = sample.command('remove').description('remove every row and file of it');
  addShared(remove).action(() =>
    withClient(remove, cli, async (client) => {
      const removed = await client.json('/sample', Removed, { method: 'DELETE' });
      await (wantsJson(remove)
        ? outJson(cli.terminal, removed)
        : cli.terminal.out(`${removed.articles} sample articles removed\n`));
    }),
  );
  const load = sample
    .command('load')
    .description('load it (again) by fetching it from loopback')
    .option('--no-wait', 'do not watch; only where Khabar is running');
  addShared(load).action(() =>
    withOpenedClient(load, { cli, fetching: true }, (client) =>
      loadSample(client, { cli, json: wantsJson(load), wait: optionsOf(load, Wait).wait }),
    ),
  );
}

type SampleStatus = z.infer<typeof Status>['sample'];

async function sampleStatus(client: Client): Promise<SampleStatus> {
  return (await client.json('/status', Status)).sample;
}

function inWords(status: SampleStatus): string {
  if (!status.loaded) return 'the sample is not loaded';
  return `${status.loading ? 'loading' : 'loaded'}: ${status.articles} of ${status.expected} sample articles`;
}

async function loadSample(client: Client, view: { cli: Cli; json: boolean; wait: boolean }): Promise<void> {
  const { terminal } = view.cli;
  const signal = view.cli.interruption();
  await client.request('/sample', { method: 'POST' });
  let status = await sampleStatus(client);
  if (view.wait || client.owner === null) {
    const progress = openProgress(terminal, { unit: 'articles', total: status.expected });
    try {
      while (status.loading || status.articles < status.expected) {
        progress.update(status.articles);
        await wait(POLL_MS, undefined, { signal });
        status = await sampleStatus(client);
      }
    } finally {
      progress.end();
    }
  }
  await (view.json ? outJson(terminal, status) : terminal.out(`${inWords(status)}\n`));
}
