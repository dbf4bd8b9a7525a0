import type { FacetField, SearchFilters, StanceFilter, ValueFilter } from '../port.ts';
import {
  allOf,
  anyOf,
  entityCondition,
  negated,
  oneOf,
  stanceCondition,
  timeCondition,
  type CompileContext,
  type Condition,
} from './compile-query.ts';

const LABELS = ['favor', 'against', 'neutral', 'unclear'] as const;

function valueFilter(filter: ValueFilter | undefined, one: (value: string) => Condition): Condition[] {
  if (filter === undefined) return [];
  const included = filter.include.length === 0 ? [] : [anyOf(filter.include.map(one))];
  return [...included, ...filter.exclude.map((value) => negated(one(value)))];
}

function stanceFilter(filter: StanceFilter, context: CompileContext): Condition {
  const label = LABELS.find((known) => known === filter.label) ?? null;
  const condition = stanceCondition(
    { holder: filter.holder ?? null, target: filter.target ?? null, label, score: null },
    context,
  );
  return filter.exclude === true ? negated(condition) : condition;
}

function timeFilter({ from, to }: SearchFilters): Condition[] {
  if (from === undefined && to === undefined) return [];
  return [
    timeCondition(from === undefined ? null : Date.parse(from), to === undefined ? null : Date.parse(to)),
  ];
}

function field(name: string): (value: string) => Condition {
  return (value) => ({ term: { [name]: value } });
}

/** Filters as conditions, but for those named in `without`. */
export function compileFilters(
  filters: SearchFilters,
  context: CompileContext,
  without: ReadonlySet<FacetField> = new Set(),
): Condition[] {
  const named: Readonly<Record<FacetField, () => Condition[]>> = {
    language: () => valueFilter(filters.language, field('languages')),
    source: () => valueFilter(filters.source, (value) => field('source')(value.toLowerCase())),
    country: () => valueFilter(filters.country, field('country')),
    kind: () => valueFilter(filters.kind, field('kind')),
    genre: () => valueFilter(filters.genre, field('genre')),
    subject: () => valueFilter(filters.subject, field('subjects')),
    topic: () => valueFilter(filters.topic, field('topics')),
    entity: () => valueFilter(filters.entity, (value) => entityCondition(value, context)),
    stance: () => (filters.stance ?? []).map((filter) => stanceFilter(filter, context)),
    dated: () => (filters.dated === undefined ? [] : [{ term: { dated: filters.dated } }]),
  };
  const kept = Object.entries(named).flatMap(([name, conditions]) =>
    Array.from(without).some((left) => left === name) ? [] : conditions(),
  );
  const ids = filters.ids === undefined ? [] : [oneOf('id', filters.ids)];
  return [...kept, ...timeFilter(filters), ...ids];
}

/** Query and filters as one condition. */
export function compileSearch(
  query: Condition,
  filters: SearchFilters,
  given: { context: CompileContext; without?: ReadonlySet<FacetField> },
): Condition {
  return allOf([query, ...compileFilters(filters, given.context, given.without)]);
}
