import type { FetchPage } from '@khabar/article';

import type { Renderer } from './open-renderer.ts';

/** Header of a page that a browser drew. */
const RENDERED_HEADER = 'x-khabar-rendered';

/**
 * Fetches as `fetchPage` does and lets a browser draw the pages for which `render` is asked. A page that cannot be drawn is given as it was fetched, with
 * the reason in `x-khabar-rendered`.
 */
export function withRenderer(fetchPage: FetchPage, renderer: Renderer): FetchPage {
  return async (url, options = {}) => {
    const answer = await fetchPage(url, options);
    if (answer.kind !== 'page' || options.render !== true) return answer;
    const { page } = answer;
    const drawn = await renderer.render(page);
    if (drawn.kind === 'failed')
      return {
        ...answer,
        page: { ...page, headers: { ...page.headers, [RENDERED_HEADER]: `no: ${drawn.reason}` } },
      };
    return {
      ...answer,
      page: {
        ...page,
        headers: { ...page.headers, 'content-type': 'text/html; charset=utf-8', [RENDERED_HEADER]: 'yes' },
        body: new TextEncoder().encode(drawn.html),
      },
    };
  };
}
