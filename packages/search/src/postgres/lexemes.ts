/**
 * What stands in the `words` column. Words of title and text stand bare, under their folded form and their stem; everything else
 * has a first letter that no folded word begins with, so that one index answers words and fields together.
 */
export const PREFIXES = {
  /** Word of the title. */
  title: '^',
  author: '@',
  url: '/',
  language: 'L',
  source: 'O',
  country: 'C',
  kind: 'K',
  genre: 'G',
  subject: 'J',
  section: 'N',
  topic: 'T',
  entity: 'E',
  /** `HOLDER>TARGET>LABEL`, with every combination of parts left out. */
  stance: 'S',
} as const;

/** Stands in every row: "everything but" needs something to start from. */
export const ALL = '*';

/** Stands in rows whose date is known. */
export const DATED = 'D';

// A lexeme of PostgreSQL has at most 2,046 bytes; no word that anybody types is as long as this.
const LONGEST = 500;

const NEEDS_CARE = /['\\\0\ud800-\udfff]/;

/** A lexeme quoted for the text form of tsvector and tsquery. */
export function quotedLexeme(lexeme: string): string {
  // Nearly all are plain, and an article has a thousand.
  if (lexeme.length <= LONGEST && !NEEDS_CARE.test(lexeme)) return `'${lexeme}'`;
  const safe = lexeme.slice(0, LONGEST).toWellFormed().replaceAll('\0', '\ufffd');
  return `'${safe.replaceAll(/['\\]/g, String.raw`$&$&`)}'`;
}

/** The lexeme of a statement; an empty part is any. */
export function stanceLexeme(holder: string, target: string, label: string): string {
  return `${PREFIXES.stance}${holder}>${target}>${label}`;
}
