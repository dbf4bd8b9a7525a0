import type { FacetField, FacetValue, SearchFilters } from './port.ts';

/** How many values of a field, and those that begin so. */
export interface FacetOptions {
  readonly size: number;
  readonly prefix?: string;
}

/** The values that a field's own filter names. */
export function selected(field: FacetField, filters: SearchFilters): string[] {
  if (field === 'dated') return filters.dated === undefined ? [] : [String(filters.dated)];
  if (field === 'stance')
    return (filters.stance ?? []).map(
      ({ holder = '', target = '', label = '' }) => `${holder}>${target}>${label}`,
    );
  const filter = filters[field];
  return [...(filter?.include ?? []), ...(filter?.exclude ?? [])];
}

/** Is a field filtered by itself? */
export function hasOwnFilter(field: FacetField, filters: SearchFilters): boolean {
  return selected(field, filters).length > 0;
}

/** Counted values, and those selected that count nothing. */
export function withSelected(
  field: FacetField,
  rows: readonly FacetValue[],
  filters: SearchFilters,
): FacetValue[] {
  const found = rows.map(({ value, count }) => ({ value, count }));
  const missing = selected(field, filters).filter((value) => !found.some((row) => row.value === value));
  return [...found, ...missing.map((value) => ({ value, count: 0 }))];
}

/** The values of every field. */
export function facetsBy(
  valuesOf: (field: FacetField) => readonly FacetValue[],
): Record<FacetField, readonly FacetValue[]> {
  return {
    language: valuesOf('language'),
    source: valuesOf('source'),
    country: valuesOf('country'),
    entity: valuesOf('entity'),
    topic: valuesOf('topic'),
    stance: valuesOf('stance'),
    kind: valuesOf('kind'),
    genre: valuesOf('genre'),
    subject: valuesOf('subject'),
    dated: valuesOf('dated'),
  };
}
