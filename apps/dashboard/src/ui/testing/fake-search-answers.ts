import type {
  ArticleItem,
  ArticleList,
  ArticleView,
  Coverage,
  Facets,
  Range,
  Timeline,
} from '@khabar/api/schemas';

import { ARTICLES, ENTITIES, OUTLETS } from './fixture-coverage.ts';

export type Query = Readonly<Record<string, string>>;

const FIRST = '2024-02-11T09:00:00.000Z';
export const LAST = '2025-07-06T08:00:00.000Z';

export function rangeOf(query: Query): Range {
  const isDefault = query['from'] === undefined && query['to'] === undefined;
  return {
    from: isDefault ? FIRST : null,
    to: null,
    defaulted: isDefault,
    data: { first: FIRST, last: LAST },
  };
}

function matches(article: ArticleView, query: Query): boolean {
  const words = (query['q'] ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(and|or|not)$|[:()"]/.test(word));
  const text = `${article.title} ${article.text}`.toLowerCase();
  const list = (name: string): string[] => (query[name] ?? '').split(',').filter((value) => value !== '');
  const wanted = (name: string, values: readonly string[]): boolean => {
    const given = list(name);
    const include = given.filter((value) => !value.startsWith('-'));
    const exclude = given.filter((value) => value.startsWith('-')).map((value) => value.slice(1));
    return (
      (include.length === 0 || include.some((value) => values.includes(value))) &&
      !exclude.some((value) => values.includes(value))
    );
  };
  return (
    words.every((word) => text.includes(word)) &&
    wanted('lang', [article.language]) &&
    wanted('genre', article.genre === null ? [] : [article.genre.kind]) &&
    wanted('subject', Object.keys(article.relevance)) &&
    wanted('source', [article.source.id]) &&
    wanted(
      'entity',
      article.mentions.map(({ entityId }) => entityId),
    )
  );
}

export function found(query: Query): readonly ArticleView[] {
  return ARTICLES.filter((article) => matches(article, query)).toSorted((a, b) =>
    b.firstSeenAt.localeCompare(a.firstSeenAt),
  );
}

export function itemOf(article: ArticleView): ArticleItem {
  const [first = ''] = article.text.split('\n');
  const mention = article.mentions[0];
  const counted = new Map(article.mentions.map(({ ref }) => [ref.id, ref]));
  return {
    id: article.id,
    storyId: article.storyId,
    url: article.url,
    title: { text: article.title, marks: [] },
    snippet: {
      text: first,
      marks:
        mention === undefined || mention.end > first.length
          ? []
          : [{ start: mention.start, end: mention.end }],
    },
    source: article.source,
    language: article.language,
    direction: article.direction,
    publishedAt: article.publishedAt,
    publishedFrom: article.publishedFrom,
    firstSeenAt: article.firstSeenAt,
    copies: article.copies.length,
    wordCount: article.wordCount,
    entities: [...counted.values()].map((ref) => ({ ...ref, count: 1 })),
    stances: [...article.stances],
    topics: [],
    sample: true,
  };
}

export function articleList(query: Query): ArticleList {
  const all = found(query);
  const q = query['q'] ?? '';
  return {
    total: all.length,
    totalArticles: all.length,
    totalSources: new Set(all.map(({ source }) => source.id)).size,
    items: all.map(itemOf),
    cursor: null,
    hints:
      q.includes('(') && !q.includes(')')
        ? [
            {
              code: 'unclosed-paren',
              message: 'A bracket was not closed.',
              start: q.indexOf('('),
              end: q.length,
              repair: { label: 'Close it', query: `${q})` },
            },
          ]
        : [],
    understood:
      q === ''
        ? []
        : q
            .split(/\s+/)
            .map((text) =>
              text === 'OR' ? { kind: 'operator', text: 'or' } : { kind: 'term', text, query: text },
            ),
    range: rangeOf(query),
    tookMs: 3.2,
    ...(all.length === 0 ? { clauses: q.split(/\s+/).map((word) => ({ query: word, total: 0 })) } : {}),
  };
}

export function countBy(values: readonly string[]): readonly { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
}

function entityLabel(id: string): string {
  return Object.values(ENTITIES).find((entity) => entity.id === id)?.label ?? id;
}

export function facets(query: Query): Facets {
  const without = (name: string): readonly ArticleView[] =>
    found(Object.fromEntries(Object.entries(query).filter(([key]) => key !== name)));
  const values = (
    name: string,
    read: (article: ArticleView) => readonly string[],
    label: (value: string) => string,
  ) =>
    countBy(without(name).flatMap(read)).map(({ value, count }) => ({
      value,
      count,
      label: label(value),
      selected: null,
    }));
  return {
    facets: {
      language: values(
        'lang',
        ({ language }) => [language],
        (value) => value,
      ),
      source: values(
        'source',
        ({ source }) => [source.id],
        (value) => OUTLETS.find(({ id }) => id === value)?.name ?? value,
      ),
      country: values(
        'country',
        ({ source }) => (source.country === null ? [] : [source.country]),
        (value) => value,
      ),
      entity: values(
        'entity',
        ({ mentions }) => [...new Set(mentions.map(({ entityId }) => entityId))],
        entityLabel,
      ),
      topic: [],
      stance: values(
        'stance',
        ({ stances }) => stances.map((stance) => `${stance.holder}>${stance.target}>${stance.label}`),
        (value) =>
          value.split('>').slice(0, 2).map(entityLabel).join(' → ') + `: ${value.split('>')[2] ?? ''}`,
      ),
      kind: values(
        'type',
        ({ source }) => [source.kind],
        (value) => value,
      ),
      genre: values(
        'genre',
        ({ genre }) => (genre === null ? [] : [genre.kind]),
        (value) => value,
      ),
      subject: values(
        'subject',
        ({ relevance }) => Object.keys(relevance),
        () => 'Russia and the Taliban',
      ),
      dated: values(
        'dated',
        ({ publishedAt }) => [String(publishedAt !== null)],
        (value) => value,
      ),
    },
    hints: [],
  };
}

export function months(): readonly string[] {
  return Array.from({ length: 18 }, (_, index) => new Date(Date.UTC(2024, 1 + index, 1)).toISOString());
}

export function timeline(query: Query): Timeline {
  const all = found(query);
  const buckets = months().map((start) => {
    const within = (article: ArticleView): boolean => article.firstSeenAt.slice(0, 7) === start.slice(0, 7);
    const matching = all.filter(within).length;
    // A month with the whole collection busy, so that shares are drawn as well as doubtful ones.
    const collected = start.startsWith('2025-07') ? 24 : ARTICLES.filter(within).length;
    const peak =
      start.startsWith('2025-07') && matching > 0
        ? {
            peak: {
              articleId: 'article3',
              title: 'Россия признала Исламский Эмират Афганистан',
              language: 'ru',
            },
          }
        : {};
    return {
      start,
      matching,
      collected,
      share: collected === 0 ? null : matching / collected,
      fewData: collected < 20,
      ...peak,
    };
  });
  return { bucket: 'month', unit: 'stories', buckets, range: rangeOf(query), hints: [] };
}

export function coverage(query: Query): Coverage {
  const all = found(query);
  return {
    items: OUTLETS.map((outlet) => {
      const own = all.filter(({ source }) => source.id === outlet.id);
      const first = own.at(-1);
      return {
        ...outlet,
        matching: own.length,
        collected: ARTICLES.filter(({ source }) => source.id === outlet.id).length,
        first:
          first === undefined ? null : { at: first.firstSeenAt, articleId: first.id, title: first.title },
      };
    }),
    range: rangeOf(query),
    hints: [],
  };
}
