import type {
  AlertList,
  AlertRuleList,
  ArticleItem,
  ArticleList,
  ArticleView,
  Coverage,
  EntityList,
  EntityRef,
  EntityView,
  Facets,
  Overview,
  OutletList,
  Range,
  SavedSearchList,
  StanceMatrix,
  StanceShifts,
  StanceTimeline,
  Statement,
  StatementList,
  Timeline,
} from '@khabar/api/schemas';

import { ARTICLES, ENTITIES, OUTLETS } from './fixture-coverage.ts';

export type Query = Readonly<Record<string, string>>;

const FIRST = '2024-02-11T09:00:00.000Z';
const LAST = '2025-07-06T08:00:00.000Z';

export function rangeOf(query: Query): Range {
  const isDefault = query['from'] === undefined && query['to'] === undefined;
  return { from: isDefault ? FIRST : null, to: null, defaulted: isDefault, data: { first: FIRST, last: LAST } };
}

function matches(article: ArticleView, query: Query): boolean {
  const words = (query['q'] ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '' && !/^(and|or|not)$|[:()"]/.test(word));
  const text = `${article.title} ${article.text}`.toLowerCase();
  const list = (name: string): string[] => (query[name] ?? '').split(',').filter((value) => value !== '');
  const wanted = (name: string, values: readonly string[]): boolean => {
    const given = list(name);
    const include = given.filter((value) => !value.startsWith('-'));
    const exclude = given.filter((value) => value.startsWith('-')).map((value) => value.slice(1));
    return (include.length === 0 || include.some((value) => values.includes(value))) && !exclude.some((value) => values.includes(value));
  };
  return (
    words.every((word) => text.includes(word)) &&
    wanted('lang', [article.language]) &&
    wanted('source', [article.source.id]) &&
    wanted('entity', article.mentions.map(({ entityId }) => entityId))
  );
}

function found(query: Query): readonly ArticleView[] {
  return ARTICLES.filter((article) => matches(article, query)).toSorted((a, b) => b.firstSeenAt.localeCompare(a.firstSeenAt));
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
    snippet: { text: first, marks: mention === undefined || mention.end > first.length ? [] : [{ start: mention.start, end: mention.end }] },
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
    hints: q.includes('(') && !q.includes(')')
      ? [{ code: 'unclosed-paren', message: 'A bracket was not closed.', start: q.indexOf('('), end: q.length, repair: { label: 'Close it', query: `${q})` } }]
      : [],
    understood: q === '' ? [] : q.split(/\s+/).map((text) => (text === 'OR' ? { kind: 'operator', text: 'or' } : { kind: 'term', text, query: text })),
    range: rangeOf(query),
    tookMs: 3.2,
    ...(all.length === 0 ? { clauses: q.split(/\s+/).map((word) => ({ query: word, total: 0 })) } : {}),
  };
}

function countBy(values: readonly string[]): readonly { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
}

export function facets(query: Query): Facets {
  const without = (name: string): readonly ArticleView[] => found(Object.fromEntries(Object.entries(query).filter(([key]) => key !== name)));
  const values = (name: string, read: (article: ArticleView) => readonly string[], label: (value: string) => string) =>
    countBy(without(name).flatMap(read)).map(({ value, count }) => ({ value, count, label: label(value), selected: null }));
  const entityLabel = (id: string): string => Object.values(ENTITIES).find((entity) => entity.id === id)?.label ?? id;
  return {
    facets: {
      language: values('lang', ({ language }) => [language], (value) => value),
      source: values('source', ({ source }) => [source.id], (value) => OUTLETS.find(({ id }) => id === value)?.name ?? value),
      country: values('country', ({ source }) => (source.country === null ? [] : [source.country]), (value) => value),
      entity: values('entity', ({ mentions }) => [...new Set(mentions.map(({ entityId }) => entityId))], entityLabel),
      topic: [],
      stance: values(
        'stance',
        ({ stances }) => stances.map((stance) => `${stance.holder}>${stance.target}>${stance.label}`),
        (value) => value.split('>').slice(0, 2).map(entityLabel).join(' → ') + `: ${value.split('>')[2] ?? ''}`,
      ),
      kind: values('type', ({ source }) => [source.kind], (value) => value),
      dated: values('dated', ({ publishedAt }) => [publishedAt === null ? 'no' : 'yes'], (value) => value),
    },
    hints: [],
  };
}

function months(): readonly string[] {
  return Array.from({ length: 18 }, (_, index) => new Date(Date.UTC(2024, 1 + index, 1)).toISOString());
}

export function timeline(query: Query): Timeline {
  const all = found(query);
  const buckets = months().map((start) => {
    const within = (article: ArticleView): boolean => article.firstSeenAt.slice(0, 7) === start.slice(0, 7);
    const matching = all.filter(within).length;
    // A month with the whole collection busy, so that shares are drawn as well as doubtful ones.
    const collected = start.startsWith('2025-07') ? 24 : ARTICLES.filter(within).length;
    const peak = start.startsWith('2025-07') && matching > 0 ? { peak: { articleId: 'article3', title: 'Россия признала Исламский Эмират Афганистан', language: 'ru' } } : {};
    return { start, matching, collected, share: collected === 0 ? null : matching / collected, fewData: collected < 20, ...peak };
  });
  return { bucket: 'month', unit: 'stories', buckets, range: rangeOf(query), hints: [] };
}

export function statements(query: Query): readonly Statement[] {
  return ARTICLES.flatMap((article) =>
    article.stances.map((stance) => ({
      ...stance,
      articleId: article.id,
      articleTitle: article.title,
      language: article.language,
      direction: article.direction,
      source: article.source,
      publishedAt: article.publishedAt,
      firstSeenAt: article.firstSeenAt,
    })),
  )
    .filter(({ holder, target }) => (query['holder'] ?? holder) === holder && (query['target'] ?? target) === target)
    .toSorted((a, b) => b.firstSeenAt.localeCompare(a.firstSeenAt));
}

export function statementList(query: Query): StatementList {
  const items = [...statements(query)];
  return { total: items.length, items, cursor: null, range: rangeOf(query), hints: [] };
}

function entityRef(id: string | undefined): EntityRef | null {
  const entity = Object.values(ENTITIES).find((candidate) => candidate.id === id);
  return entity === undefined ? null : { id: entity.id, type: entity.type, label: entity.label };
}

export function stanceTimeline(query: Query): StanceTimeline {
  const all = statements(query);
  return {
    bucket: 'month',
    holder: entityRef(query['holder']),
    target: entityRef(query['target']),
    buckets: months().map((start) => {
      const within = all.filter(({ firstSeenAt }) => firstSeenAt.slice(0, 7) === start.slice(0, 7));
      const count = (label: Statement['label']): number => within.filter((statement) => statement.label === label).length;
      return { start, favor: count('favor'), against: count('against'), neutral: count('neutral'), unclear: count('unclear') };
    }),
    range: rangeOf(query),
    note: { statements: all.length, withEvidence: all.length, version: 'rules 1' },
  };
}

function pairs(): StanceMatrix['cells'] {
  const cells = new Map<string, StanceMatrix['cells'][number]>();
  for (const { holderRef, targetRef, label } of statements({})) {
    const key = `${holderRef.id}>${targetRef.id}`;
    const cell = cells.get(key) ?? { holder: holderRef, target: targetRef, favor: 0, against: 0, neutral: 0, unclear: 0, mean: 0, few: true };
    const next = { ...cell, [label]: cell[label] + 1 };
    const count = next.favor + next.against;
    cells.set(key, { ...next, mean: count === 0 ? 0 : (next.favor - next.against) / count, few: count < 3 });
  }
  return [...cells.values()];
}

export function stanceMatrix(query: Query): StanceMatrix {
  return { cells: pairs(), range: rangeOf(query) };
}

export function stanceShifts(query: Query): StanceShifts {
  const own = statements({ holder: 'person:zamir-kabulov' });
  const before = own.at(-1);
  const after = own.at(0);
  if (before === undefined || after === undefined) return { items: [], range: rangeOf(query) };
  return {
    items: [
      {
        holder: before.holderRef,
        target: before.targetRef,
        at: '2025-07-03T00:00:00.000Z',
        before: { mean: -0.8, statements: 2, example: before },
        after: { mean: 0.8, statements: 2, example: after },
      },
    ],
    range: rangeOf(query),
  };
}

export function entityList(query: Query): EntityList {
  const wanted = (query['name'] ?? '').toLowerCase();
  const items = Object.values(ENTITIES)
    .filter((entity) => Object.values(entity.names).some((name) => name.toLowerCase().includes(wanted)))
    .filter((entity) => (query['kind'] ?? entity.type) === entity.type)
    .map((entity) => ({
      id: entity.id,
      type: entity.type,
      label: entity.label,
      names: Object.entries(entity.names).map(([language, text]) => ({ language, text })),
      articles: found({ entity: entity.id }).length,
      mentions: found({ entity: entity.id }).length,
      trend: entity.type === 'person' ? 2.5 : null,
      role: entity.id === 'person:sergey-lavrov' ? 'foreign minister' : null,
    }));
  return { total: items.length, items, cursor: null, range: rangeOf(query) };
}

export function entityView(id: string, query: Query): EntityView | null {
  const entity = Object.values(ENTITIES).find((candidate) => candidate.id === id);
  const ref = entityRef(id);
  if (entity === undefined || ref === null) return null;
  const articles = found({ ...query, entity: id });
  return {
    entity: {
      ...ref,
      names: Object.entries(entity.names).map(([language, text]) => ({ language, text, kind: 'label' as const })),
      roles: [],
      wikidata: null,
      actsFor: null,
      partOf: null,
      note: null,
    },
    articles: articles.length,
    mentions: articles.length,
    range: rangeOf(query),
    coMentions: Object.values(ENTITIES)
      .filter((other) => other.id !== id)
      .map((other) => ({ id: other.id, type: other.type, label: other.label, articles: 2 })),
    languages: countBy(articles.map(({ language }) => language)).map(({ value, count }) => ({ language: value, articles: count })),
    sources: OUTLETS.map((outlet) => {
      const own = articles.filter(({ source }) => source.id === outlet.id);
      return { ...outlet, articles: own.length, collected: ARTICLES.filter(({ source }) => source.id === outlet.id).length, first: own.at(-1)?.publishedAt ?? null };
    }),
    asHolder: pairs().filter((cell) => cell.holder.id === id).map(({ target, favor, against }) => ({ target, favor, against })),
    asTarget: pairs().filter((cell) => cell.target.id === id).map(({ holder, favor, against }) => ({ holder, favor, against })),
    spellings: Object.entries(entity.names).map(([language, surface]) => ({ language, surface, count: 1 })),
  };
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
        first: first === undefined ? null : { at: first.firstSeenAt, articleId: first.id, title: first.title },
      };
    }),
    range: rangeOf(query),
    hints: [],
  };
}

