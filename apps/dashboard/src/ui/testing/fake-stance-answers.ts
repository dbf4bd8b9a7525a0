import type {
  ArticleView,
  EntityRef,
  Marked,
  StanceMatrix,
  StanceShifts,
  StanceTimeline,
  Statement,
  StatementList,
} from '@khabar/api/schemas';

import { type Query, rangeOf, months } from './fake-search-answers.ts';
import { ARTICLES, ENTITIES } from './fixture-coverage.ts';

/** The evidence of the fixtures is a whole sentence; here its first words are said to be the evidence. */
function sentenceOf({ evidence }: ArticleView['stances'][number]): Marked {
  return { text: evidence.text, marks: [{ start: 0, end: Math.ceil(evidence.text.length / 2) }] };
}

function statements(query: Query): readonly Statement[] {
  return ARTICLES.flatMap((article) =>
    article.stances.map((stance) => ({
      ...stance,
      sentence: sentenceOf(stance),
      articleId: article.id,
      articleTitle: article.title,
      language: article.language,
      direction: article.direction,
      source: article.source,
      publishedAt: article.publishedAt,
      firstSeenAt: article.firstSeenAt,
    })),
  )
    .filter(
      ({ holder, target }) =>
        (query['holder'] ?? holder) === holder && (query['target'] ?? target) === target,
    )
    .toSorted((a, b) => b.firstSeenAt.localeCompare(a.firstSeenAt));
}

export function statementList(query: Query): StatementList {
  const items = [...statements(query)];
  return { total: items.length, items, cursor: null, range: rangeOf(query), hints: [] };
}

export function entityRef(id: string | undefined): EntityRef | null {
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
      const count = (label: Statement['label']): number =>
        within.filter((statement) => statement.label === label).length;
      return {
        start,
        favor: count('favor'),
        against: count('against'),
        neutral: count('neutral'),
        unclear: count('unclear'),
      };
    }),
    range: rangeOf(query),
    note: { statements: all.length, withEvidence: all.length, version: 'rules 1' },
  };
}

export function pairs(): StanceMatrix['cells'] {
  const cells = new Map<string, StanceMatrix['cells'][number]>();
  for (const { holderRef, targetRef, label } of statements({})) {
    const key = `${holderRef.id}>${targetRef.id}`;
    const cell = cells.get(key) ?? {
      holder: holderRef,
      target: targetRef,
      favor: 0,
      against: 0,
      neutral: 0,
      unclear: 0,
      mean: 0,
      few: true,
    };
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
