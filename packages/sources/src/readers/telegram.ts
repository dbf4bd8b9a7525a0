import { snippetOf } from '../feed-values.ts';
import { readTelegram, type TelegramPost } from '../read-telegram.ts';
import type { FoundLink, Reader } from './reader.ts';

/** Pages of twenty posts that a visit goes back; what lies before is a matter for a backfill. */
const MAX_PAGES = 5;
/** A visit goes no further back than this: channels are looked at every half hour or so. */
const LOOK_BACK_MS = 2 * 24 * 3_600_000;

/** Address of a post's own page, which holds its text; its plain address shows a call to install the program. */
function embedded(post: TelegramPost): string {
  return `${post.url}?embed=1&mode=tme`;
}

function linkOf(post: TelegramPost): FoundLink {
  const { html, published, views, forwardedFrom, links, images } = post;
  return {
    url: embedded(post),
    title: snippetOf(html),
    published,
    summary: html,
    post: {
      ...(views === undefined ? {} : { views }),
      ...(forwardedFrom === undefined ? {} : { forwardedFrom: forwardedFrom.name }),
      ...(forwardedFrom?.url === undefined ? {} : { forwardedUrl: forwardedFrom.url }),
      links,
      images,
    },
  };
}

/** Public Telegram channels, by their web preview. */
export const telegramReader: Reader = {
  kind: 'telegram',
  accept: 'html',
  read: async (page, _channel, deps) => {
    const since = new Date(deps.now().getTime() - LOOK_BACK_MS).toISOString();
    const posts: TelegramPost[] = [];
    let current = page;
    for (let pages = 1; ; pages += 1) {
      const { text } = deps.decodeText(current.body, current.headers['content-type'], 'html');
      const found = readTelegram(text, current.finalUrl);
      if (found.kind === 'refused' && pages === 1) return found;
      if (found.kind === 'refused') break;
      posts.unshift(...found.posts);
      const oldest = found.posts[0]?.published ?? '';
      if (found.older === undefined || pages >= MAX_PAGES || oldest < since) break;
      // One after the other: each page names the next.
      // oxlint-disable-next-line no-await-in-loop
      const answer = await deps.fetchPage(found.older, { accept: 'html' });
      if (answer.kind !== 'page') break;
      current = answer.page;
    }
    const worded = posts.filter((post) => post.html !== undefined);
    const silent = posts.length - worded.length;
    return {
      kind: 'links',
      links: worded.toReversed().map(linkOf),
      note: silent > 0 ? `${silent} posts without words` : undefined,
    };
  },
};
