import { writingDirection } from '@khabar/article';

import type { SampleOutlet } from './coverage.ts';
import type { Edition, PublishedArticle } from './edition.ts';
import type { PageContent, PageLink } from './pages/page-content.ts';

/** What the outlet's build is given to lay out this article. */
export function pageContent(
  outlet: SampleOutlet,
  edition: Edition,
  published: PublishedArticle,
): PageContent {
  const { article } = published;
  const machineDates = outlet.site.dates === 'machine';
  const others = edition.published.filter((other) => other.path !== published.path);
  const metaCharset = outlet.site.charset ?? 'utf-8';
  return {
    outletName: outlet.outlet.name,
    language: outlet.outlet.language,
    direction: writingDirection(outlet.outlet.language) === 'rtl' ? 'rtl' : 'ltr',
    homepage: outlet.outlet.homepage,
    url: published.url,
    title: article.title,
    dek: article.dek,
    byline: article.byline,
    section: article.section,
    tags: article.tags,
    paragraphs: article.body,
    dateText: published.dateText,
    ...(machineDates && article.published !== undefined ? { published: article.published } : {}),
    ...(machineDates && article.updated !== undefined ? { updated: article.updated } : {}),
    note: article.bannedNote === true ? outlet.furniture.bannedNote : '',
    ...(article.charset === undefined ? { metaCharset } : {}),
    related: others.slice(-2).map((other) => pageLink(other, machineDates)),
    latest: others.slice(0, 4).map((other) => pageLink(other, machineDates)),
    furniture: outlet.furniture,
  };
}

function pageLink(published: PublishedArticle, machineDates: boolean): PageLink {
  const { url, title } = published;
  return machineDates && published.published !== undefined
    ? { url, title, published: published.published }
    : { url, title };
}
