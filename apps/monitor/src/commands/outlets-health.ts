import type { Command } from 'commander';

import { addShared, type Cli, outJson, wantsJson, withClient } from '../cli.ts';
import { coloursFor } from '../colours.ts';

/** The worst first. */
const SICK = ['blocked', 'failing', 'changed', 'quiet'] as const;

/** `khabar outlets health`: which sources are in trouble, why, and since when. */
export function addOutletHealth(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('health')
    .description('sources in trouble, the worst first: what is wrong, since when, and how many are well')
    .addHelpText(
      'after',
      `
blocked  it refuses: robots.txt, 403, a challenge page, a login        failing  it cannot be read
changed  it answers, but not as it did                                 quiet    less comes than its week lets expect

The code in brackets is stable; scripts can rely on it (--json: state, code, values, since).`,
    );
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const { OutletList } = await import('@khabar/api/schemas');
      const { items, counts } = await client.json('/outlets', OutletList);
      const sick = items
        .filter((outlet) => SICK.some((state) => state === outlet.status))
        .toSorted((a, b) => order(a.status) - order(b.status) || a.name.localeCompare(b.name));
      if (wantsJson(command)) {
        const sources = sick.map(({ id, name, status, code, values, since, reason }) => ({
          id,
          name,
          state: status,
          code,
          values,
          since,
          reason,
        }));
        return outJson(terminal, { counts, sources });
      }
      const { bold, dim } = coloursFor(terminal);
      const lines = sick.map(
        ({ id, name, status, code, since, reason }) =>
          `${bold(status.padEnd(8))} ${name} ${dim(`${id}${since === null ? '' : `, since ${since.slice(0, 16).replace('T', ' ')}`}`)}\n         ${reason ?? ''}${code === null ? '' : dim(` [${code}]`)}\n`,
      );
      const summary = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
      return terminal.out(
        `${lines.join('')}${summary.length === 0 ? 'no sources; see: khabar outlets add' : summary.join(', ')}\n`,
      );
    }),
  );
}

function order(state: string): number {
  return SICK.findIndex((one) => one === state);
}
