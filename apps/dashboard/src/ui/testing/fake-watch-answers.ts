import type {
  AlertList,
  AlertPreview,
  AlertRuleList,
  Overview,
  OutletList,
  SavedSearchList,
} from '@khabar/api/schemas';

import { LAST, type Query, rangeOf, found, countBy, itemOf } from './fake-search-answers.ts';
import { pairs } from './fake-stance-answers.ts';
import { ARTICLES, OUTLETS } from './fixture-coverage.ts';

const FEEDS = { rss: '/feeds/test.rss', atom: '/feeds/test.atom', json: '/feeds/test.json' };

export function savedSearches(): SavedSearchList {
  return {
    total: 2,
    items: [
      {
        id: 'search1',
        name: 'Recognition',
        query: 'recognition OR признала OR رسمیت',
        params: {},
        createdAt: LAST,
        newSinceLook: 2,
        total: 4,
        ruleId: 'rule1',
        feeds: FEEDS,
      },
      {
        id: 'search2',
        name: 'رسمیت شناختن',
        query: 'رسمیت',
        params: { lang: 'fa' },
        createdAt: LAST,
        newSinceLook: 0,
        total: 2,
        ruleId: null,
        feeds: FEEDS,
      },
    ],
  };
}

export function alertRules(active: boolean): AlertRuleList {
  return {
    total: 1,
    items: [
      {
        id: 'rule1',
        searchId: 'search1',
        name: 'Recognition',
        query: 'recognition OR признала OR رسمیت',
        active,
        channels: ['hook1'],
        createdAt: LAST,
        matches7d: 3,
        matchesTotal: 4,
        perDay: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0],
        feeds: FEEDS,
        timing: null,
        snooze: null,
        mutes: [{ alias: 'Recognition', by: 'local', at: LAST }],
        troubles: [{ code: 'search-gone', what: 'wheat' }],
      },
    ],
  };
}

export function alertPreview(): AlertPreview {
  const stories = ARTICLES.slice(2, 5).map((article, index) => ({ article: itemOf(article), alsoIn: index }));
  return {
    last7d: 2,
    perDay: 0.3,
    total: 6,
    fired30d: 6,
    stories30d: stories.length,
    isTooMany: false,
    stories,
    hints: [],
  };
}

export function alerts(): AlertList {
  const items = ARTICLES.slice(2, 6).map((article) => ({
    ruleId: 'rule1',
    ruleName: 'Recognition',
    at: article.firstSeenAt,
    article: itemOf(article),
    matched: itemOf(article).snippet,
    decision: 'fired' as const,
    duplicateOf: null,
    dueAt: null,
    why: [{ clause: 'recognition', words: 'recognition', entity: null }],
  }));
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
      code: isSilent ? ('server-error' as const) : null,
      values: isSilent ? { status: 503 } : {},
      since: isSilent ? LAST : null,
      reason: isSilent ? 'Its server fails (503).' : null,
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

/** What a new installation says. */
export function emptyOverview(): Overview {
  return {
    ...overview({}),
    range: { from: null, to: null, defaulted: true, data: null },
    articles: 0,
    stories: 0,
    newSinceLastVisit: 0,
    latest: [],
    rising: [],
    pairs: [],
    languages: [],
  };
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
    searches: savedSearches().items.map(({ id, name, query: text, newSinceLook, total }) => ({
      id,
      name,
      query: text,
      newSinceLook,
      total,
    })),
    collection: { ok: 5, failing: 1 },
    languages: countBy(ARTICLES.map(({ language }) => language)).map(({ value, count }) => ({
      language: value,
      articles: count,
    })),
  };
}
