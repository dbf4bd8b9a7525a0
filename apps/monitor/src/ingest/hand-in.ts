import { setTimeout as wait } from 'node:timers/promises';

import { ArticleView } from '@khabar/api/schemas';
import { KhabarError } from '@khabar/article';
import { z } from 'zod';

import { type Client, withJson } from '../client.ts';
import type { Body } from './read-input.ts';

const Kept = z.object({ articleId: z.string(), outcome: z.enum(['new', 'changed', 'same']) });
export type Kept = z.infer<typeof Kept>;

export interface HandInOptions {
  /** For messages: a file name, an address. */
  readonly name: string;
  readonly outletId?: string | undefined;
  readonly language?: string | undefined;
}

/** Hands one thing in; resolves when the record has it. */
export function handIn(body: Body, options: HandInOptions, client: Client): Promise<Kept> {
  const { name, outletId, language } = options;
  const shared = {
    name: name.slice(0, 500),
    ...(outletId === undefined ? {} : { outletId }),
    ...(language === undefined ? {} : { language }),
  };
  return client.json('/articles', Kept, withJson('POST', { ...contentOf(body), ...shared }));
}

function contentOf(body: Body): Record<string, string> {
  switch (body.kind) {
    case 'text':
      return { text: body.text };
    case 'address':
      return { url: body.url };
    case 'page':
      return {
        htmlBase64: Buffer.from(body.bytes).toString('base64'),
        ...(body.contentType === undefined ? {} : { contentType: body.contentType.slice(0, 200) }),
        ...(body.url === undefined ? {} : { url: body.url }),
        ...(body.fetchedAt === undefined ? {} : { fetchedAt: body.fetchedAt }),
      };
  }
}

/** Analysis has its own deadline; this one only keeps a stopped worker from being waited for without end. */
const TAGGED_TIMEOUT_MS = 180_000;
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 1000;

/** The article with its entities, quotes and stances, once it is tagged. Throws KhabarError TIMEOUT when that does not happen. */
export async function taggedArticle(kept: Kept, client: Client, signal: AbortSignal): Promise<ArticleView> {
  const until = Date.now() + TAGGED_TIMEOUT_MS;
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 1.5, LONGEST_POLL_MS)) {
    const article = await client.json(`/articles/${kept.articleId}`, ArticleView);
    const { at } = article.provenance.tagging;
    if (at !== null && (kept.outcome === 'same' || at >= article.updatedAt)) return article;
    if (Date.now() > until)
      throw new KhabarError(
        'TIMEOUT',
        `article ${kept.articleId}: kept, but not tagged within ${TAGGED_TIMEOUT_MS / 1000} s; it will be when a worker gets to it`,
        { retry: 'later' },
      );
    await wait(pause, undefined, { signal });
  }
}
