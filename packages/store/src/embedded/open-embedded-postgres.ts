import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ThreadEngine } from './engine.ts';
import { DEFAULT_WIRE_OPTIONS, serveWire, type WireServer } from './wire-server.ts';

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
  /** Vacuums and analyses every table that changed much since the last time. */
  vacuum(): Promise<void>;
  /** Bytes of write-ahead log since the last checkpoint. */
  walBytes(): Promise<number>;
  /** Runs `work` while nothing else runs and no transaction is open, behind a checkpoint; for copies of the folder. */
  pause<T>(work: () => Promise<T>): Promise<T>;
  /** Rolls back what is open, checkpoints and closes. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** How long a batch may run before the store's thread is ended and opened again; a connection's statement_timeout takes its place. */
  readonly deadlineMs?: number;
  readonly idleInTransactionMs?: number;
  /** A cluster to load, for one in memory. */
  readonly image?: Uint8Array | null;
  /** Do not keep the process alive. */
  readonly unref?: boolean;
}

const CLOSE_GRACE_MS = 5000;
const MAX_TEMPORARY_FOLDER = 60;

/** Opens the cluster in `folder`, or one in memory for tests. */
export async function openEmbeddedPostgres(
  folder: string | null,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const engine = new ThreadEngine({ folder, image: options.image ?? null, unref: options.unref ?? false });
  await engine.open();
  const temporary = tmpdir().length > MAX_TEMPORARY_FOLDER ? '/tmp' : tmpdir();
  const host = await mkdtemp(join(temporary, 'khabar-'));
  await chmod(host, 0o700);
  const server = await serveWire(engine, join(host, '.s.PGSQL.5432'), {
    deadlineMs: options.deadlineMs ?? DEFAULT_WIRE_OPTIONS.deadlineMs,
    idleInTransactionMs: options.idleInTransactionMs ?? DEFAULT_WIRE_OPTIONS.idleInTransactionMs,
  });
  return embeddedPostgres({ engine, server, host });
}

interface Parts {
  readonly engine: ThreadEngine;
  readonly server: WireServer;
  readonly host: string;
}

function embeddedPostgres({ engine, server, host }: Parts): EmbeddedPostgres {
  const { session } = server;
  return {
    connection: { host, user: 'postgres', database: 'postgres' },
    state: () => (engine.state === 'up' ? { kind: 'ok' } : { kind: 'restarting' }),
    checkpoint: async () => void (await session.exclusive(() => session.ask('checkpoint'))),
    vacuum: async () => void (await session.exclusive(() => session.ask('vacuum (analyze)'))),
    walBytes: async () => 0,
    pause: (work) =>
      session.exclusive(async () => {
        await session.ask('checkpoint');
        return work();
      }),
    close: async () => {
      await server.close(CLOSE_GRACE_MS);
      await engine.close();
      await rm(host, { recursive: true, force: true });
    },
  };
}
