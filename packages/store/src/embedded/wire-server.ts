import { chmod, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { setImmediate } from 'node:timers/promises';

import { Connection } from './connection.ts';
import { type Engine, EngineFailure } from './engine.ts';
import { Hub, type WireOptions } from './hub.ts';
import type { Session } from './session.ts';

/** A unix socket's path must fit into sockaddr_un. */
const MAX_SOCKET_PATH = 103;

export interface WireServer {
  readonly session: Session;
  /** Tells every client, rolls open transactions back, closes; resolves to false when a batch ran on beyond `graceMs`. */
  close(graceMs: number): Promise<boolean>;
}

export const DEFAULT_WIRE_OPTIONS: WireOptions = {
  deadlineMs: 60_000,
  idleInTransactionMs: 10_000,
  restartWaitMs: 10_000,
  slowReaderMs: 10_000,
};

/** Serves one PostgreSQL session to many connections on a unix socket that only this user may open. */
export async function serveWire(
  engine: Engine,
  path: string,
  options: Partial<WireOptions> & { readonly unref?: boolean } = {},
): Promise<WireServer> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new EngineFailure('XX000', `${path}: a socket's path may have ${MAX_SOCKET_PATH} bytes`);
  }
  const hub = new Hub(engine, { ...DEFAULT_WIRE_OPTIONS, ...options });
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    hub.connections.add(new Connection(socket, hub, count));
  });
  if (options.unref === true) server.unref();
  await removeStale(path);
  await listen(server, path);
  await chmod(path, 0o600);
  return { session: hub.session, close: (graceMs) => close(server, hub, graceMs) };
}

async function listen(server: Server, path: string): Promise<void> {
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen(path, listening.resolve);
  await listening.promise;
}

/** A socket file that a killed process left is taken away; one that answers is not. */
async function removeStale(path: string): Promise<void> {
  const answers = await new Promise<boolean>((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
  if (!answers) await unlink(path).catch(() => {});
}

async function close(server: Server, hub: Hub, graceMs: number): Promise<boolean> {
  server.close();
  // Clients of this process that have just said goodbye are heard before they are told.
  await setImmediate();
  await setImmediate();
  const connections = [...hub.connections];
  for (const connection of connections) {
    connection.end(new EngineFailure('57P01', 'terminating connection: the embedded store is closing'));
  }
  const settled = Promise.all(connections.map((connection) => connection.settled())).then(() => true);
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), graceMs);
  // Waiting batches are let go only now: a rollback above may be what they wait for.
  hub.session.close();
  const clean = await Promise.race([settled, late.promise]);
  clearTimeout(timer);
  return clean;
}
