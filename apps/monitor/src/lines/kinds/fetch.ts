import type { Fetched } from '@khabar/article';
import type { Config } from '@khabar/config';
import {
  decodeText,
  isNoIndex,
  openFetcher,
  openGuard,
  openWebClient,
  productToken,
  readTestSwitches,
} from '@khabar/fetch';
import { z } from 'zod';

import { userAgentOf } from '../../user-agent.ts';
import type { Answer, LineKind } from '../line.ts';
import { openPageReader } from '../reading/page-reader.ts';
import { isSecondOrder } from './second-order.ts';

const Line = z.object({ url: z.string(), position: z.string().default('page') });

/** A page off the web that needs more than this to be read is not worth it. */
const HEAP_MB = 64;
const WEBHOOK_TIMEOUT_MS = 20_000;
const WEBHOOK_REPLY_BYTES = 16 * 1024;

/**
 * `{id, url, position?}` -> `{id, outcome, reason, title, text, …}`: fetched politely (robots.txt, one request at a time
 * per host) and guarded, then read. `position` says what the address is of: a page (default), `webhook-url`, or a
 * document whose own links are followed as Khabar would (`feed-link`, `sitemap-loc`, `opml-outline`, …).
 */
export function openFetchKind(config: Config): LineKind {
  const { guard: guardOptions, clock } = readTestSwitches({
    allow: config.testAllow,
    dns: config.testDns,
    route: config.testRoute,
    clock: config.testClock,
  });
  const guard = openGuard(guardOptions);
  const userAgent = userAgentOf(config);
  const fetcher = openFetcher({ userAgent, guard, clock, minDelayMs: config.fetchDelayMs });
  const client = openWebClient({ guard });
  const reader = openPageReader({
    threads: config.analysisThreads,
    timeoutMs: config.analysisTimeoutMs,
    heapMb: HEAP_MB,
  });

  async function read(fetched: Fetched): Promise<Answer> {
    switch (fetched.kind) {
      case 'refused':
        return {
          outcome: fetched.reason === 'network' ? 'error' : 'refused',
          reason: `${fetched.reason}: ${fetched.detail}`,
          ...(fetched.status === undefined ? {} : { status: fetched.status }),
        };
      case 'not-modified':
        return { outcome: 'error', reason: 'not modified, though nothing was known' };
      case 'page': {
        const { page } = fetched;
        const { text: html } = decodeText(page.body, page.headers['content-type'], 'html');
        const { extraction, polluted } = await reader.read({ html, url: page.finalUrl, now: page.fetchedAt });
        if (extraction.method === 'none' && extraction.title === null)
          return {
            outcome: 'error',
            reason: extraction.reason ?? 'nothing to read on the page',
            status: page.status,
          };
        return {
          outcome: 'ok',
          title: extraction.title,
          text: extraction.text,
          is_article: extraction.isArticle,
          ...(extraction.reason === undefined ? {} : { reason: extraction.reason }),
          indexed: extraction.isArticle && !isNoIndex(page, productToken(userAgent)),
          url: page.finalUrl,
          status: page.status,
          ...(polluted ? { polluted } : {}),
        };
      }
    }
  }

  return {
    concurrency: config.fetchHosts,
    async answer(line) {
      const { url, position } = Line.parse(line);
      try {
        if (position === 'webhook-url') return await callWebhook(url);
        if (isSecondOrder(position)) {
          // Readers of feeds and sitemaps: 15 MB that a run over pages does not need.
          const { followLinks } = await import('./follow-links.ts');
          return await followLinks(url, position, { fetchPage: fetcher.fetchPage, now: () => clock.now() });
        }
        return { ...(await read(await fetcher.fetchPage(url))), ...pollution() };
      } catch (error) {
        return {
          outcome: 'error',
          reason: error instanceof Error ? error.message : String(error),
          ...pollution(),
        };
      }
    },
    async close() {
      await fetcher.close();
      await client.close();
      await reader.close();
    },
  };

  async function callWebhook(url: string): Promise<Answer> {
    const body = JSON.stringify({ type: 'test' });
    const answer = await client.send({
      url,
      method: 'POST',
      body,
      headers: { 'user-agent': userAgent, 'content-type': 'application/json' },
      timeoutMs: WEBHOOK_TIMEOUT_MS,
      maxBytes: WEBHOOK_REPLY_BYTES,
      truncate: true,
    });
    if (answer.kind === 'failed')
      return {
        outcome: answer.reason === 'network' ? 'error' : 'refused',
        reason: `${answer.reason}: ${answer.detail}`,
      };
    return { outcome: 'ok', status: answer.status };
  }
}

/** Says so when a page managed to write into every object of this process. */
function pollution(): { polluted?: true } {
  const plain: Readonly<Record<string, unknown>> = {};
  return plain['polluted'] === undefined && plain['isAdmin'] === undefined ? {} : { polluted: true };
}
