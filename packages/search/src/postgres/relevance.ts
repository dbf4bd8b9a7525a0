import { ENTITY_BOOSTS, rankedBy, saturated, STEPS, TITLE_BOOST, type RankedBy } from '../relevance.ts';
import { PREFIXES, quotedLexeme } from './lexemes.ts';
import type { Matching, Statement } from './matching.ts';
import { entityOftenLexeme, stepLexeme } from './word-vector.ts';

/** Articles found by `tsquery` are raised by `weight`, times how rare those are that `rareAs` finds (a place in the list). */
interface Raise {
  readonly tsquery: string;
  readonly weight: number;
  readonly rareAs: number | null;
}

/** Whole numbers, so that the sum does not hang on the order of adding: thousandths. */
export const SCALE = 1000;

function wordRaises({ stem, by, isOptional }: Extract<RankedBy, { kind: 'word' }>, at: number): Raise[] {
  const title = {
    tsquery: quotedLexeme(PREFIXES.title + stem),
    weight: TITLE_BOOST * saturated(1) * by,
    rareAs: at,
  };
  // Every article has a word that the query demands, and reading who has it would take as long as the search; how many have it
  // often says as well how rare it is.
  const steps = isOptional ? ([1, ...STEPS] as const) : STEPS;
  const inText = steps.map((step): Raise => {
    const before = step === 1 ? 0 : saturated(STEPS[STEPS.indexOf(step) - 1] ?? 1);
    return {
      tsquery: quotedLexeme(step === 1 ? stem : stepLexeme(stem, step)),
      weight: (saturated(step) - before) * by,
      rareAs: at + 1,
    };
  });
  return [title, ...inText];
}

function entityRaises({ id, by }: Extract<RankedBy, { kind: 'entity' }>, at: number): Raise[] {
  return (['often', 'veryOften'] as const).map((level, place) => ({
    tsquery: quotedLexeme(entityOftenLexeme(id, level)),
    weight: ENTITY_BOOSTS[level] * saturated(1) * by,
    rareAs: at + place,
  }));
}

function raisesOf(ranked: RankedBy, at: number): Raise[] {
  switch (ranked.kind) {
    case 'word':
      return wordRaises(ranked, at);
    case 'entity':
      return entityRaises(ranked, at);
    case 'beginning':
      return [
        {
          tsquery: `${quotedLexeme(PREFIXES.title + ranked.prefix)}:*`,
          weight: TITLE_BOOST * saturated(1) * ranked.by,
          rareAs: null,
        },
      ];
  }
}

/** The table `scored` where an order needs no scores. */
export const NO_SCORES = 'scored as (select null::int as n, 0 as score where false)';

/**
 * Scores as tables of a `with`, the last of them `scored (n, score)`; empty where nothing is ranked by. Whole index entries are added up: no
 * text is read. How many articles there are is taken from their numbers, which replaced articles make larger than it is: all words
 * become as much rarer.
 */
export function scoredSql(matching: Matching, { values }: Statement): string {
  const raises = rankedBy(matching.search.query, matching.context).reduce<Raise[]>(
    (all, ranked) => [...all, ...raisesOf(ranked, all.length)],
    [],
  );
  if (raises.length === 0) return NO_SCORES;
  const docs = `${matching.schema}.docs`;
  const entries = raises.map(
    ({ tsquery }, place) =>
      `select ${place} as b, d.n from ${docs} d where d.words @@ ${values.add(tsquery)}::tsquery`,
  );
  const weights = values.add(raises.map(({ weight }) => weight * SCALE));
  const rareAs = values.add(raises.map(({ rareAs: place }) => place));
  return `entries as materialized (${entries.join(' union all ')}),
numbers as (select coalesce((select max(n) from ${docs}) - (select min(n) from ${docs}) + 1, 0) as documents),
counts as (select b, count(*)::float8 as having_it from entries group by b),
raises as (
  select w.b - 1 as b, round(w.weight * case when w.rare_as is null then 1 else ln((greatest(documents, having_it) + 1) / (coalesce(having_it, 0) + 0.5)) end)::int as weight
  from numbers cross join unnest(${weights}::float8[], ${rareAs}::int[]) with ordinality as w (weight, rare_as, b) left join counts c on c.b = w.rare_as
),
scored as (select e.n, sum(r.weight)::int as score from entries e join raises r on r.b = e.b group by e.n)`;
}
