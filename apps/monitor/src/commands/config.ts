import { mkdir, statfs, access, constants } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { dirname, resolve } from 'node:path';

import { KhabarError } from '@khabar/article';
import { type Config, readConfig, shownConfig } from '@khabar/config';
import type { Command } from 'commander';

import { byteCount } from '../byte-count.ts';
import { addShared, type Cli, outJson, settingsOf, wantsJson } from '../cli.ts';
import { coloursFor } from '../colours.ts';
import { EXIT, messageOf } from '../failure.ts';

/** `khabar config`: every option with its value and where that comes from; `config check` tries what they point at. */
export function addConfig(program: Command, cli: Cli): void {
  const config = program.command('config').description('show the configuration, or check it');
  const show = config
    .command('show', { isDefault: true })
    .description('every option, its value (secrets masked) and where it comes from');
  addShared(show).action(() => showConfig(show, cli));
  const check = config.command('check').description('try what the options point at: folder, port, addresses');
  addShared(check).action(() => checkConfig(check, cli));
}

async function showConfig(command: Command, { terminal }: Cli): Promise<void> {
  const config = settingsOf(command, terminal);
  const read = readConfig(terminal.environment);
  const sources = read.ok ? read.sources : {};
  const options = shownConfig(config, sources);
  if (wantsJson(command)) return outJson(terminal, options);
  const { bold, dim } = coloursFor(terminal);
  const width = Math.max(...options.map((option) => option.name.length));
  const lines = options.map(
    ({ name, value, source, sentence }) =>
      `${bold(name.padEnd(width))}  ${value === '' ? dim('(not set)') : value}  ${dim(`[${source}]`)}\n${' '.repeat(width + 2)}${dim(sentence)}`,
  );
  return terminal.out(`${lines.join('\n')}\n`);
}

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

async function checkConfig(command: Command, cli: Cli): Promise<void> {
  const { terminal } = cli;
  const config = settingsOf(command, terminal);
  const findings = [
    { what: 'options', ok: true, detail: 'every one can be read' },
    await checkFolder(config),
    await checkPort(config),
    ...(
      await Promise.all([
        checkAddress('DATABASE_URL', config.databaseUrl, 5432),
        checkAddress('REDIS_URL', config.redisUrl, 6379),
        checkAddress('ELASTICSEARCH_URL', config.elasticsearchUrl, 9200),
      ])
    ).flat(),
  ];
  const failed = findings.filter((finding) => !finding.ok);
  if (wantsJson(command)) await outJson(terminal, findings);
  else {
    const { green, red } = coloursFor(terminal);
    for (const { what, ok, detail } of findings)
      await terminal.out(`${ok ? green('ok    ') : red('failed')}  ${what}: ${detail}\n`);
  }
  if (failed.length > 0) cli.exitWith(EXIT.failed);
}

/** As much as the store asks for before it writes. */
const LEAST_FREE_BYTES = 200_000_000;

async function checkFolder({ dataFolder }: Config): Promise<Finding> {
  const what = `KHABAR_DATA ${resolve(dataFolder)}`;
  try {
    await mkdir(dirname(resolve(dataFolder)), { recursive: true });
    const existing = await firstExisting(resolve(dataFolder));
    await access(existing, constants.W_OK);
    const { bavail, bsize } = await statfs(existing);
    const free = bavail * bsize;
    return {
      what,
      ok: free >= LEAST_FREE_BYTES,
      detail: `${byteCount(free)} free; at least ${byteCount(LEAST_FREE_BYTES)} are needed`,
    };
  } catch (error) {
    return { what, ok: false, detail: messageOf(error) };
  }
}

async function firstExisting(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch {
    return dirname(path);
  }
}

async function checkPort(config: Config): Promise<Finding> {
  const what = `HOST ${config.host}, PORT ${config.port}`;
  const { readLock } = await import('@khabar/store');
  const owner = await readLock(config.dataFolder);
  if (owner !== null && owner.address !== null)
    return { what, ok: true, detail: `Khabar is running: process ${owner.pid}, ${owner.address}` };
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) =>
      done({
        what,
        ok: false,
        detail:
          'code' in error && error.code === 'EADDRINUSE'
            ? 'the port is in use; stop what uses it or set PORT to another'
            : error.message,
      }),
    );
    server.listen(config.port, config.host.replaceAll(/^\[|\]$/g, ''), () =>
      server.close(() => done({ what, ok: true, detail: 'free' })),
    );
  });
}

const CONNECT_TIMEOUT_MS = 3000;

async function checkAddress(
  name: string,
  address: string | undefined,
  defaultPort: number,
): Promise<Finding[]> {
  if (address === undefined) return [{ what: name, ok: true, detail: 'not set: embedded' }];
  const url = new URL(address);
  const port = Number(url.port === '' ? defaultPort : url.port);
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  const what = `${name} ${host}:${port}`;
  try {
    await new Promise<void>((done, fail) => {
      const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
      socket.once('connect', () => {
        socket.destroy();
        done();
      });
      socket.once('timeout', () =>
        socket.destroy(new KhabarError('TIMEOUT', `no answer within ${CONNECT_TIMEOUT_MS} ms`)),
      );
      socket.once('error', fail);
    });
    return [{ what, ok: true, detail: 'answers' }];
  } catch (error) {
    return [{ what, ok: false, detail: messageOf(error) }];
  }
}
