import type { ExtractedField } from '@khabar/article';

/** Where each field came from, of the fields that have a value and a place. */
export function provenanceOf(
  fields: readonly (readonly [field: ExtractedField, value: unknown, from: string | null])[],
): Partial<Record<ExtractedField, string>> {
  const found: Partial<Record<ExtractedField, string>> = {};
  for (const [field, value, from] of fields) {
    const isEmpty =
      value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
    if (!isEmpty && from !== null) found[field] = from;
  }
  return found;
}
