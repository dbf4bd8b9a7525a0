import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answers, decodeCursor, encodeCursor, rangedSearch, referencesFor } from '../route-parts.ts';
import {
  StanceMatrix,
  StanceShifts,
  StanceTimeline,
  StatementList,
  type StanceShift,
  type Statement,
} from '../schemas.ts';
import { SearchQuery } from '../search-query.ts';
import type { ApiServices } from '../services.ts';
import { chooseBucket } from '../views/choose-bucket.ts';
import { hintsOf } from '../views/hints.ts';
import { matchingIds } from '../views/matching-ids.ts';
import { type RangedSearch, withDates } from '../views/read-range.ts';
import { findShift } from '../views/stance-shifts.ts';
import { type Copies, pairCounts, statements } from '../views/statements.ts';

const pair = { holder: z.string().max(200).optional(), target: z.string().max(200).optional() };

const list = createRoute({
  method: 'get',
  path: '/stances',
  summary: 'Statements with their evidence',
  tags: ['Stance'],
  request: {
    query: SearchQuery.extend({
      ...pair,
      label: z.enum(['favor', 'against', 'neutral', 'unclear']).optional(),
    }),
  },
  responses: answers(StatementList, 'Newest first'),
});
const overTime = createRoute({
  method: 'get',
  path: '/stances/timeline',
  summary: 'Stance over time',
  tags: ['Stance'],
  request: { query: SearchQuery.extend({ ...pair, bucket: z.string().max(10).optional() }) },
  responses: answers(StanceTimeline, 'Counts by bucket, UTC'),
});
const matrix = createRoute({
  method: 'get',
  path: '/stances/matrix',
  summary: 'Who stands how towards whom',
  tags: ['Stance'],
  request: { query: SearchQuery.extend({ limit: z.string().max(5).optional() }) },
  responses: answers(StanceMatrix, 'Holder and target with what was counted'),
});
const shifts = createRoute({
  method: 'get',
  path: '/stances/shifts',
  summary: 'Who changed, and when',
  tags: ['Stance'],
  request: { query: SearchQuery },
  responses: answers(StanceShifts, 'Turns, the clearest first'),
});

const FEW = 5;
const PAIRS = 200;
const SERIES = 500;

/** Copies are folded here as stories are in the search: unless `dup=all` is asked for. */
function copiesOf({ read }: RangedSearch): Copies {
  return read.request.duplicates === 'all' ? 'all' : 'once';
}

export function stanceRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(list, async (context) => {
    const query = context.req.valid('query');
    const ranged = await rangedSearch(services, query);
    const references = await referencesFor(services, query.ui);
    const offset = decodeCursor(query.cursor, z.number().int().min(0)) ?? 0;
    const limit = ranged.read.request.size;
    const filter = {
      ids: await matchingIds(ranged, services),
      copies: copiesOf(ranged),
      ...(query.holder === undefined ? {} : { holder: query.holder }),
      ...(query.target === undefined ? {} : { target: query.target }),
      ...(query.label === undefined ? {} : { label: query.label }),
    };
    const { total, items } = await statements(filter, { limit, offset }, { services, references });
    return context.json(
      {
        total,
        items,
        cursor: offset + items.length < total ? encodeCursor(offset + items.length) : null,
        range: ranged.range,
        hints: hintsOf(ranged.read),
      },
      200,
    );
  });

  app.openapi(overTime, async (context) => {
    const query = context.req.valid('query');
    const ranged = withDates(await rangedSearch(services, query));
    const references = await referencesFor(services, query.ui);
    const { bucket, range } = await chooseBucket(query.bucket, ranged, services);
    const request = {
      query: ranged.read.request.query,
      filters: ranged.filters,
      // A chart of attention: every copy counts where it stands; a list with `dup=all` has as many.
      duplicates: 'all' as const,
    };
    const buckets = await services.search.stanceTimeline(
      request,
      {
        ...(query.holder === undefined ? {} : { holder: query.holder }),
        ...(query.target === undefined ? {} : { target: query.target }),
      },
      bucket,
    );
    const total = buckets.reduce((sum, one) => sum + one.favor + one.against + one.neutral + one.unclear, 0);
    return context.json(
      {
        bucket,
        holder: query.holder === undefined ? null : references.entity(query.holder),
        target: query.target === undefined ? null : references.entity(query.target),
        buckets: [...buckets],
        range,
        // No statement is kept without its evidence.
        note: { statements: total, withEvidence: total, version: services.info.tagVersion },
      },
      200,
    );
  });

  app.openapi(matrix, async (context) => {
    const query = context.req.valid('query');
    const ranged = await rangedSearch(services, query);
    const references = await referencesFor(services, query.ui);
    const limit = Math.min(Math.max(Number(query.limit) || PAIRS, 1), 1000);
    const pairs = await pairCounts(
      await matchingIds(ranged, services),
      { limit, copies: copiesOf(ranged) },
      services,
    );
    const cells = pairs.map(({ holder, target, ...counts }) => ({
      ...counts,
      holder: references.entity(holder),
      target: references.entity(target),
      few: counts.favor + counts.against + counts.neutral + counts.unclear < FEW,
    }));
    return context.json({ cells, range: ranged.range }, 200);
  });

  app.openapi(shifts, async (context) => {
    const query = context.req.valid('query');
    const ranged = await rangedSearch(services, query);
    const references = await referencesFor(services, query.ui);
    const ids = await matchingIds(ranged, services);
    const pairs = await pairCounts(ids, { limit: PAIRS, copies: 'once' }, services);
    const items: StanceShift[] = [];
    for (const { holder, target, favor, against } of pairs) {
      // Many outlets under one name: what looks like a turn is two papers that disagree.
      if (holder === 'author' || holder === 'critics') continue;
      if (favor < 2 || against < 2) continue;
      const { items: newest } = await statements(
        { ids, holder, target, copies: 'once' },
        { limit: SERIES, offset: 0 },
        { services, references },
      );
      const shift = shiftOf(newest.toReversed());
      if (shift !== null) items.push(shift);
    }
    const clearest = items.toSorted(
      (one, other) =>
        Math.abs(other.after.mean - other.before.mean) - Math.abs(one.after.mean - one.before.mean),
    );
    return context.json({ items: clearest, range: ranged.range }, 200);
  });
}

function shiftOf(series: readonly Statement[]): StanceShift | null {
  const shift = findShift(series);
  if (shift === null) return null;
  const first = series[shift.at];
  const before = strongest(series.slice(0, shift.at), shift.before);
  const after = strongest(series.slice(shift.at), shift.after);
  if (first === undefined || before === undefined || after === undefined) return null;
  return {
    holder: first.holderRef,
    target: first.targetRef,
    at: first.publishedAt ?? first.firstSeenAt,
    before: { mean: shift.before, statements: shift.at, example: before },
    after: { mean: shift.after, statements: series.length - shift.at, example: after },
  };
}

/** The statement that shows a side best: of its sign, the strongest. */
function strongest(side: readonly Statement[], mean: number): Statement | undefined {
  const label = mean >= 0 ? 'favor' : 'against';
  return (
    side
      .filter((one) => one.label === label)
      .toSorted((one, other) => other.strength * other.confidence - one.strength * one.confidence)[0] ??
    side[0]
  );
}
