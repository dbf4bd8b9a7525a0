import { articleId, KhabarError, type Page, textUrn } from '@khabar/article';
import { canonicalUrl } from '@khabar/fetch';

import type { ReadArticle } from '../analysis/protocol.ts';
import type { PipelineParts } from '../pipeline-parts.ts';
import { keepArticle, keepNewArticles, type Origin } from './keep-article.ts';
import { pageRow } from './page-row.ts';

/** Something handed in rather than found: a text, a page, or an address to be fetched now. */
export type Ingested =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly outletId?: string;
      readonly language?: string;
      readonly name?: string;
      readonly backfillId?: string;
    }
  | {
      readonly kind: 'page';
      readonly body: Uint8Array;
      readonly contentType: string | null;
      readonly url?: string;
      readonly fetchedAt?: string;
      readonly outletId?: string;
      readonly name?: string;
      readonly backfillId?: string;
    }
  | { readonly kind: 'address'; readonly url: string; readonly outletId?: string };

export interface IngestResult {
  readonly articleId: string;
  readonly outcome: 'new' | 'changed' | 'same';
  readonly title: string;
  readonly outletId: string;
  readonly language: string;
}

const MAX_TEXT_CHARACTERS = 5_000_000;

/**
 * Takes one thing into the record by the same steps as what the fetcher finds: kept raw, read, put, and handed to tagging.
 * Throws KhabarError INPUT_INVALID (empty, binary, not an article), INPUT_TOO_LARGE, FETCH_REFUSED.
 */
export async function ingest(input: Ingested, parts: PipelineParts): Promise<IngestResult> {
  switch (input.kind) {
    case 'address':
      return ingestAddress(input, parts);
    case 'page':
      return ingestPage(input, parts);
    case 'text':
      return ingestText(input, parts);
  }
}

async function ingestText(
  input: Extract<Ingested, { kind: 'text' }>,
  parts: PipelineParts,
): Promise<IngestResult> {
  const name = input.name ?? 'the text';
  if (input.text.length > MAX_TEXT_CHARACTERS) {
    throw new KhabarError(
      'INPUT_TOO_LARGE',
      `${name}: ${input.text.length} characters; at most ${MAX_TEXT_CHARACTERS} are taken`,
    );
  }
  if (input.text.trim() === '')
    throw new KhabarError('INPUT_INVALID', `${name}: empty, there is nothing to read`);
  if (looksBinary(input.text)) throw new KhabarError('INPUT_INVALID', `${name}: binary data, not text`);
  const read = await parts.analysis.run({
    kind: 'text',
    text: input.text,
    outletId: input.outletId ?? '',
    ...(input.language === undefined ? {} : { language: input.language }),
  });
  const urn = textUrn(read.extraction.text);
  const page: Page = {
    url: urn,
    finalUrl: urn,
    fetchedAt: parts.now().toISOString(),
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: new TextEncoder().encode(input.text),
  };
  return keep({ read, page }, input, parts);
}

async function ingestPage(
  input: Extract<Ingested, { kind: 'page' }>,
  parts: PipelineParts,
): Promise<IngestResult> {
  const name = input.name ?? input.url ?? 'the page';
  const fetchedAt = input.fetchedAt ?? parts.now().toISOString();
  const read = await parts.analysis.run({
    kind: 'page',
    body: input.body,
    contentType: input.contentType,
    url: input.url ?? 'http://unknown.invalid/page',
    outletId: input.outletId ?? '',
    now: fetchedAt,
  });
  if (!read.extraction.isArticle || read.extraction.text === '') {
    throw new KhabarError(
      'INPUT_INVALID',
      `${name}: not an article: ${read.extraction.reason ?? 'no text was found on the page'}`,
    );
  }
  const declared = read.extraction.canonicalUrl;
  const url =
    input.url ??
    (declared !== null && URL.canParse(declared) && !declared.includes('unknown.invalid')
      ? declared
      : textUrn(read.extraction.text));
  const page: Page = {
    url,
    finalUrl: url,
    fetchedAt,
    status: 200,
    headers: input.contentType === null ? {} : { 'content-type': input.contentType },
    body: input.body,
  };
  return keep({ read, page }, input, parts);
}

