import { serve, type ServerType } from '@hono/node-server';
import { KhabarError } from '@khabar/article';
import { type Config, isLoopback } from '@khabar/config';
import { type Context, Hono } from 'hono';

/** The address people reach: it answers from the first moment, says that Khabar starts, and hands on once it has. */
export interface FrontDoor {
  /** As it really listens: `http://HOST:PORT`. */
  readonly address: string;
  /** From now on `app` answers. */
  openTo(app: Hono): void;
  close(): Promise<void>;
}

/**
 * Listens on HOST and PORT. Throws KhabarError PORT_BUSY, or CONFIG_INVALID where the host cannot be listened on or lies beyond
 * loopback while nobody has vouched for that network.
 */
export async function openFrontDoor(config: Config): Promise<FrontDoor> {
  if (!isLoopback(config.host) && !config.trustNetwork) {
    throw new KhabarError(
      'CONFIG_INVALID',
      `HOST is ${config.host}: Khabar has no accounts yet and listens on loopback only (127.0.0.1, ::1, localhost). ` +
        'KHABAR_TRUST_NETWORK=on lifts that where only people who may use everything reach the address (a container whose port is published on loopback, or behind your own authentication)',
    );
  }
  const gate = new Hono();
  let inner: Hono | null = null;
  gate.all('*', (context) => inner?.fetch(context.req.raw) ?? starting(context));
  const server = await listen(gate, config);
  return {
    address: addressOf(server, config),
    openTo(app) {
      inner = app;
    },
    close: () => closeServer(server),
  };
}

/**
 * Whether a request for this host name is meant for us. A page elsewhere that points a name of its own at our address (DNS rebinding)
 * sends that name, and gets nothing; an address in numbers cannot be pointed elsewhere.
 */
export function answersTo(config: Pick<Config, 'trustNetwork' | 'publicUrl'>): (hostName: string) => boolean {
  if (!config.trustNetwork) return isLoopback;
  const own = config.publicUrl === undefined ? null : new URL(config.publicUrl).hostname;
  return (hostName) =>
    isLoopback(hostName) ||
    hostName === own ||
    /^\d{1,3}(\.\d{1,3}){3}$/.test(hostName) ||
    /^\[[0-9a-f:.]+\]$/i.test(hostName);
}

/** Until the record is open a browser gets a page that asks again by itself, everything else the state as data. */
function starting(context: Context): Response {
  const headers = { 'retry-after': '1', 'cache-control': 'no-store' };
  if (!(context.req.header('accept') ?? '').includes('text/html')) {
    return context.json({ state: 'starting', reasons: ['the record is being opened'] }, 503, headers);
  }
  const page =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Khabar starts</title></head>' +
    '<body><main><h1>Khabar starts</h1><p>The record is being opened. This page asks again by itself.</p></main></body></html>';
  return context.html(page, 503, headers);
}

function addressOf(server: ServerType, config: Config): string {
  const info = server.address();
  const port = info !== null && typeof info === 'object' ? info.port : config.port;
  const host = config.host.includes(':') && !config.host.startsWith('[') ? `[${config.host}]` : config.host;
  return `http://${host}:${port}`;
}

function listen(app: Hono, config: Config): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, hostname: config.host.replaceAll(/^\[|\]$/g, ''), port: config.port },
      () => resolve(server),
    );
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new KhabarError(
              'PORT_BUSY',
              `port ${config.port} of ${config.host} is in use; stop what uses it or set PORT to another (PORT=0 takes a free one)`,
              { cause },
            )
          : new KhabarError('CONFIG_INVALID', `HOST ${config.host}, PORT ${config.port}: ${cause.message}`, {
              cause,
            }),
      );
    });
  });
}

const CLOSE_MS = 2000;

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Event streams never end by themselves.
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
    }, CLOSE_MS).unref();
  });
}
