import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { processEnvironment } from '@khabar/config';
import { Client } from 'pg';

/** A PostgreSQL server for tests. Its user may make databases; nothing of it may be left behind. */
export interface PostgresServer {
  readonly kind: 'server';
  /** Of its maintenance database, with user and password. */
  readonly url: string;
  /** A new empty database, as `DATABASE_URL` takes it; `drop` ends what is still connected. */
  freshDatabase(prefix?: string): Promise<FreshDatabase>;
}

export interface FreshDatabase {
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

/** There is none here; `reason` says in a sentence what would bring one. */
export interface NoPostgresServer {
  readonly kind: 'none';
  readonly reason: string;
}

let shared: Promise<PostgresServer | NoPostgresServer> | null = null;

/**
 * The PostgreSQL server for all test files of a run: the one of TEST_DATABASE_URL or DATABASE_URL, else one started from the
 * programs on this machine, which ends with this process however that ends. With KHABAR_REQUIRE_ALL=1 having none is an error.
 * For the top of a test file: `const postgres = await testPostgresServer();`
 */
export function testPostgresServer(): Promise<PostgresServer | NoPostgresServer> {
  shared ??= findServer();
  return shared;
}

/** The server, where a test runs only because there is one. Throws the reason otherwise. */
export function presentServer(found: PostgresServer | NoPostgresServer): PostgresServer {
  if (found.kind === 'none') throw new Error(found.reason);
  return found;
}

async function findServer(): Promise<PostgresServer | NoPostgresServer> {
  const environment = processEnvironment();
  const given = environment['TEST_DATABASE_URL'] ?? environment['DATABASE_URL'] ?? '';
  if (given !== '') return serverAt(given);
  const folder = programs(environment['PATH'] ?? '');
  if (folder === undefined) {
    const reason =
      'there is no PostgreSQL: set TEST_DATABASE_URL, or install one (Debian: apt-get install postgresql)';
    if (environment['KHABAR_REQUIRE_ALL'] === '1') throw new Error(`KHABAR_REQUIRE_ALL: ${reason}`);
    return { kind: 'none', reason };
  }
  return serverAt(await startServer(folder));
}

/** The newest server programs: Debian keeps them off the PATH. */
function programs(path: string): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...path.split(delimiter)];
  return folders.find((folder) => folder !== '' && existsSync(join(folder, 'initdb')));
}

// The script's input is a pipe of ours: it ends when this process ends, killed or not, and takes the server with it.
// A server without fsync loses its data with the machine, which is no loss here.
const SCRIPT = `
set -e
folder=$(mktemp -d /tmp/khabar-pg-XXXXXX)
echo secret > "$folder/password"
"$1/initdb" -D "$folder/data" -U khabar -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C --no-sync > /dev/null
"$1/postgres" -D "$folder/data" -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$folder" \\
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB \\
  < /dev/null > "$folder/log" 2>&1 &
server=$!
cat > /dev/null
kill -INT $server 2> /dev/null || true
wait $server || true
rm -rf "$folder"
`;

const STARTS_MS = 30_000;

async function startServer(folder: string): Promise<string> {
  const port = await freePort();
  const script = ['-c', SCRIPT, 'khabar-test-postgres', folder, String(port)];
  const isRoot = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root.
  const [command, args] = isRoot ? ['runuser', ['-u', 'postgres', '--', 'sh', ...script]] : ['sh', script];
  if (isRoot && spawnSync('id', ['postgres']).status !== 0)
    throw new Error('PostgreSQL for tests: as root it needs a user named postgres');
  // Of a group of its own, so that an interrupt from the keyboard does not reach it before it has tidied up.
  const path = `${processEnvironment()['PATH'] ?? ''}:/usr/sbin:/sbin`;
  const child = spawn(command, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
    cwd: '/',
    env: { PATH: path },
    detached: true,
  });
  let said = '';
  child.on('error', (error) => (said += error.message));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = `postgres://khabar:secret@127.0.0.1:${port}/postgres`;
  await answering(url, child, () => said);
  child.unref();
  unref(child.stdin);
  unref(child.stderr);
  return url;
}

// Pipes of a child are sockets, which its type does not say.
function unref(stream: object): void {
  if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
}

async function answering(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const late = Date.now() + STARTS_MS;
  for (;;) {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error(`PostgreSQL for tests ended: ${said()}`);
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (Date.now() > late)
        throw new Error(`PostgreSQL for tests did not answer in ${STARTS_MS} ms`, { cause });
    }
    await wait(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function serverAt(url: string): PostgresServer {
  return {
    kind: 'server',
    url,
    async freshDatabase(prefix = 'khabar_test') {
      const name = `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
      // A copy of template0, since nobody can be connected to it.
      await ask(url, `create database "${name}" template template0 encoding 'UTF8'`);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return {
        url: address.href,
        name,
        drop: () => ask(url, `drop database if exists "${name}" with (force)`),
      };
    },
  };
}

/** Runs one statement on a connection of its own. */
async function ask(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
