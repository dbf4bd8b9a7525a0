import { parseQuery } from '@khabar/query';
import type {
  Bucket,
  FacetField,
  SearchFilters,
  SearchRequest,
  StanceFilter,
  ValueFilter,
} from '@khabar/search';
import * as fc from 'fast-check';

import { FIRST_QUERIES, WRITTEN_QUERIES } from './written-queries.ts';

/** What is asked of every store: a search, and what is counted of it. */
export interface Question {
  readonly text: string;
  readonly request: Omit<SearchRequest, 'cursor'>;
  readonly facets: {
    readonly fields: readonly FacetField[];
    readonly size: number;
    readonly prefix?: string;
  } | null;
  readonly timeline: Bucket | null;
  readonly stances: { readonly holder?: string; readonly target?: string; readonly bucket: Bucket } | null;
}

const FIELDS: readonly FacetField[] = [
  'language',
  'source',
  'country',
  'entity',
  'topic',
  'stance',
  'kind',
  'genre',
  'subject',
  'dated',
];
const BUCKETS: readonly Bucket[] = ['hour', 'day', 'week', 'month', 'year'];

const pieces = [...FIRST_QUERIES, ...WRITTEN_QUERIES].filter((text) => text !== '' && text.length < 60);
const clause = fc.constantFrom(...pieces);
const { query } = fc.letrec<{ query: string; part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    { weight: 5, arbitrary: clause },
    { weight: 1, arbitrary: clause.map((text) => `NOT (${text})`) },
    { weight: 1, arbitrary: clause.map((text) => `(${text})^2.5`) },
    { weight: 2, arbitrary: tie('query').map((text) => `(${text})`) },
    { weight: 1, arbitrary: tie('query').map((text) => `-(${text})`) },
  ),
  query: fc
    .array(fc.tuple(tie('part'), fc.constantFrom(' ', ' OR ', ' OR ', ' AND ')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) =>
      parts.map(([text, joint], index) => (index === parts.length - 1 ? text : text + joint)).join(''),
    ),
}));

function values(...all: string[]): fc.Arbitrary<ValueFilter> {
  const some = fc.array(fc.constantFrom(...all), { maxLength: 2 });
  return fc.record({ include: some, exclude: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some) });
}

const stance: fc.Arbitrary<StanceFilter> = fc.record(
  {
    holder: fc.constantFrom('country:russia', 'Russia', 'critics', 'org:taliban', 'nobody'),
    target: fc.constantFrom('org:taliban', 'topic:taliban-recognition', 'Taliban'),
    label: fc.constantFrom('favor', 'against', 'neutral', 'unclear', 'other'),
    exclude: fc.boolean(),
  },
  { requiredKeys: [] },
);

const TIMES = ['2021-08-15T00:00:00.000Z', '2023-01-01T00:00:00.000Z', '2025-07-04T00:00:00.000Z'];
const LATER = ['2025-07-04T00:00:00.000Z', '2024-12-31T23:59:59.999Z', '2025-07-10T00:00:00.001Z'];
const everyFilter: { [K in keyof SearchFilters]-?: fc.Arbitrary<NonNullable<SearchFilters[K]>> } = {
  from: fc.constantFrom(...TIMES),
  to: fc.constantFrom(...LATER),
  language: values('en', 'ru', 'fa', 'fa-AF', 'ps', 'zh', 'de'),
  source: values('kabul-ledger.example', 'Herat-Post.example', 'herat-post.example', 'nowhere.example'),
  country: values('AF', 'RU', 'US', 'QA', 'XX'),
  entity: values(
    'org:taliban',
    'country:russia',
    'person:zamir-kabulov',
    'topic:taliban-recognition',
    'Lavrov',
    'wheat',
  ),
  topic: values('topic:taliban-recognition', 'topic:trade', 'topic:none'),
  kind: values('state', 'exile', 'agency', 'blog', 'none'),
  genre: values('news', 'opinion', 'none'),
  subject: values('border', 'water', 'none'),
  stance: fc.array(stance, { minLength: 1, maxLength: 2 }),
  dated: fc.boolean(),
  ids: fc.constant(['a0', 'Ax1', 'ZX2', 'z3', '-x4', 'nowhere']),
};
// Most searches have no filter or one; each filter alone is asked often enough to be seen.
const filters: fc.Arbitrary<SearchFilters> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  ...Object.entries(everyFilter).map(([name, arbitrary]: [string, fc.Arbitrary<unknown>]) => ({
    weight: 1,
    arbitrary: arbitrary.map((value): SearchFilters => ({ [name]: value })),
  })),
  {
    weight: 2,
    arbitrary: fc.record({
      language: everyFilter.language,
      country: everyFilter.country,
      dated: everyFilter.dated,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ entity: everyFilter.entity, stance: everyFilter.stance, from: everyFilter.from }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: everyFilter.kind, topic: everyFilter.topic, to: everyFilter.to }),
  },
);

