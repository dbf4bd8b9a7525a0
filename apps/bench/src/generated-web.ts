import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

import { generateArticle, type GeneratedArticle } from './generated-news.ts';

/** What the thread that serves generated pages is told. */
export interface GeneratedWebOptions {
  readonly hosts: number;
  readonly articles: number;
  readonly bytes: number;
}

/** `siteN.example` of article `id`: articles go round the hosts. */
export function hostOf(index: number): string {
  return `site${index}.example`;
}

function page(article: GeneratedArticle): string {
  const direction = ['fa', 'ps', 'ar'].includes(article.language) ? 'rtl' : 'ltr';
  const data = JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    datePublished: article.published,
  });
  return `<!doctype html><html lang="${article.language}" dir="${direction}"><head><meta charset="utf-8"><title>${article.title} | Site</title>
<script type="application/ld+json">${data}</script></head><body><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/about">About</a></nav>
<main><article><h1>${article.title}</h1>${article.paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</article></main>
<aside><h2>More</h2><ul>${Array.from({ length: 8 }, (_, i) => `<li><a href="/news/${article.id + i + 1}">${article.title}</a></li>`).join('')}</ul></aside>
<footer>© Site</footer></body></html>`;
}

/** Serves every host on one port of loopback; gives the port. */
function serve({ hosts, articles, bytes }: GeneratedWebOptions): Promise<number> {
  const server = createServer((request, response) => {
    const host = Number(/^site(\d+)\.example/.exec(request.headers.host ?? '')?.[1] ?? -1);
    const path = request.url ?? '/';
    if (path === '/robots.txt') {
      response.writeHead(404).end();
    } else if (path === '/feed.xml') {
      const items = Array.from(
        { length: Math.ceil((articles - host) / hosts) },
        (_, i) => host + i * hosts,
      ).map((id) => `<item><title>${id}</title><link>http://${hostOf(host)}/news/${id}</link></item>`);
      response
        .writeHead(200, { 'content-type': 'application/rss+xml' })
        .end(`<rss version="2.0"><channel><title>${host}</title>${items.join('')}</channel></rss>`);
    } else {
      const id = Number(/^\/news\/(\d+)$/.exec(path)?.[1] ?? -1);
      if (id < 0) response.writeHead(404).end();
      else
        response
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
          .end(page(generateArticle(id, bytes)));
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
}

// A thread of the embedded run, or a process of its own: `node generated-web.ts HOSTS ARTICLES BYTES` prints its port.
if (parentPort !== null) {
  const port = parentPort;
  void serve(workerData).then((number) => port.postMessage(number));
} else if (import.meta.main) {
  const [hosts = 100, articles = 1000, bytes = 3000] = process.argv.slice(2).map(Number);
  process.stdout.write(`${await serve({ hosts, articles, bytes })}\n`);
}
