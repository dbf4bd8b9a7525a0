import { escapeMarkup } from '@khabar/text';

import { lastChange } from './announcement.ts';
import type { Announcement } from './announcement.ts';

/** A real news sitemap covers two days; the sample's covers its newest articles. */
const NEWS_SITEMAP_SIZE = 3;

/** A sitemap of all articles. */
export function sitemap(announcement: Announcement): string {
  const urls = announcement.entries.map((entry) => {
    const changed = lastChange(entry);
    const lastmod = changed === undefined ? '' : `<lastmod>${changed}</lastmod>`;
    return `<url><loc>${escapeMarkup(entry.url)}</loc>${lastmod}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>${escapeMarkup(announcement.homepage)}</loc></url>
${urls.join('\n')}
</urlset>`;
}

/** An index of other sitemaps, given by their addresses. */
export function sitemapIndex(addresses: readonly string[]): string {
  const maps = addresses.map((address) => `<sitemap><loc>${escapeMarkup(address)}</loc></sitemap>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${maps.join('\n')}
</sitemapindex>`;
}

/** A news sitemap with titles and publication dates. */
export function newsSitemap(announcement: Announcement): string {
  const urls = announcement.entries
    .filter((entry) => entry.published !== undefined)
    .slice(0, NEWS_SITEMAP_SIZE)
    .map(
      (entry) => `<url><loc>${escapeMarkup(entry.url)}</loc>
<news:news><news:publication><news:name>${escapeMarkup(announcement.outletName)}</news:name><news:language>${announcement.language.slice(0, 2)}</news:language></news:publication>
<news:publication_date>${entry.published ?? ''}</news:publication_date>
<news:title>${escapeMarkup(entry.title)}</news:title></news:news></url>`,
    );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${urls.join('\n')}
</urlset>`;
}
