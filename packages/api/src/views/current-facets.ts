import type { Registry } from '@khabar/registry';
import type { FacetField, FacetValue, Search, SearchFilters, SearchRequest } from '@khabar/search';

type Counted = Pick<SearchRequest, 'query' | 'filters' | 'duplicates'>;

/**
 * Values of a facet with every entity under the id by which it is known now. The index keeps what was tagged before a merge under the
 * old id, so values that meet are counted anew: an article may hold both.
 */
export async function currentFacets(
  field: FacetField,
  values: readonly FacetValue[],
  given: {
    readonly request: Counted;
    readonly registry: Pick<Registry, 'merged' | 'currentId'>;
    search: Pick<Search, 'count'>;
  },
): Promise<readonly FacetValue[]> {
  const { registry, request, search } = given;
  if (registry.merged.size === 0 || (field !== 'entity' && field !== 'topic' && field !== 'stance'))
    return values;
  const groups = Map.groupBy(values, ({ value }) =>
    value
      .split('>')
      .map((part) => registry.currentId(part))
      .join('>'),
  );
  const now: FacetValue[] = [];
  for (const [value, group] of groups) {
    const [first] = group;
    if (group.length === 1 && first !== undefined) {
      now.push({ ...first, value });
      continue;
    }
    const { total, totalArticles } = await search.count({
      ...request,
      filters: { ...request.filters, ...onlyWith(field, value) },
    });
    now.push({ value, count: request.duplicates === 'all' ? totalArticles : total });
  }
  return now.toSorted((one, other) => other.count - one.count);
}

/** In place of the field's own filter, which its counts leave out. */
function onlyWith(field: 'entity' | 'topic' | 'stance', value: string): SearchFilters {
  if (field !== 'stance') return { [field]: { include: [value], exclude: [] } };
  const [holder = '', target = '', label = ''] = value.split('>');
  return {
    stance: [
      {
        ...(holder === '' ? {} : { holder }),
        ...(target === '' ? {} : { target }),
        ...(label === '' ? {} : { label }),
      },
    ],
  };
}
