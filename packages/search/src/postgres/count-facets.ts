import { foldText } from '@khabar/text';
import { z } from 'zod';

import { facetsBy, hasOwnFilter, selected, withSelected, type FacetOptions } from '../facet-values.ts';
import type { FacetField, FacetValue, SearchFilters, SearchRequest } from '../port.ts';
import type { FilterName } from './compile-filters.ts';
import { selectMatching, statementOf, type Matching, type Statement } from './matching.ts';

const FacetRow = z.object({ field: z.string(), value: z.string(), count: z.number() });
type FacetRow = z.infer<typeof FacetRow>;

/** Column of `matching` that holds a field's value, or its values as keys of `names`. */
const COLUMNS: Readonly<Record<FacetField, { readonly column: string; readonly isList: boolean }>> = {
  language: { column: 'language', isList: false },
  source: { column: 'outlet', isList: false },
  country: { column: 'country', isList: false },
  kind: { column: 'kind', isList: false },
  genre: { column: 'genre', isList: false },
  subject: { column: 'subjects', isList: true },
  dated: { column: 'dated', isList: false },
  entity: { column: 'entities', isList: true },
  topic: { column: 'topics', isList: true },
  stance: { column: 'stances', isList: true },
};

/** Values of a field with their counts, most first, the selected ones always. */
function facetSql(
  field: FacetField,
  given: { options: FacetOptions; filters: SearchFilters; unit: string },
  { values, compile }: Statement,
): string {
  const { column, isList } = COLUMNS[field];
  const { options, unit } = given;
  const pairs = isList
    ? `select distinct unnest(m.${column}) as k, m.${unit} as u from matching m`
    : `select distinct m.${column}::text as v, m.${unit} as u from matching m where m.${column} is not null`;
  const counted = isList
    ? `select names.value as v, counted.count from (select k, count(*)::int as count from (${pairs}) p group by k) counted join ${compile.schema}.names on names.k = counted.k`
    : `select v, count(*)::int as count from (${pairs}) p group by v`;
  const prefix = options.prefix === undefined ? '' : foldText(options.prefix).text;
  // Ids are kind:name and holder>target; a name's beginning finds them too.
  const begins =
    prefix === ''
      ? 'true'
      : `(starts_with(lower(v), ${values.add(prefix)}) or strpos(lower(v), ${values.add(`:${prefix}`)}) > 0)`;
  const kept = values.add(selected(field, given.filters));
  const limit = values.add(options.size);
  const ranked = `select v, count, row_number() over (order by count desc, v collate "C") as place from (${counted}) c where ${begins} or v = any (${kept}::text[])`;
  return `select ${values.add(field)}::text as field, v as value, count from (${ranked}) r where place <= ${limit}::int or v = any (${kept}::text[])`;
}

async function countFields(
  fields: readonly FacetField[],
  matching: Matching,
  given: { options: FacetOptions; unit: string; without: ReadonlySet<FilterName> },
): Promise<FacetRow[]> {
  if (fields.length === 0) return [];
  const statement = statementOf(matching);
  const columns = ['d.story_key', 'd.n', ...fields.map((field) => `d.${COLUMNS[field].column}`)].join(', ');
  const matched = selectMatching(columns, matching, { statement, without: given.without });
  const { filters } = matching.search;
  const parts = fields.map((field) =>
    facetSql(field, { options: given.options, filters, unit: given.unit }, statement),
  );
  const { rows } = await matching.client.query(
    `with matching as materialized (${matched}) select * from (${parts.join(' union all ')}) f order by field, count desc, value collate "C"`,
    statement.values.values,
  );
  return z.array(FacetRow).parse(rows);
}

/** Counts by value. Fields without a filter of their own share one look-up. */
export async function countFacets(
  fields: readonly FacetField[],
  matching: Matching,
  given: { options: FacetOptions; duplicates: SearchRequest['duplicates'] },
): Promise<Record<FacetField, readonly FacetValue[]>> {
  const { filters } = matching.search;
  const unit = given.duplicates === 'fold' ? 'story_key' : 'n';
  const shared = fields.filter((field) => !hasOwnFilter(field, filters));
  const rows = await countFields(shared, matching, { options: given.options, unit, without: new Set() });
  for (const field of fields.filter((one) => hasOwnFilter(one, filters))) {
    rows.push(
      ...(await countFields([field], matching, { options: given.options, unit, without: new Set([field]) })),
    );
  }
  return facetsBy((field) =>
    fields.includes(field)
      ? withSelected(
          field,
          rows.filter((row) => row.field === field),
          filters,
        )
      : [],
  );
}
