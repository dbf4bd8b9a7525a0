import { writingDirection } from '@khabar/article';
import { escapeMarkup } from '@khabar/text';

import type { Extra, SampleOutlet } from './coverage.ts';
import type { Entry } from './discovery/announcement.ts';

/** A headline on a front page or listing, with its date as readers see it. */
export interface Headline extends Entry {
  readonly dateText: string;
}

/** The front page: navigation, headlines with their leads, and links to the pages that robots.txt keeps out. */
export function frontPage(outlet: SampleOutlet, headlines: readonly Headline[]): string {
  const unlisted = outlet.site.extras
    .filter((extra) => !extra.listed)
    .map((extra) => `<p><a href="${extra.path}">${escapeMarkup(extra.title)}</a></p>`);
  const teasers = headlines.map(
    (headline) =>
      `<div class="teaser"><h2><a href="${escapeMarkup(headline.url)}">${escapeMarkup(headline.title)}</a></h2><p>${escapeMarkup(headline.summary)}</p></div>`,
  );
  return document(
    outlet,
    outlet.outlet.name,
    `<h1>${escapeMarkup(outlet.outlet.name)}</h1>\n${teasers.join('\n')}\n${unlisted.join('\n')}`,
  );
}

/** A listing page: the only announcement of outlets without feed or sitemap. */
export function listingPage(outlet: SampleOutlet, headlines: readonly Headline[]): string {
  const items = headlines.map(
    (headline) =>
      `<div class="publication headline"><h2><a href="${escapeMarkup(headline.url)}">${escapeMarkup(headline.title)}</a></h2><span class="date">${escapeMarkup(headline.dateText)}</span><p>${escapeMarkup(headline.summary)}</p></div>`,
  );
  return document(outlet, outlet.furniture.latest, items.join('\n'));
}

/** A page of links by section or tag; not an article. */
export function sectionPage(outlet: SampleOutlet, headlines: readonly Headline[]): string {
  const items = headlines.map(
    (headline) => `<li><a href="${escapeMarkup(headline.url)}">${escapeMarkup(headline.title)}</a></li>`,
  );
  return document(outlet, outlet.furniture.latest, `<ul class="index">${items.join('')}</ul>`);
}

/** A page that is no article: pictures with captions, links on a topic, or a members' page. */
export function extraPage(outlet: SampleOutlet, extra: Extra, headlines: readonly Headline[]): string {
  const pictures = outlet.furniture.gallery.map(
    (caption) =>
      `<figure><img src="/images/photo.svg" alt=""><figcaption>${escapeMarkup(caption)}</figcaption></figure>`,
  );
  const links = headlines.map(
    (headline) => `<li><a href="${escapeMarkup(headline.url)}">${escapeMarkup(headline.title)}</a></li>`,
  );
  const contents: Readonly<Record<Extra['kind'], string>> = {
    gallery: pictures.join(''),
    topic: `<ul>${links.join('')}</ul>`,
    members: '<p>For subscribers of the wire. Robots are asked to stay away.</p>',
  };
  return document(outlet, extra.title, `<h1>${escapeMarkup(extra.title)}</h1>${contents[extra.kind]}`);
}

/** What a reader sees at an address that leads nowhere. */
export function notFoundPage(outlet: SampleOutlet): string {
  return document(outlet, '404', '<h1>404</h1>');
}

function document(outlet: SampleOutlet, title: string, body: string): string {
  const { name, language } = outlet.outlet;
  const charset = outlet.site.charset ?? 'utf-8';
  const navigation = outlet.furniture.navigation.map(
    (item, index) => `<a href="/${index === 0 ? '' : `section/${index}`}">${escapeMarkup(item)}</a>`,
  );
  return `<!DOCTYPE html>
<html lang="${language}" dir="${writingDirection(language)}">
<head><meta charset="${charset}"><title>${escapeMarkup(title)} | ${escapeMarkup(name)}</title></head>
<body>
<nav>${navigation.join(' ')}</nav>
${body}
<footer><p>© ${escapeMarkup(name)}. ${escapeMarkup(outlet.furniture.footer)}</p></footer>
</body></html>`;
}
