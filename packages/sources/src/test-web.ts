import type { DecodeText, FetchPage } from '@khabar/article';

/** A web of the given pages for tests, all else 404. The type of a page is told from its first letters. */
export function fakeWeb(pages: Readonly<Record<string, string>>): {
  readonly fetchPage: FetchPage;
  readonly decodeText: DecodeText;
  readonly asked: readonly string[];
} {
  const asked: string[] = [];
  return {
    asked,
    fetchPage: (url) => {
      asked.push(url);
      const body = pages[url];
      if (body === undefined)
        return Promise.resolve({
          kind: 'refused',
          url,
          reason: 'gone',
          detail: `${url}: 404`,
          status: 404,
          retry: 'never',
        });
      const type = typeOf(body);
      return Promise.resolve({
        kind: 'page',
        page: {
          url,
          finalUrl: url,
          fetchedAt: '2025-07-04T00:00:00Z',
          status: 200,
          headers: { 'content-type': type },
          body: new TextEncoder().encode(body),
        },
      });
    },
    decodeText: (bytes) => ({ text: new TextDecoder().decode(bytes), charset: 'utf-8' }),
  };
}

function typeOf(body: string): string {
  if (/^\s*[[{]/.test(body)) return 'application/json';
  return body.startsWith('<?xml') ? 'application/xml' : 'text/html; charset=utf-8';
}

/** A post as the web preview of a public channel marks it up. */
export function telegramPost(post: {
  readonly number: number;
  readonly at: string;
  readonly text: string;
  readonly views?: string;
  readonly forwarded?: { readonly name: string; readonly url: string };
  readonly photo?: string;
  readonly before?: string;
}): string {
  const { number, at, text, views = '7', forwarded, photo, before = '' } = post;
  const from =
    forwarded === undefined
      ? ''
      : `<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<a class="tgme_widget_message_forwarded_from_name" href="${forwarded.url}"><span dir="auto">${forwarded.name}</span></a></div>`;
  const picture =
    photo === undefined
      ? ''
      : `<a class="tgme_widget_message_photo_wrap 12_34" href="https://t.me/kubha_example/${number}" style="width:800px;background-image:url('${photo}')"></a>`;
  const words =
    text === '' ? '' : `<div class="tgme_widget_message_text js-message_text" dir="auto">${text}</div>`;
  return `<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="kubha_example/${number}" data-view="x"><div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/kubha_example"><span dir="auto">Kubha</span></a></div>${from}${before}${picture}${words}
<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info"><span class="tgme_widget_message_views">${views}</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/kubha_example/${number}"><time datetime="${at}" class="time">19:40</time></a></span></div></div></div></div></div>`;
}
