import { Outlet } from '@khabar/article';
import { describe, expect, test } from 'vitest';

import { readCoverage, sampleSearches } from './coverage.ts';
import { sampleOutlets } from './sample-outlets.ts';

const coverage = readCoverage();
const articles = coverage.flatMap(({ host, outlet, articles: own }) =>
  own.map((article) => ({ host, language: outlet.language, article })),
);

function countIn(language: string): number {
  return articles.filter((each) => each.language === language).length;
}

/** Hosts that print one of the given words after the date of the recognition. */
function hostsThatPrint(words: RegExp): readonly string[] {
  const hosts = articles
    .filter(({ article }) => (article.published ?? '') >= '2025-07-03')
    .filter(({ article }) => words.test([article.title, article.dek, ...article.body].join(' ')))
    .map(({ host }) => host);
  return [...new Set(hosts)].toSorted();
}

describe('the sample coverage', () => {
  test('has at least twelve outlets of seven kinds, all marked as sample', () => {
    const outlets = sampleOutlets();
    expect(outlets.length).toBeGreaterThanOrEqual(12);
    expect(new Set(outlets.map((outlet) => outlet.kind)).size).toBeGreaterThanOrEqual(7);
    expect(outlets.every((outlet) => outlet.sample === true && Outlet.safeParse(outlet).success)).toBe(true);
  });

  test('keeps its promised number of articles in each language', () => {
    expect(articles.length).toBeGreaterThanOrEqual(84);
    expect(countIn('en')).toBeGreaterThanOrEqual(22);
    expect(countIn('ru')).toBeGreaterThanOrEqual(20);
    expect(countIn('fa-AF')).toBeGreaterThanOrEqual(18);
    expect(countIn('ps')).toBeGreaterThanOrEqual(13);
    expect(countIn('ar')).toBeGreaterThanOrEqual(11);
  });

  test('lies between the takeover and the week after the recognition, most of it in 2024 and 2025', () => {
    const dates = articles.flatMap(({ article }) => article.published ?? []).toSorted();
    expect(dates[0]?.slice(0, 7)).toBe('2021-08');
    expect(dates.at(-1)?.slice(0, 10)).toBe('2025-07-09');
    const recent = dates.filter((date) => date >= '2024');
    expect(recent.length / dates.length).toBeGreaterThan(0.65);
  });

  test('articles are of a newspaper length, but for one long read of over 2,000 words', () => {
    const lengths = articles.map(({ article }) => article.body.join(' ').split(/\s+/u).length);
    const long = lengths.filter((length) => length > 2000);
    expect(long.length).toBe(1);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(120);
    expect(lengths.filter((length) => length > 350).length).toBe(1);
  });

  test('three outlets have not covered the recognition', () => {
    const covering = hostsThatPrint(
      /Russia'?s? (?:on Thursday |has )?(?:became|becomes|formally recognised|recognition)|recognition|призна(?:ла|ли|ние)|به رسمیت|به رسميت|رسميت پېژندنه|په رسميت|تعترف رسمياً/u,
    );
    const silent = coverage.map(({ host }) => host).filter((host) => !covering.includes(host));
    expect(silent).toEqual(['al-jisr.example', 'indus-dispatch.example', 'zarafshan-news.example']);
  });

  test('agency copy is reprinted word for word under another lead', () => {
    const reprints = articles.filter(({ article }) => article.reprintOf !== undefined);
    const byOriginal = Map.groupBy(reprints, ({ article }) => article.reprintOf);
    expect(byOriginal.get('meridian-press.example/russian-supreme-court-suspends-taliban-ban')?.length).toBe(
      3,
    );
    expect(byOriginal.get('neva-wire.example/lavrov-taliby-realnaya-vlast')?.length).toBe(3);
    const original = articles.find(({ article }) => article.slug === 'lavrov-taliby-realnaya-vlast');
    const copy = byOriginal.get('neva-wire.example/lavrov-taliby-realnaya-vlast')?.[0];
    expect(copy?.article.body.slice(1)).toEqual(original?.article.body);
  });

  test('articles are told apart by address: no slug twice in an outlet', () => {
    const keys = articles.map(({ host, article }) => `${host}/${article.slug}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('one article has no date and one is edited later', () => {
    expect(articles.filter(({ article }) => article.published === undefined).length).toBe(1);
    expect(articles.filter(({ article }) => article.revision !== undefined).length).toBe(1);
  });

  test('the Russian legal notice stands only where the law asked for it', () => {
    const noted = articles.filter(({ article }) => article.bannedNote === true);
    expect(noted.length).toBeGreaterThan(10);
    expect(
      noted.every(({ language, article }) => language === 'ru' && (article.published ?? '') < '2025-04-17'),
    ).toBe(true);
  });

  test('saved searches include one in Persian and one in Russian', () => {
    const searches = sampleSearches();
    expect(searches.length).toBeGreaterThanOrEqual(5);
    expect(searches.some(({ query }) => /[А-Яа-я]/u.test(query) && query.includes(' И '))).toBe(true);
    expect(
      searches.some(({ name, query }) => query.includes('lang:fa') && /\p{Script=Arabic}/u.test(name)),
    ).toBe(true);
  });
});
