import type { SampleArticle, SampleOutlet } from './coverage.ts';
import type { Headline } from './index-pages.ts';
import { calendarDay, gregorianDate, solarHijriDate } from './written-date.ts';

/** An article at its address, in the state of one edition. */
export interface PublishedArticle extends Headline {
  readonly article: SampleArticle;
  /** Path and query on the outlet's host. */
  readonly path: string;
}

/** All articles of an outlet at one moment, newest first. */
export interface Edition {
  readonly published: readonly PublishedArticle[];
  /** Full address of the article with this slug; throws where there is none. */
  addressOf(slug: string): string;
}

/** The outlet's articles as first published, or (`edited`) with the newsroom's revisions. */
export function editionOf(outlet: SampleOutlet, edited: boolean): Edition {
  const published = outlet.articles.map((article, index) => {
    const path = articlePath(outlet, article, outlet.articles.length - index);
    return publish(outlet, edited ? revised(article) : firstState(article), path);
  });
  return {
    published,
    addressOf(slug) {
      const found = published.find((each) => each.article.slug === slug);
      if (found === undefined) throw new Error(`${outlet.host} has no article ${slug}`);
      return found.url;
    },
  };
}

function publish(outlet: SampleOutlet, article: SampleArticle, path: string): PublishedArticle {
  return {
    article,
    path,
    url: `http://${outlet.host}${path}`,
    title: article.title,
    summary: article.dek,
    dateText: article.published === undefined ? '' : dateText(outlet, article.published),
    ...(article.published === undefined ? {} : { published: article.published }),
    ...(article.updated === undefined ? {} : { updated: article.updated }),
  };
}

function dateText(outlet: SampleOutlet, instant: string): string {
  const style = {
    language: outlet.outlet.language,
    timeZone: outlet.outlet.timeZone ?? 'UTC',
    form: outlet.site.dateForm,
  };
  return outlet.site.dates === 'solar-hijri' ? solarHijriDate(instant, style) : gregorianDate(instant, style);
}

function articlePath(outlet: SampleOutlet, article: SampleArticle, position: number): string {
  const day = calendarDay(article.published ?? '2025-01-01T00:00:00Z', outlet.outlet.timeZone ?? 'UTC');
  return outlet.site.address
    .replace('{slug}', article.slug)
    .replace('{number}', String(1000 + position))
    .replace('{year}', day.year)
    .replace('{month}', day.month)
    .replace('{day}', day.day);
}

/** Before the edit nobody knows of it: the page and the feeds carry no later time. */
function firstState(article: SampleArticle): SampleArticle {
  const { updated: _later, ...first } = article;
  return article.revision === undefined ? article : first;
}

function revised(article: SampleArticle): SampleArticle {
  return article.revision === undefined ? article : { ...article, ...article.revision };
}
