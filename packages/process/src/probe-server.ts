import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';
import type { Metrics } from '@khabar/observe';

import type { ProcessHealth } from './health.ts';

/** Answers `GET /health` (200, or 503 while starting and when degraded), `/metrics` and `/live`; nothing else, and to anybody. */
export interface ProbeServer {
  readonly address: string;
  close(): Promise<void>;
}

export interface ProbeDeps {
  readonly health: () => Promise<ProcessHealth>;
  readonly metrics: Metrics;
}

/** Throws KhabarError PORT_BUSY or CONFIG_INVALID. */
export async function openProbeServer(
  config: Pick<Config, 'probeHost' | 'probePort'>,
  deps: ProbeDeps,
): Promise<ProbeServer> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', request.method ?? 'GET', deps).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type, ...HEADERS }).end(body),
      () => response.writeHead(500, HEADERS).end(),
    );
  });
  server.headersTimeout = REQUEST_MS;
  server.requestTimeout = REQUEST_MS;
  const host = config.probeHost.replaceAll(/^\[|\]$/g, '');
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new KhabarError('PORT_BUSY', `KHABAR_PROBE_PORT ${config.probePort} of ${host} is in use`, {
              cause,
            })
          : new KhabarError('CONFIG_INVALID', `KHABAR_PROBE_HOST ${host}: ${cause.message}`, { cause }),
      ),
    );
    server.listen(config.probePort, host, resolve);
  });
  const { port } = addressOf(server.address());
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const REQUEST_MS = 5000;
const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function answer(url: string, method: string, deps: ProbeDeps): Promise<Answer> {
  const plain = 'text/plain; charset=utf-8';
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: plain, body: 'GET only\n' };
  const [path = '/'] = url.split('?');
  switch (path) {
    case '/health': {
      const health = await deps.health();
      const body = `${JSON.stringify(health)}\n`;
      return { status: health.state === 'ok' ? 200 : 503, type: 'application/json', body };
    }
    case '/live':
      // That this is answered says that the process is not stuck; what it needs may be away, which no restart mends.
      return { status: 200, type: plain, body: 'alive\n' };
    case '/metrics':
      return {
        status: 200,
        type: 'text/plain; version=0.0.4; charset=utf-8',
        body: await deps.metrics.text(),
      };
    default:
      return { status: 404, type: plain, body: 'there are /health, /live and /metrics\n' };
  }
}

function addressOf(address: AddressInfo | string | null): { port: number } {
  return typeof address === 'object' && address !== null ? address : { port: 0 };
}
