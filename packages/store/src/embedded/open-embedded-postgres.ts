import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { createCluster, type CreationStage, hasCluster } from './create-cluster.ts';
import { DiskGuard } from './disk-guard.ts';
import { ThreadEngine } from './engine.ts';
import { type Space, spaceOf } from './free-space.ts';
import {
  checkpoint,
  Maintenance,
  type MaintenanceOptions,
  vacuumBusyTables,
  walBytes,
} from './maintenance.ts';
import { serveWire, type WireServer } from './wire-server.ts';

export type EmbeddedState =
  | { readonly kind: 'ok' }
  | { readonly kind: 'read-only'; readonly reason: string }
  | { readonly kind: 'restarting' };

/** Where clients connect: a folder with a unix socket, as `pg`, BullMQ, psql and pg_dump take it. */
export interface EmbeddedConnection {
  readonly host: string;
  readonly user: string;
  readonly database: string;
  readonly port?: number;
}

/** PGlite in a thread, behind a server that speaks PostgreSQL's protocol to many connections. */
export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  readonly state: () => EmbeddedState;
  checkpoint(): Promise<void>;
  /** Vacuums and analyses the tables that changed much; also done by itself while the store is busy. */
  vacuum(): Promise<void>;
  /** Bytes of write-ahead log since the last checkpoint. */
  walBytes(): Promise<number>;
  /** Runs `work` behind a checkpoint while nothing else runs and no transaction is open; for copies of the folder. */
  pause<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the store's thread as if it had died, and opens it again; nothing committed is lost. */
  restart(reason: string): void;
  /** Rolls back what is open, checkpoints and closes. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** How long a batch may run before the thread is ended and opened again (60 s); a connection's statement_timeout takes its place. */
  readonly deadlineMs?: number;
  /** How long a transaction may be idle (10 s, and 6 s while others wait). */
  readonly idleInTransactionMs?: number;
  /** The first start takes seconds: what it is doing. */
  readonly onProgress?: (stage: CreationStage) => void;
  /** Restarts of the thread, and writing stopped or resumed, in words for a log. */
  readonly onEvent?: (message: string) => void;
  readonly maintenance?: Partial<MaintenanceOptions>;
  /** Free space of the disk; default: statfs of the folder. */
  readonly space?: () => Promise<Space>;
  /** A cluster to load, for one in memory. */
  readonly image?: Uint8Array | null;
  /** Do not keep the process alive. */
  readonly unref?: boolean;
}

const CLOSE_GRACE_MS = 5000;
const LOOK_MS = 1000;
const MAX_TEMPORARY_FOLDER = 60;
const SOCKET_NOTE = 'khabar.socket';

/**
 * Opens the cluster in `folder` (made there first if there is none), or one in memory for tests. The caller owns the
 * data folder's lock.
 */
export async function openEmbeddedPostgres(
  folder: string | null,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  if (folder !== null && !(await hasCluster(folder))) await createCluster(folder, options.onProgress);
  const onEvent = options.onEvent ?? (() => {});
  const engine = new ThreadEngine({
    folder,
    image: options.image ?? null,
    unref: options.unref ?? false,
    onRestart: onEvent,
  });
  await engine.open();
  const host = await socketFolder(folder);
  let guard: DiskGuard | null = null;
  const server = await serveWire(engine, join(host, '.s.PGSQL.5432'), {
    ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    ...(options.idleInTransactionMs === undefined
      ? {}
      : { idleInTransactionMs: options.idleInTransactionMs }),
    unref: options.unref ?? false,
    onError: (fields) => guard?.explain(fields) ?? null,
  });
  const space = options.space ?? (folder === null ? null : () => spaceOf(folder));
  if (space !== null)
    guard = new DiskGuard(server.session, {
      space,
      onChange: (reason) => onEvent(reason ?? 'disk: there is space again'),
    });
  await guard?.look();
  return embeddedPostgres({ engine, server, host, guard }, options);
}

interface Parts {
  readonly engine: ThreadEngine;
  readonly server: WireServer;
  readonly host: string;
  readonly guard: DiskGuard | null;
}

function embeddedPostgres(
  { engine, server, host, guard }: Parts,
  options: EmbeddedOptions,
): EmbeddedPostgres {
  const { session } = server;
  const maintenance = new Maintenance(session, options.maintenance);
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    const before = guard?.reason ?? null;
    await guard?.look().catch((error: unknown) => options.onEvent?.(`free space: ${String(error)}`));
    // A checkpoint gives the write-ahead log's space back.
    if (before === null && (guard?.reason ?? null) !== null) await checkpoint(session).catch(() => {});
    await maintenance.look();
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_MS).unref();
  return {
    connection: { host, user: 'postgres', database: 'postgres' },
    state: () => {
      if (engine.state !== 'up') return { kind: 'restarting' };
      return guard?.reason === null || guard === null
        ? { kind: 'ok' }
        : { kind: 'read-only', reason: guard.reason };
    },
    checkpoint: () => checkpoint(session),
    vacuum: async () => void (await vacuumBusyTables(session)),
    walBytes: () => walBytes(session),
    pause: (work) =>
      session.exclusive(async () => {
        await session.ask('checkpoint');
        return work();
      }),
    restart: (reason) => session.restart(reason),
    close: async () => {
      clearInterval(timer);
      await looking;
      const clean = await server.close(CLOSE_GRACE_MS);
      await engine.close(clean);
      await rm(host, { recursive: true, force: true });
    },
  };
}

/** A new private folder for the socket: a socket's path must be short, and a data folder's may be long. */
async function socketFolder(folder: string | null): Promise<string> {
  const temporary = tmpdir().length > MAX_TEMPORARY_FOLDER ? '/tmp' : tmpdir();
  const host = await mkdtemp(join(temporary, 'khabar-'));
  await chmod(host, 0o700);
  if (folder !== null) {
    const note = join(folder, SOCKET_NOTE);
    const former = await readFile(note, 'utf8').catch(() => '');
    // A killed process leaves its folder behind.
    if (dirname(former) === temporary && basename(former).startsWith('khabar-'))
      await rm(former, { recursive: true, force: true });
    await writeFile(note, host);
  }
  return host;
}
