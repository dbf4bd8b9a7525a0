import { type Extraction, type FetchPage, KhabarError } from '@khabar/article';
import { extractArticle, extractPlainText } from '@khabar/extract';
import { decodeText } from '@khabar/fetch';

import type { Body } from '../ingest/read-input.ts';

/** What is read of a file, an address or stdin, be it an article or not. Throws KhabarError FETCH_REFUSED for an address. */
export async function readGiven(
  body: Body,
  { language, fetchPage }: { language: string | undefined; fetchPage: FetchPage },
): Promise<{ readonly extraction: Extraction; readonly url: string | undefined }> {
  switch (body.kind) {
    case 'text': {
      const extraction = extractPlainText(body.text, language === undefined ? {} : { language });
      return { extraction, url: extraction.canonicalUrl ?? undefined };
    }
    case 'page':
      return readPage(body.bytes, { url: body.url, contentType: body.contentType });
    case 'address': {
      const fetched = await fetchPage(body.url, { accept: 'html' });
      if (fetched.kind !== 'page')
        throw new KhabarError(
          'FETCH_REFUSED',
          `${body.url}: ${fetched.kind === 'refused' ? `${fetched.reason}: ${fetched.detail}` : fetched.kind}`,
        );
      const { page } = fetched;
      return readPage(page.body, { url: page.finalUrl, contentType: page.headers['content-type'] });
    }
  }
}

function readPage(
  bytes: Uint8Array,
  { url, contentType }: { url: string | undefined; contentType: string | undefined },
): { readonly extraction: Extraction; readonly url: string | undefined } {
  const read = extractArticle({
    html: decodeText(bytes, contentType, 'html').text,
    url: url ?? NOWHERE,
    now: new Date(),
  });
  const located = (address: string | null): string | null =>
    address?.startsWith(new URL(NOWHERE).origin) === true ? null : address;
  const extraction = {
    ...read,
    canonicalUrl: located(read.canonicalUrl),
    image: located(read.image),
    nextPage: located(read.nextPage),
  };
  return { extraction, url: extraction.canonicalUrl ?? url };
}

/** Where a page without an address is thought to be; what is relative to it leads nowhere. */
const NOWHERE = 'http://file.invalid/article';

/** Throws KhabarError INPUT_INVALID for what is no article, with the reason. */
export function requireArticle(name: string, extraction: Extraction): void {
  if (!extraction.isArticle || extraction.text.trim() === '')
    throw new KhabarError(
      'INPUT_INVALID',
      `${name}: not an article (${extraction.reason ?? 'it has no text'})`,
    );
}
