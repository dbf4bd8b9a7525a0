import { escapeMarkup } from '@khabar/text';
import sanitize from 'sanitize-html';

import { hasHugeTag, htmlToText, nestsDeeper } from './html-text.ts';

/** The parser below is quadratic in nesting; no text of a feed nests so deep. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 2_000_000;

const TAGS = (
  'p br hr div span blockquote q cite pre code kbd samp figure figcaption h1 h2 h3 h4 h5 h6 ul ol li dl dt dd a abbr b strong i em u ' +
  's del ins mark small sub sup time table caption thead tbody tfoot tr th td'
).split(' ');

function absolute(href: string | undefined, baseUrl: string | undefined): string | undefined {
  if (href === undefined) return undefined;
  const url = URL.parse(href.trim(), baseUrl);
  return url && /^(https?|mailto|tel):$/.test(url.protocol) ? url.href : undefined;
}

/**
 * HTML of a stranger -> HTML that is safe to show: text markup and links only; no scripts, styles, forms, frames, images (nothing is
 * loaded from elsewhere). Links become absolute against `baseUrl` and carry `rel="noopener noreferrer nofollow"`. Hostile nesting or size: text only.
 */
export function sanitizeHtml(html: string, baseUrl?: string): string {
  if (html.length > MAX_LENGTH || hasHugeTag(html) || nestsDeeper(html, MAX_DEPTH)) {
    return htmlToText(html)
      .split('\n')
      .map((line) => `<p>${escapeMarkup(line)}</p>`)
      .join('');
  }
  return sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ['href', 'rel'],
      '*': ['lang', 'dir'],
      time: ['datetime'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    transformTags: {
      a: (_tag, attributes) => {
        const href = absolute(attributes['href'], baseUrl);
        return {
          tagName: 'a',
          attribs: href === undefined ? {} : { href, rel: 'noopener noreferrer nofollow' },
        };
      },
    },
  });
}
