import { setTimeout as wait } from 'node:timers/promises';

import type { OutletView } from '@khabar/api/schemas';
import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, outJson, wantsJson, withOpenedClient } from '../cli.ts';
import type { Client } from '../client.ts';
import { EXIT } from '../failure.ts';
import { textTable } from '../text-table.ts';

const Done = z.object({ done: z.literal(true) });

const POLL_MS = 300;
const VISIT_TIMEOUT_MS = 120_000;

/** `khabar outlets check`: visits a source now and shows how its channels answered. */
export function addOutletCheck(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('check')
    .description('visit a source now and show how its channels answer')
    .argument('<id>', 'the source');
  addShared(command).action((id: string) =>
    withOpenedClient(command, { cli, fetching: true }, (client) =>
      check(id, client, { cli, json: wantsJson(command) }),
    ),
  );
}

async function check(id: string, client: Client, { cli, json }: { cli: Cli; json: boolean }): Promise<void> {
  const { terminal } = cli;
  const path = `/outlets/${encodeURIComponent(id)}`;
  const schemas = await import('@khabar/api/schemas');
  const before = await client.json(path, schemas.OutletView);
  await client.json(`${path}/visit`, Done, { method: 'POST' });
  const outlet = await visited(path, before, { client, signal: cli.interruption() });
  const { items } = await client.json(`${path}/fetches`, schemas.FetchList);
  const since = before.lastTriedAt ?? '';
  const visits = items.filter((item) => item.what === 'channel' && item.at > since);
  if (json) await outJson(terminal, { outlet, visits });
  else {
    await terminal.out(
      `${outlet.name}: ${outlet.status}${outlet.reason === null ? '' : `: ${outlet.reason}`}\n\n`,
    );
    const rows = visits.map((item) => [
      item.outcome,
      String(item.status ?? ''),
      String(item.found ?? ''),
      `${item.ms} ms`,
      `${item.url}${item.reason === null ? '' : ` (${item.reason})`}`,
    ]);
    await terminal.out(
      textTable(['outcome', 'status', 'articles', 'time', 'address'], rows, terminal.columns),
    );
  }
  if (outlet.status === 'failing' || outlet.status === 'blocked') cli.exitWith(EXIT.failed);
}

async function visited(
  path: string,
  before: OutletView,
  { client, signal }: { client: Client; signal: AbortSignal },
): Promise<OutletView> {
  const schemas = await import('@khabar/api/schemas');
  const until = Date.now() + VISIT_TIMEOUT_MS;
  for (;;) {
    const outlet = await client.json(path, schemas.OutletView);
    if (outlet.lastTriedAt !== null && outlet.lastTriedAt !== before.lastTriedAt) return outlet;
    if (Date.now() > until)
      throw new KhabarError(
        'TIMEOUT',
        `outlet ${before.id}: not visited within ${VISIT_TIMEOUT_MS / 1000} s`,
        { retry: 'later' },
      );
    await wait(POLL_MS, undefined, { signal });
  }
}
