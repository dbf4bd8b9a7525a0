import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread that serves the feeds is told. */
export interface PollsWebOptions {
  /** New articles a second over all outlets; 0: nothing changes. */
  readonly newASecond: number;
  readonly outlets: number;
}

/** What it saw, when asked. */
export interface PollsWebSeen {
  /** Milliseconds at which each feed was asked, by number of the outlet. */
  readonly polls: readonly (readonly number[])[];
  readonly conditional: number;
  readonly notModified: number;
  readonly feeds: number;
  readonly articles: number;
}

/** Few, so that the first list is no backlog of its own. */
const SHOWN = 5;
const TEXT = `<p>${'The council met again on the matter of the road and heard both sides at length. '.repeat(30)}</p>`;

if (parentPort !== null) {
  const port = parentPort;
  const { newASecond, outlets }: PollsWebOptions = workerData;
  const everyMs = newASecond === 0 ? Number.POSITIVE_INFINITY : (outlets / newASecond) * 1000;
  const begun = performance.now();
  let polls: number[][] = Array.from({ length: outlets }, () => []);
  let counts = { conditional: 0, notModified: 0, feeds: 0, articles: 0 };
  const server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    const number = Number(/^site(\d+)\./.exec(host)?.[1] ?? -1);
    const path = request.url ?? '/';
    if (path === '/feed.xml') {
      const now = performance.now();
      polls[number]?.push(now);
      counts.feeds += 1;
      // Outlets publish at different moments.
      const last = Number.isFinite(everyMs)
        ? Math.floor((now - begun) / everyMs + (number % 997) / 997) + SHOWN
        : SHOWN;
      const etag = `"${last}"`;
      const given = request.headers['if-none-match'];
      if (given !== undefined) counts.conditional += 1;
      if (given === etag) {
        counts.notModified += 1;
        response.writeHead(304, { etag }).end();
        return;
      }
      const items = Array.from({ length: SHOWN }, (_, n) => last - n).map(
        (id) => `<item><title>Article ${id}</title><link>http://${host}/news/${id}</link></item>`,
      );
      response
        .writeHead(200, { 'content-type': 'application/rss+xml', etag })
        .end(`<rss version="2.0"><channel><title>${number}</title>${items.join('')}</channel></rss>`);
    } else if (path.startsWith('/news/')) {
      counts.articles += 1;
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><html><head><title>${path}</title></head><body><article>${TEXT}</article></body></html>`,
        );
    } else response.writeHead(404).end();
  });
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') port.postMessage(address.port);
  });
  port.on('message', () => {
    const seen: PollsWebSeen = { polls, ...counts };
    port.postMessage(seen);
    polls = Array.from({ length: outlets }, () => []);
    counts = { conditional: 0, notModified: 0, feeds: 0, articles: 0 };
  });
}
