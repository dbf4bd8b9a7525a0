import { serve, type ServerType } from '@hono/node-server';
import { KhabarError } from '@khabar/article';
import { type Config, isLoopback } from '@khabar/config';
import { ensureBuilt, serveDashboard } from '@khabar/dashboard';
import { openLogger } from '@khabar/observe';
import { takeLock } from '@khabar/store';
import { type Context, Hono } from 'hono';

import { type Khabar, openKhabar } from '../open-khabar.ts';

/** What `khabar start` needs from the terminal. */
export interface StartDeps {
  readonly say: (line: string) => void;
  /** Resolves when the person asks to stop; the second time it calls `force`. */
  readonly untilStopped: (force: () => void) => Promise<string>;
}

/** Runs everything in one process until it is told to stop. Throws KhabarError PORT_BUSY, STORE_LOCKED, CONFIG_INVALID. */
export async function start(config: Config, deps: StartDeps): Promise<void> {
  if (!isLoopback(config.host)) {
    throw new KhabarError(
      'CONFIG_INVALID',
      `HOST is ${config.host}: Khabar has no accounts yet and listens on loopback only (127.0.0.1, ::1, localhost)`,
    );
  }
  const begun = performance.now();
  deps.say('Khabar starts');
  // The folder first: whoever starts Khabar twice is told so at once.
  const lock = config.databaseUrl === undefined ? await takeLock(config.dataFolder) : undefined;
  let khabar: Khabar | null = null;
  let server: ServerType | null = null;
  try {
    const gate = new Hono();
    let inner: Hono | null = null;
    gate.all('*', (context) => inner?.fetch(context.req.raw) ?? starting(context));
    server = await listen(gate, config);
    const address = addressOf(server, config);
    const dist = await ensureBuilt((message) => deps.say(`  ${message}`));
    khabar = await openKhabar(config, {
      logger: openLogger({ level: config.logLevel, name: 'khabar' }),
      fetching: true,
      publicUrl: () => address,
      onProgress: (message) => deps.say(`  ${message}`),
      ...(lock === undefined ? {} : { lock }),
    });
    await lock?.publish({ address });
    inner = new Hono().route('/', khabar.app).route('/', await serveDashboard({ dist }));
    const sample = await khabar.sample.status();
    if (sample.loaded)
      deps.say(
        `  sample coverage: ${sample.expected} articles of *.example outlets, served on loopback (exception to the address guard)`,
      );
    deps.say(
      `Dashboard: ${address}  (ready in ${((performance.now() - begun) / 1000).toFixed(1)} s; Ctrl-C stops)`,
    );
    const reason = await deps.untilStopped(() => process.exit(1));
    deps.say(`Khabar stops (${reason}); running work is finished first, Ctrl-C again stops at once`);
  } finally {
    if (server !== null) await closeServer(server);
    await khabar?.close();
    await lock?.release();
  }
  deps.say('Khabar has stopped');
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
