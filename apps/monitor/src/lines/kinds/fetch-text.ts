import type { FetchPage } from '@khabar/article';
import { decodeText } from '@khabar/fetch';

/** A page as text, for the readers of feeds, sitemaps and lists. */
export async function fetchText(
  url: string,
  fetchPage: FetchPage,
): Promise<{ text: string; baseUrl: string } | { refused: string }> {
  const fetched = await fetchPage(url, { accept: 'any' });
  switch (fetched.kind) {
    case 'refused':
      return { refused: `${fetched.reason}: ${fetched.detail}` };
    case 'not-modified':
      return { refused: 'not modified' };
    case 'page':
      return {
        text: decodeText(fetched.page.body, fetched.page.headers['content-type'], 'xml').text,
        baseUrl: fetched.page.finalUrl,
      };
  }
}
