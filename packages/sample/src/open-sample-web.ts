import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { readCoverage } from './coverage.ts';
import type { SampleOutlet } from './coverage.ts';
import { encodePage } from './encode-page.ts';
import { notFoundPage } from './index-pages.ts';
import { siteResources } from './site.ts';
import type { Resource } from './site.ts';

/** The sample web while it is being served. */
export interface SampleWeb {
  /** `http://127.0.0.1:PORT`: where all the hosts answer. */
  readonly origin: string;
  /** Host names to ask for, such as `kabul-ledger.example`. */
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves the sample outlets on loopback, each by its Host header; any other host gets 421.
 * An edited article shows its second edition from the second GET on, and the outlet's feeds then list it as updated.
 * Rejects with the system's error if the port is taken.
 */
export async function openSampleWeb(options: { readonly port?: number } = {}): Promise<SampleWeb> {
  const sites = new Map(readCoverage().map((outlet) => [outlet.host, openSite(outlet)]));
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/u, '').toLowerCase();
    const site = sites.get(host);
    if (site === undefined) {
      response
        .writeHead(421, { 'content-type': 'text/plain' })
        .end('This server does not speak for that host.');
      return;
    }
    site(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    hosts: [...sites.keys()],
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

function openSite(outlet: SampleOutlet): Answer {
  const first = siteResources(outlet, false);
  const revised = outlet.articles.some((article) => article.revision !== undefined)
    ? siteResources(outlet, true)
    : first;
  const notFound = encodePage(notFoundPage(outlet), outlet.site.charset ?? 'utf-8');
  let current = first;
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const path = withoutTracking(request.url ?? '/', outlet.host);
    // A reader who already holds the second edition met it before this server was started again.
    if (request.headers['if-none-match'] === revised.get(path)?.etag) current = revised;
    const found = current.get(path);
    if (found === undefined) {
      response.writeHead(404, { 'content-type': 'text/html' }).end(notFound);
      return;
    }
    if (found.revisable === true && request.method === 'GET') current = revised;
    send(found, request, response);
  };
}

function send(found: Resource, request: IncomingMessage, response: ServerResponse): void {
  if (found.location !== undefined) {
    response.writeHead(301, { location: found.location }).end();
    return;
  }
  const validators = { etag: found.etag, 'last-modified': found.lastModified };
  if (isUnchanged(found, request)) {
    response.writeHead(304, validators).end();
    return;
  }
  response.writeHead(200, {
    ...validators,
    'content-type': found.contentType,
    'content-length': found.body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : found.body);
}

/** RFC 9110 section 13.2.2: the entity tag decides where there is one, the date otherwise. */
function isUnchanged(found: Resource, request: IncomingMessage): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined)
    return tags.split(',').some((tag) => tag.trim().replace(/^W\//u, '') === found.etag);
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return Date.parse(found.lastModified) <= since;
}

function withoutTracking(target: string, host: string): string {
  const url = URL.parse(target, `http://${host}`);
  if (url === null) return target;
  const tracking = Array.from(url.searchParams.keys()).filter((name) => name.startsWith('utm_'));
  for (const name of tracking) url.searchParams.delete(name);
  return `${url.pathname}${url.search}`;
}
