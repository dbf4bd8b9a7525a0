/**
 * A condition on `docs`. As far as possible it is one `tsquery`, which one index look-up answers; what a tsquery cannot say is
 * SQL beside it. `negative`: it only excludes.
 */
export type Condition =
  | { readonly kind: 'words'; readonly tsquery: string; readonly negative: boolean }
  | { readonly kind: 'sql'; readonly sql: string };

import { ALL, quotedLexeme } from './lexemes.ts';

const EVERYTHING = quotedLexeme(ALL);

/** Matches every document. */
export const MATCH_ALL: Condition = { kind: 'words', tsquery: EVERYTHING, negative: false };
/** Matches none. */
export const MATCH_NONE: Condition = { kind: 'sql', sql: 'false' };

/** Has this tsquery. */
export function words(tsquery: string): Condition {
  return { kind: 'words', tsquery, negative: false };
}

/** Has this lexeme. */
export function lexeme(value: string): Condition {
  return words(quotedLexeme(value));
}

/** Is a condition true of every document? */
function isAll(condition: Condition): boolean {
  return condition.kind === 'words' && condition.tsquery === EVERYTHING;
}

// An index look-up starts from what is there: "not x" alone is "everything but x".
function positive(condition: Extract<Condition, { kind: 'words' }>): string {
  return condition.negative ? `(${EVERYTHING} & ${condition.tsquery})` : condition.tsquery;
}

/** The condition as SQL on the table `d`; `add` takes a value and gives its placeholder. */
export function toSql(condition: Condition, add: (value: unknown) => string): string {
  if (condition.kind === 'sql') return condition.sql;
  return isAll(condition) ? 'true' : `d.words @@ ${add(positive(condition))}::tsquery`;
}

/** All of them. */
export function allOf(conditions: readonly Condition[], add: (value: unknown) => string): Condition {
  const kept = conditions.filter((condition) => !isAll(condition));
  const wordy = kept.filter((condition) => condition.kind === 'words');
  const sql = kept.filter((condition) => condition.kind === 'sql').map((condition) => condition.sql);
  const [first] = kept;
  if (first === undefined) return MATCH_ALL;
  if (kept.length === 1) return first;
  const merged: Condition[] =
    wordy.length === 0
      ? []
      : [
          {
            kind: 'words',
            tsquery: `(${wordy.map(({ tsquery }) => tsquery).join(' & ')})`,
            negative: wordy.every(({ negative }) => negative),
          },
        ];
  const [only] = merged;
  if (sql.length === 0 && only) return only;
  return {
    kind: 'sql',
    sql: `(${[...merged.map((condition) => toSql(condition, add)), ...sql].join(' and ')})`,
  };
}

/** Any of them; none of none. */
export function anyOf(conditions: readonly Condition[], add: (value: unknown) => string): Condition {
  const [first] = conditions;
  if (first === undefined) return MATCH_NONE;
  if (conditions.length === 1) return first;
  const wordy = conditions.filter((condition) => condition.kind === 'words');
  const sql = conditions.filter((condition) => condition.kind === 'sql').map((condition) => condition.sql);
  const merged: Condition[] = wordy.length === 0 ? [] : [words(`(${wordy.map(positive).join(' | ')})`)];
  const [only] = merged;
  if (sql.length === 0 && only) return only;
  return {
    kind: 'sql',
    sql: `(${[...merged.map((condition) => toSql(condition, add)), ...sql].join(' or ')})`,
  };
}

/** Not this one. */
export function negated(condition: Condition): Condition {
  if (condition.kind === 'sql') return { kind: 'sql', sql: `not ${condition.sql}` };
  return { kind: 'words', tsquery: `!${positive(condition)}`, negative: true };
}