const FEEDS = { rss: '/feeds/test.rss', atom: '/feeds/test.atom', json: '/feeds/test.json' };

export function savedSearches(): SavedSearchList {
  return {
    total: 2,
    items: [
      { id: 'search1', name: 'Recognition', query: 'recognition OR признала OR رسمیت', params: {}, createdAt: LAST, newSinceLook: 2, total: 4, ruleId: 'rule1', feeds: FEEDS },
      { id: 'search2', name: 'رسمیت شناختن', query: 'رسمیت', params: { lang: 'fa' }, createdAt: LAST, newSinceLook: 0, total: 2, ruleId: null, feeds: FEEDS },
    ],
  };
}

export function alertRules(active: boolean): AlertRuleList {
  return {
    total: 1,
    items: [
      { id: 'rule1', searchId: 'search1', name: 'Recognition', query: 'recognition OR признала OR رسمیت', active, channels: ['hook1'], createdAt: LAST, matches7d: 3, matchesTotal: 4, perDay: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0], feeds: FEEDS },
    ],
  };
}

export function alerts(): AlertList {
  const items = ARTICLES.slice(2, 6).map((article) => ({ ruleId: 'rule1', ruleName: 'Recognition', at: article.firstSeenAt, article: itemOf(article), matched: itemOf(article).snippet }));
  return { total: items.length, items, cursor: null };
}

