/** Where words are looked for. */
export type TextScope = 'any' | 'title' | 'body';

/** Which words of the index a keyword field holds. */
export type KeywordField = 'language' | 'source' | 'country' | 'kind' | 'genre' | 'subject' | 'topic';

export type StanceLabelName = 'favor' | 'against' | 'neutral' | 'unclear';

/** One end of a range. */
export interface NumberBound {
  readonly value: number;
  readonly inclusive: boolean;
}

export interface NumberRange {
  readonly from: NumberBound | null;
  readonly to: NumberBound | null;
}

/** `2025`, `2025-07`, `2025-07-04`, a UTC time, `now`, or relative: `-7d` (h, d, w, m, y). */
export interface DateBound {
  readonly text: string;
  readonly inclusive: boolean;
}

/** What a query means. Texts are as typed, cleaned; analysis (`@khabar/text`) happens where they are compared. */
export type QueryNode =
  | { readonly type: 'all' }
  | { readonly type: 'and'; readonly items: readonly QueryNode[] }
  | { readonly type: 'or'; readonly items: readonly QueryNode[] }
  | { readonly type: 'not'; readonly item: QueryNode }
  /** Counts `by` times as much for relevance; matches like its item. */
  | { readonly type: 'boost'; readonly by: number; readonly item: QueryNode }
  /** One word. */
  | { readonly type: 'term'; readonly text: string; readonly scope: TextScope }
  /** Words in this order side by side; with a slop: every word at most `slop` words away from the first, in either order. */
  | { readonly type: 'phrase'; readonly text: string; readonly slop: number; readonly scope: TextScope }
  /** `*` any letters, `?` one letter; at least two letters stand before the first of them. */
  | { readonly type: 'wildcard'; readonly pattern: string; readonly scope: TextScope }
  /** Same first letter, at most `distance` letters inserted, left out, changed or swapped with their neighbour. */
  | { readonly type: 'fuzzy'; readonly text: string; readonly distance: 1 | 2; readonly scope: TextScope }
  /** These very characters (NFC, as the record keeps texts), as whole words. */
  | { readonly type: 'exact'; readonly text: string; readonly scope: TextScope }
  /** All words of the text among the authors' names. */
  | { readonly type: 'author'; readonly text: string }
  /** All words of the text in the address. */
  | { readonly type: 'url'; readonly text: string }
  | {
      readonly type: 'keyword';
      readonly field: KeywordField;
      readonly value: string;
      readonly prefix: boolean;
    }
  /** An id, or a name in any script. */
  | { readonly type: 'entity'; readonly name: string }
  /** One statement that satisfies all parts given. */
  | {
      readonly type: 'stance';
      readonly holder: string | null;
      readonly target: string | null;
      readonly label: StanceLabelName | null;
      readonly score: NumberRange | null;
    }
  /** Date of publication; for undated articles the time first seen. */
  | { readonly type: 'published'; readonly from: DateBound | null; readonly to: DateBound | null }
  /** Confidence of any statement. */
  | { readonly type: 'score'; readonly range: NumberRange }
  /** A saved search, by name; see `expandSaved`. */
  | { readonly type: 'saved'; readonly name: string };

/** Joins nodes into one; nothing joined is everything. */
export function joined(type: 'and' | 'or', nodes: readonly (QueryNode | null)[]): QueryNode | null {
  const items = nodes.flatMap((node) => {
    if (node === null) return [];
    return node.type === type ? node.items : [node];
  });
  // "Everything" adds nothing to a conjunction and swallows a disjunction.
  const all = items.find((item) => item.type === 'all');
  const kept = type === 'and' ? items.filter((item) => item.type !== 'all') : items;
  if (all && (type === 'or' || kept.length === 0)) return all;
  return kept.length > 1 ? { type, items: kept } : (kept[0] ?? null);
}
