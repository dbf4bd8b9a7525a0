import { escapeMarkup } from '@khabar/text';

import { lastChange } from './announcement.ts';
import type { Announcement, Entry } from './announcement.ts';

/** RSS 2.0; an update shows as `atom:updated` and as a later `pubDate`, as most newsrooms' software does it. */
export function rss(announcement: Announcement): string {
  return rssDocument(announcement, (entry) => {
    const changed = lastChange(entry);
    const date = changed === undefined ? '' : `<pubDate>${new Date(changed).toUTCString()}</pubDate>`;
    return entry.updated === undefined
      ? date
      : `${date}<atom:updated>${new Date(entry.updated).toISOString()}</atom:updated>`;
  });
}

/** RSS 2.0 without any date: the page alone says when. */
export function rssUndated(announcement: Announcement): string {
  return rssDocument(announcement, () => '');
}

/** Atom 1.0. */
export function atom(announcement: Announcement): string {
  const entries = announcement.entries.map(
    (entry) => `<entry>
<id>${escapeMarkup(entry.url)}</id>
<title>${escapeMarkup(entry.title)}</title>
<link rel="alternate" type="text/html" href="${escapeMarkup(entry.url)}"/>
${entry.published === undefined ? '' : `<published>${entry.published}</published>`}
<updated>${lastChange(entry) ?? '2025-01-01T00:00:00Z'}</updated>
<summary>${escapeMarkup(entry.summary)}</summary>
</entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${announcement.language}">
<id>${escapeMarkup(announcement.homepage)}</id>
<title>${escapeMarkup(announcement.outletName)}</title>
<link rel="alternate" href="${escapeMarkup(announcement.homepage)}"/>
<link rel="self" href="${escapeMarkup(announcement.self)}"/>
<updated>${newestChange(announcement)}</updated>
<author><name>${escapeMarkup(announcement.outletName)}</name></author>
${entries.join('\n')}
</feed>`;
}

/** RSS 1.0 (RDF) with Dublin Core dates, in the encoding of the site. */
export function rdf(announcement: Announcement, charset: string): string {
  const items = announcement.entries.map(
    (entry) => `<item rdf:about="${escapeMarkup(entry.url)}">
<title>${escapeMarkup(entry.title)}</title>
<link>${escapeMarkup(entry.url)}</link>
<description>${escapeMarkup(entry.summary)}</description>
<dc:date>${lastChange(entry) ?? ''}</dc:date>
</item>`,
  );
  return `<?xml version="1.0" encoding="${charset}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="${escapeMarkup(announcement.self)}">
<title>${escapeMarkup(announcement.outletName)}</title>
<link>${escapeMarkup(announcement.homepage)}</link>
<description>${escapeMarkup(announcement.outletName)}</description>
<items><rdf:Seq>${announcement.entries.map((entry) => `<rdf:li rdf:resource="${escapeMarkup(entry.url)}"/>`).join('')}</rdf:Seq></items>
</channel>
${items.join('\n')}
</rdf:RDF>`;
}

/** JSON Feed 1.1. */
export function jsonFeed(announcement: Announcement): string {
  return JSON.stringify(
    {
      version: 'https://jsonfeed.org/version/1.1',
      title: announcement.outletName,
      home_page_url: announcement.homepage,
      feed_url: announcement.self,
      language: announcement.language,
      items: announcement.entries.map((entry) => ({
        id: entry.url,
        url: entry.url,
        title: entry.title,
        summary: entry.summary,
        ...(entry.published === undefined ? {} : { date_published: entry.published }),
        ...(entry.updated === undefined ? {} : { date_modified: entry.updated }),
      })),
    },
    undefined,
    1,
  );
}

function rssDocument(announcement: Announcement, dateOf: (entry: Entry) => string): string {
  const items = announcement.entries.map(
    (entry) => `<item>
<title>${escapeMarkup(entry.title)}</title>
<link>${escapeMarkup(entry.url)}</link>
<guid isPermaLink="true">${escapeMarkup(entry.url)}</guid>
<description><![CDATA[<p>${escapeMarkup(entry.summary)}</p>]]></description>
${dateOf(entry)}
</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escapeMarkup(announcement.outletName)}</title>
<link>${escapeMarkup(announcement.homepage)}</link>
<description>${escapeMarkup(announcement.outletName)}</description>
<language>${announcement.language}</language>
<atom:link rel="self" type="application/rss+xml" href="${escapeMarkup(announcement.self)}"/>
${items.join('\n')}
</channel>
</rss>`;
}

function newestChange(announcement: Announcement): string {
  const changes = announcement.entries
    .map(lastChange)
    .filter((change) => change !== undefined)
    .toSorted((a, b) => Date.parse(b) - Date.parse(a));
  return changes[0] ?? '2025-01-01T00:00:00Z';
}
