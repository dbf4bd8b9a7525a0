import { KhabarError } from '@khabar/article';
import { type Config, type OptionKey, readConfig } from '@khabar/config';
import type { Command } from 'commander';
import { z } from 'zod';

import type { Client, OpenClient } from './client.ts';
import type { Terminal } from './terminal.ts';

/** What every command works with. */
export interface Cli {
  readonly terminal: Terminal;
  readonly openClient: OpenClient;
  /** Aborted by Ctrl-C or termination; a second one ends the process. Listens from the first call on. */
  interruption(): AbortSignal;
  /** The command ends with this exit code, though nothing was thrown. */
  exitWith(code: number): void;
}

const Shared = z.object({ json: z.boolean().default(false), data: z.string().optional() });

/** Options that every command has. */
export function addShared(command: Command): Command {
  return command
    .option('--json', 'machine-readable results on stdout; messages stay on stderr')
    .option('--data <folder>', 'data folder (KHABAR_DATA)');
}

/** Are results wanted as JSON? */
export function wantsJson(command: Command): boolean {
  return Shared.parse(command.opts()).json;
}

/** Configuration of the environment and of the flags of this command. Throws KhabarError CONFIG_INVALID that names every wrong option. */
export function settingsOf(
  command: Command,
  terminal: Terminal,
  flags: Partial<Record<OptionKey, string>> = {},
): Config {
  const { data } = Shared.parse(command.opts());
  const read = readConfig(terminal.environment, data === undefined ? flags : { ...flags, dataFolder: data });
  if (read.ok) return read.config;
  throw new KhabarError('CONFIG_INVALID', read.problems.map((problem) => problem.message).join('\n'));
}

/** Options of a command as this schema reads them; unknown keys are left out. */
export function optionsOf<T>(command: Command, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(command.opts());
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `--${String(issue.path[0])}: ${issue.message}`);
  throw new KhabarError('INPUT_INVALID', issues.join('\n'));
}

/** Opens the client, does the work, closes it whatever happens. */
export async function withClient(
  command: Command,
  cli: Cli,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  return withOpenedClient(command, { cli, fetching: false }, work);
}

/** The same, with a choice whether this process may have to visit sources. */
export async function withOpenedClient(
  command: Command,
  { cli, fetching }: { cli: Cli; fetching: boolean },
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const config = settingsOf(command, cli.terminal);
  const client = await cli.openClient(config, {
    fetching,
    signal: cli.interruption(),
    onProgress: (message) => {
      if (cli.terminal.errIsTty) cli.terminal.err(`khabar: ${message}\n`);
    },
  });
  try {
    await work(client);
  } finally {
    await client.close();
  }
}

/** Writes one result as a line of JSON. */
export function outJson(terminal: Terminal, value: unknown): Promise<void> {
  return terminal.out(`${JSON.stringify(value)}\n`);
}
