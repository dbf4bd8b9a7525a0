import type { estypes } from '@elastic/elasticsearch';
import { foldText } from '@khabar/text';

import { facetsBy, hasOwnFilter, selected, withSelected, type FacetOptions } from '../facet-values.ts';
import type { FacetField, FacetValue, SearchRequest } from '../port.ts';
import { countByValue, type Counted } from './count-by-value.ts';
import type { Matching } from './matching.ts';
import { MOST_VALUES } from './repeated-stories.ts';

const FIELDS: Readonly<Record<FacetField, string>> = {
  language: 'language',
  source: 'outlet',
  country: 'country',
  kind: 'kind',
  genre: 'genre',
  subject: 'subjects',
  dated: 'dated',
  entity: 'entities',
  topic: 'topics',
  stance: 'stance_names',
};

function aggregationsOf(
  fields: readonly FacetField[],
  least: 1 | 2,
): Record<string, estypes.AggregationsAggregationContainer> {
  return Object.fromEntries(
    fields.map((field) => [
      field,
      { terms: { field: FIELDS[field], size: Math.floor(MOST_VALUES / 4), min_doc_count: least } },
    ]),
  );
}

function ranked(
  counts: ReadonlyMap<string, number>,
  chosen: readonly string[],
  { size, prefix = '' }: FacetOptions,
): FacetValue[] {
  const begin = foldText(prefix).text;
  // Ids are kind:name and holder>target; a name's beginning finds them too.
  const begins = (value: string): boolean => {
    const lower = value.toLowerCase();
    return begin === '' || lower.startsWith(begin) || lower.includes(`:${begin}`);
  };
  return Array.from(counts, ([value, count]) => ({ value, count }))
    .filter(({ value, count }) => count > 0 && (begins(value) || chosen.includes(value)))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .filter(({ value }, place) => place < size || chosen.includes(value));
}

/** Counts by value. Fields without a filter of their own share one request. */
export async function countFacets(
  fields: readonly FacetField[],
  matching: Matching,
  given: { options: FacetOptions; duplicates: SearchRequest['duplicates'] },
): Promise<Record<FacetField, readonly FacetValue[]>> {
  const { filters } = matching.search;
  const { duplicates } = given;
  const counted = new Map<FacetField, Pick<Counted, 'approximate'> & { of: ReadonlyMap<string, number> }>();
  const count = async (some: readonly FacetField[], without: ReadonlySet<FacetField>): Promise<void> => {
    if (some.length === 0) return;
    const { counts, approximate } = await countByValue(
      {
        condition: matching.condition(without),
        aggregations: (least) => aggregationsOf(some, least),
        duplicates,
      },
      matching,
    );
    for (const field of some) counted.set(field, { of: counts.get(field) ?? new Map(), approximate });
  };
  const own = fields.filter((field) => hasOwnFilter(field, filters));
  const shared = fields.filter((field) => !own.includes(field));
  await Promise.all([count(shared, new Set()), ...own.map((field) => count([field], new Set([field])))]);
  return facetsBy((field) => {
    const counts = counted.get(field);
    if (counts === undefined) return [];
    const values = withSelected(field, ranked(counts.of, selected(field, filters), given.options), filters);
    return counts.approximate ? values.map((value) => ({ ...value, approximate: true })) : values;
  });
}