async function ingestAddress(
  input: Extract<Ingested, { kind: 'address' }>,
  parts: PipelineParts,
): Promise<IngestResult> {
  if (!URL.canParse(input.url) || !/^https?:$/.test(new URL(input.url).protocol)) {
    throw new KhabarError('INPUT_INVALID', `${input.url}: not an http or https address`);
  }
  const fetched = await parts.fetchPage(input.url, { accept: 'any' });
  switch (fetched.kind) {
    case 'refused':
      throw new KhabarError('FETCH_REFUSED', `${input.url}: ${fetched.detail}`, { retry: fetched.retry });
    case 'not-modified':
      throw new KhabarError(
        'FETCH_FAILED',
        `${input.url}: answered "not modified" to a request without conditions`,
      );
    case 'page': {
      const { page } = fetched;
      const contentType = page.headers['content-type'] ?? null;
      const shared = {
        fetchedAt: page.fetchedAt,
        ...(input.outletId === undefined ? {} : { outletId: input.outletId }),
      };
      return ingestPage(
        { kind: 'page', body: page.body, contentType, url: page.finalUrl, name: input.url, ...shared },
        parts,
      );
    }
  }
}

async function keep(
  found: { read: ReadArticle; page: Page },
  input: { outletId?: string; backfillId?: string },
  parts: PipelineParts,
): Promise<IngestResult> {
  const { read, page } = found;
  const { store } = parts;
  const now = parts.now();
  const outlet = await outletFor(read, page.url, { given: input.outletId, parts });
  const location = await parts.rawPages.append(page, 'pages');
  const backfillId = input.backfillId ?? null;
  const row = { ...pageRow(page, { outletId: outlet, frontierId: null }, location), backfill_id: backfillId };
  const origin: Origin = {
    url: page.finalUrl,
    outletId: outlet,
    pageId: row.id,
    sample: false,
    quiet: backfillId !== null,
  };
  const kept = await store.transaction(async (records) => {
    await records.pages.put(row);
    const context = { records, now };
    const [fresh] = await keepNewArticles([{ read, origin }], context);
    return fresh ?? keepArticle(read, origin, context);
  });
  if (read.tags === null) parts.relay.kick();
  else parts.indexer.request();
  if (kept.result !== 'same')
    parts.metrics.articles({ language: read.extraction.language, result: kept.result });
  const article = await store.articles.get(kept.id);
  return {
    articleId: kept.id,
    outcome: kept.result,
    title: article?.title ?? '',
    outletId: article?.outlet_id ?? outlet,
    language: read.extraction.language,
  };
}

/** The outlet given, else the one whose site this is, else the one that the text names, else "unknown". */
async function outletFor(
  read: ReadArticle,
  url: string,
  context: { given: string | undefined; parts: PipelineParts },
): Promise<string> {
  const { store } = context.parts;
  const at = context.parts.now().toISOString();
  if (context.given !== undefined) {
    if ((await store.outlets.get(context.given)) === undefined)
      throw new KhabarError('NOT_FOUND', `outlet ${context.given}: there is none of this id`);
    return context.given;
  }
  const language = read.extraction.language;
  const host = url.startsWith('urn:') ? null : new URL(url).hostname.replace(/^www\./, '');
  const outlets = await store.outlets.list();
  const site =
    host === null
      ? undefined
      : outlets.find(
          (outlet) =>
            outlet.homepage !== null && new URL(outlet.homepage).hostname.replace(/^www\./, '') === host,
        );
  if (site !== undefined) return site.id;
  const name = read.extraction.siteName;
  const named =
    name === null ? undefined : outlets.find((outlet) => outlet.name.toLowerCase() === name.toLowerCase());
  if (named !== undefined) return named.id;
  if (host !== null) {
    await store.outlets.putNamed(
      { id: host, name: name ?? host, language, homepage: new URL('/', canonicalUrl(url)).href },
      at,
    );
    return host;
  }
  const id = name === null ? 'unknown' : slug(name);
  await store.outlets.putNamed(
    { id, name: name ?? 'Unknown outlet', language: name === null ? 'und' : language, homepage: null },
    at,
  );
  return id;
}

function slug(name: string): string {
  const latin = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return latin === '' ? `outlet-${articleId(name).slice(0, 8)}` : latin;
}

/** More than a few control characters: no text has them. */
function looksBinary(text: string): boolean {
  const head = text.slice(0, 10_000);
  let odd = 0;
  for (const letter of head) {
    const code = letter.codePointAt(0) ?? 0;
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12)) odd += 1;
  }
  return odd > Math.max(3, head.length * 0.01);
}