export function outlets(): OutletList {
  const items = OUTLETS.map((outlet, index) => {
    const articles = ARTICLES.filter(({ source }) => source.id === outlet.id).length;
    const isSilent = articles === 0;
    return {
      ...outlet,
      homepage: `https://${outlet.id}/`,
      status: isSilent ? ('failing' as const) : ('ok' as const),
      reason: isSilent ? 'The server answered 503 three times.' : null,
      lastTriedAt: LAST,
      lastSuccessAt: isSilent ? null : LAST,
      lastNewAt: isSilent ? null : LAST,
      nextVisitAt: '2025-07-06T09:00:00.000Z',
      articles,
      perDay: Array.from({ length: 30 }, (_, day) => (day % (index + 2) === 0 ? index : 0)),
      channels: [{ kind: 'feed', url: `https://${outlet.id}/feed` }],
      everyMinutes: 30,
      sample: true,
      note: null,
    };
  });
  return { total: items.length, items, counts: { ok: 5, failing: 1 } };
}

export function overview(query: Query): Overview {
  return {
    range: rangeOf(query),
    articles: ARTICLES.length,
    stories: 5,
    newSinceLastVisit: 7,
    latest: found({}).map(itemOf),
    rising: [{ id: 'person:zamir-kabulov', type: 'person', label: 'Zamir Kabulov', articles: 3, ratio: 3.1 }],
    pairs: pairs().map(({ holder, target, favor, against }) => ({ holder, target, favor, against })),
    searches: savedSearches().items.map(({ id, name, query: text, newSinceLook, total }) => ({ id, name, query: text, newSinceLook, total })),
    collection: { ok: 5, failing: 1 },
    languages: countBy(ARTICLES.map(({ language }) => language)).map(({ value, count }) => ({ language: value, articles: count })),
  };
}
