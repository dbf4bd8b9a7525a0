import type { Boost } from '../relevance.ts';
import { PREFIXES, quotedLexeme } from './lexemes.ts';
import { oftenLexeme } from './word-vector.ts';

/** The tsquery of what a boost raises. */
export function boostQuery({ kind, value }: Boost): string {
  switch (kind) {
    case 'title':
      return quotedLexeme(PREFIXES.title + value);
    case 'title-prefix':
      return `${quotedLexeme(PREFIXES.title + value)}:*`;
    case 'often':
      return quotedLexeme(oftenLexeme(value, 1));
    case 'very-often':
      return quotedLexeme(oftenLexeme(value, 2));
    case 'entity-often':
      return quotedLexeme(oftenLexeme(PREFIXES.entity + value, 1));
    case 'entity-very-often':
      return quotedLexeme(oftenLexeme(PREFIXES.entity + value, 2));
  }
}
