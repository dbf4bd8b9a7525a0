import { readFile } from 'node:fs/promises';

import { KhabarError } from '@khabar/article';

import { fileError, messageOf } from '../failure.ts';
import type { Input } from '../ingest/find-inputs.ts';
import { MAX_BYTES, readInputFile } from '../ingest/read-input.ts';
import { warcPages } from '../ingest/warc-pages.ts';

/** Where a walk over archives goes on. */
export interface ArchivePlace {
  readonly path: string;
  /** Byte of the last entry that was handed over; the walk begins with it, which changes nothing. */
  readonly offset: number;
}

export interface ArchivePage {
  readonly url: string;
  readonly bodyBase64: string;
  readonly contentType: string | null;
  readonly fetchedAt: string;
}

export interface ArchiveBatch {
  readonly pages: readonly ArchivePage[];
  readonly bad: number;
  readonly place: ArchivePlace;
}

const MOST_PAGES = 50;
const MOST_BATCH_BYTES = 4 * 1024 * 1024;

/**
 * The pages of files and WARC archives in batches, one batch in memory at a time. What cannot be read is counted and told to `onBad`.
 * Inputs are walked in their order; those before `from` are left out.
 */
export async function* archiveBatches(
  inputs: readonly Input[],
  from: ArchivePlace | null,
  onBad: (name: string, error: unknown) => void,
): AsyncGenerator<ArchiveBatch> {
  let pages: ArchivePage[] = [];
  let bytes = 0;
  let bad = 0;
  const begin =
    from === null
      ? 0
      : Math.max(
          0,
          inputs.findIndex((input) => pathOf(input) === from.path),
        );
  const flush = (place: ArchivePlace): ArchiveBatch => {
    const batch = { pages, bad, place };
    pages = [];
    bytes = 0;
    bad = 0;
    return batch;
  };
  for (const input of inputs.slice(begin)) {
    const path = pathOf(input);
    const start = from?.path === path ? from.offset : 0;
    let place = { path, offset: start };
    try {
      for await (const entry of entriesOf(input, start)) {
        place = { path, offset: entry.offset };
        if (entry.kind === 'bad') {
          bad += 1;
          onBad(`${path} at byte ${entry.offset}`, new KhabarError('INPUT_INVALID', entry.reason));
        } else {
          pages.push(entry.page);
          bytes += entry.page.bodyBase64.length;
        }
        if (pages.length >= MOST_PAGES || bytes >= MOST_BATCH_BYTES) yield flush(place);
      }
    } catch (error) {
      bad += 1;
      onBad(path, error);
    }
    if (pages.length > 0 || bad > 0) yield flush(place);
  }
}

function pathOf(input: Input): string {
  switch (input.kind) {
    case 'file':
      return input.path;
    case 'address':
      return input.url;
    case 'stdin':
      return '-';
  }
}

type Entry =
  | { readonly kind: 'page'; readonly page: ArchivePage; readonly offset: number }
  | { readonly kind: 'bad'; readonly reason: string; readonly offset: number };

async function* entriesOf(input: Input, start: number): AsyncGenerator<Entry> {
  if (input.kind !== 'file')
    throw new KhabarError('INPUT_INVALID', `${pathOf(input)}: a backfill reads files and folders`);
  const body = await readInputFile(input.path, input.bytes);
  if (body !== 'warc') {
    yield await pageOfFile(input.path, body.kind);
    return;
  }
  for await (const entry of warcPages(input.path, { maxBytes: MAX_BYTES }, start)) {
    if (entry.kind === 'other') continue;
    if (entry.kind === 'bad') {
      yield entry;
      continue;
    }
    const { url, bytes, contentType, fetchedAt, offset } = entry;
    yield {
      kind: 'page',
      offset,
      page: {
        url,
        bodyBase64: Buffer.from(bytes).toString('base64'),
        contentType: contentType === '' ? null : contentType.slice(0, 200),
        fetchedAt,
      },
    };
  }
}

const CANONICAL =
  /<link\b(?=[^>]*\brel\s*=\s*["']?canonical\b)[^>]*\bhref\s*=\s*["']?([^"'\s>]+)|<meta\b(?=[^>]*\bproperty\s*=\s*["']?og:url\b)[^>]*\bcontent\s*=\s*["']?([^"'\s>]+)/i;

/** A saved page says itself where it is from; one that does not is no matter of a backfill. */
async function pageOfFile(path: string, kind: 'text' | 'page' | 'address'): Promise<Entry> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(path, cause);
  });
  const found = CANONICAL.exec(bytes.toString('latin1'));
  const url = URL.parse(found?.[1] ?? found?.[2] ?? '');
  if (kind !== 'page' || url === null || !/^https?:$/.test(url.protocol))
    return {
      kind: 'bad',
      offset: 0,
      reason: 'it does not say where it is from (link rel=canonical); hand it in with "khabar ingest"',
    };
  const page = {
    url: url.href,
    bodyBase64: bytes.toString('base64'),
    contentType: null,
    fetchedAt: new Date().toISOString(),
  };
  return { kind: 'page', offset: 0, page };
}

/** For people. */
export function badText(name: string, error: unknown): string {
  const message = messageOf(error);
  return `khabar: ${message.includes(name) ? message : `${name}: ${message}`}\n`;
}
