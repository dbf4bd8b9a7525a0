import type { FacetField, SearchFilters, StanceFilter, ValueFilter } from '../port.ts';
import {
  compileQuery,
  entityCondition,
  stanceCondition,
  timeCondition,
  type CompileContext,
} from './compile-query.ts';
import { allOf, anyOf, lexeme, negated, type Condition } from './condition.ts';
import { DATED, PREFIXES } from './lexemes.ts';

/** The filters one of which a facet leaves out. */
export type FilterName = FacetField;

const LABELS = ['favor', 'against', 'neutral', 'unclear'] as const;

function valueFilter(
  filter: ValueFilter | undefined,
  one: (value: string) => Condition,
  add: CompileContext['add'],
): Condition[] {
  if (filter === undefined) return [];
  const included = filter.include.length === 0 ? [] : [anyOf(filter.include.map(one), add)];
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

function timeFilter({ from, to }: SearchFilters, context: CompileContext): Condition[] {
  if (from === undefined && to === undefined) return [];
  return [
    timeCondition(
      from === undefined ? null : Date.parse(from),
      to === undefined ? null : Date.parse(to),
      context.add,
    ),
  ];
}

/** Filters as a condition, but for those named in `without`. */
export function compileFilters(
  filters: SearchFilters,
  context: CompileContext,
  without: ReadonlySet<FilterName> = new Set(),
): Condition {
  const { add } = context;
  const named: Readonly<Record<FilterName, () => Condition[]>> = {
    language: () => valueFilter(filters.language, (value) => lexeme(PREFIXES.language + value), add),
    source: () => valueFilter(filters.source, (value) => lexeme(PREFIXES.source + value.toLowerCase()), add),
    country: () => valueFilter(filters.country, (value) => lexeme(PREFIXES.country + value), add),
    kind: () => valueFilter(filters.kind, (value) => lexeme(PREFIXES.kind + value), add),
    genre: () => valueFilter(filters.genre, (value) => lexeme(PREFIXES.genre + value), add),
    subject: () => valueFilter(filters.subject, (value) => lexeme(PREFIXES.subject + value), add),
    topic: () => valueFilter(filters.topic, (value) => lexeme(PREFIXES.topic + value), add),
    entity: () => valueFilter(filters.entity, (value) => entityCondition(value, context), add),
    stance: () => (filters.stance ?? []).map((filter) => stanceFilter(filter, context)),
    dated: () => {
      if (filters.dated === undefined) return [];
      return [filters.dated ? lexeme(DATED) : negated(lexeme(DATED))];
    },
  };
  const kept = Object.entries(named).flatMap(([name, conditions]) =>
    Array.from(without).some((left) => left === name) ? [] : conditions(),
  );
  const ids: Condition[] =
    filters.ids === undefined ? [] : [{ kind: 'sql', sql: `d.id = any (${add([...filters.ids])}::text[])` }];
  return allOf([...kept, ...timeFilter(filters, context), ...ids], add);
}

/** Query and filters as one condition. */
export function compileSearch(
  search: { query: Parameters<typeof compileQuery>[0]; filters: SearchFilters },
  context: CompileContext,
  without?: ReadonlySet<FilterName>,
): Condition {
  return allOf(
    [compileQuery(search.query, context), compileFilters(search.filters, context, without)],
    context.add,
  );
}
