import { type Extraction, type FetchPage, KhabarError } from '@khabar/article';
import { extractArticle, extractPlainText } from '@khabar/extract';
import { decodeText } from '@khabar/fetch';

import type { Body } from '../ingest/read-input.ts';

/** What is read of a file, an address or stdin. Throws KhabarError INPUT_INVALID for what is no article, FETCH_REFUSED for an address. */
export async function readGiven(
  body: Body,
  { name, language, fetchPage }: { name: string; language: string | undefined; fetchPage: FetchPage },
): Promise<{ readonly extraction: Extraction; readonly url: string | undefined }> {
  const extraction = await read(body, { language, fetchPage });
  if (!extraction.isArticle || extraction.text.trim() === '')
    throw new KhabarError(
      'INPUT_INVALID',
      `${name}: not an article (${extraction.reason ?? 'it has no text'})`,
    );
  const url = body.kind === 'text' ? undefined : body.url;
  return { extraction, url: extraction.canonicalUrl ?? url };
}

async function read(
  body: Body,
  { language, fetchPage }: { language: string | undefined; fetchPage: FetchPage },
): Promise<Extraction> {
  switch (body.kind) {
    case 'text':
      return extractPlainText(body.text, language === undefined ? {} : { language });
    case 'page':
      return readPage(body.bytes, {
        url: body.url ?? 'http://file.invalid/article',
        contentType: body.contentType,
      });
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
  { url, contentType }: { url: string; contentType: string | undefined },
): Extraction {
  return extractArticle({ html: decodeText(bytes, contentType, 'html').text, url, now: new Date() });
}