const facets: fc.Arbitrary<Question['facets']> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        fields: fc.subarray([...FIELDS], { minLength: 1 }),
        size: fc.constantFrom(1, 3, 10, 100),
        prefix: fc.constantFrom('tal', 'Zam', 'c', 'kabul', 'herat', 'f'),
      },
      { requiredKeys: ['fields', 'size'] },
    ),
  },
);
const stances: fc.Arbitrary<Question['stances']> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        holder: fc.constantFrom('Russia', 'org:taliban', 'critics', 'nobody'),
        target: fc.constantFrom('Taliban', 'country:russia', 'topic:taliban-recognition'),
        bucket: fc.constantFrom(...BUCKETS),
      },
      { requiredKeys: ['bucket'] },
    ),
  },
);

const asked = {
  filters,
  duplicates: fc.constantFrom('fold' as const, 'all' as const),
  sort: fc.constantFrom('new' as const, 'old' as const, 'rel' as const),
  size: fc.constantFrom(7, 11, 20, 50),
};
const counted = {
  facets,
  timeline: fc.oneof(fc.constant(null), fc.constant(null), fc.constantFrom(...BUCKETS)),
  stances,
};

function questionOf(
  text: string,
  given: Omit<SearchRequest, 'cursor' | 'query'>,
  rest: Pick<Question, 'facets' | 'timeline' | 'stances'>,
): Question {
  return { text, request: { query: parseQuery(text).ast, ...given }, ...rest };
}

const question = fc
  .tuple(query, fc.record(asked), fc.record(counted))
  .map(([text, given, rest]) => questionOf(text, given, rest));

/** Searches made of every operator, filter, order, fold, facet and timeline; the same each time. */
export function generatedQuestions(count: number): Question[] {
  return fc.sample(question, { numRuns: count, seed: 20_250_704 });
}

/** Every written query, in both orders by date by turns; `counts`: with all that is counted, or with a part of it by turns. */
export function writtenQuestions(counts: 'all' | 'by turns'): Question[] {
  return [...FIRST_QUERIES, ...WRITTEN_QUERIES].map((text, place) => {
    const isTurn = (every: number): boolean => counts === 'all' || place % every === 0;
    const target = place % 8 === 0 ? { target: 'Taliban' } : {};
    return questionOf(
      text,
      {
        filters: {},
        duplicates: place % 2 === 0 ? 'fold' : 'all',
        sort: place % 3 === 0 ? 'old' : 'new',
        size: [20, 11, 50][place % 3] ?? 20,
      },
      {
        facets: isTurn(3) ? { fields: FIELDS, size: 20 } : null,
        timeline: isTurn(4) ? (BUCKETS[place % BUCKETS.length] ?? 'month') : null,
        stances: isTurn(5) ? { bucket: BUCKETS[(place + 2) % BUCKETS.length] ?? 'month', ...target } : null,
      },
    );
  });
}
