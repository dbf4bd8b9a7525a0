export { acrossScripts } from './across-scripts.ts';
export { fitsWildcard, formsOf, isPrefixPattern, isSpelling, stemsOf, wildcardPrefix } from './analysis.ts';
export { expandSaved } from './expand-saved.ts';
export { formatQuery } from './format-query.ts';
export { highlightsOf, positiveClauses, positiveTexts, type Highlight } from './highlights.ts';
export type { Hint, HintCode, Repair } from './hint.ts';
export {
  entityAsText,
  entityIds,
  matcherOf,
  matches,
  topicId,
  type QueryContext,
  type QueryDocument,
} from './matches.ts';
export { MAX_QUERY_LENGTH } from './normalise-query.ts';
export { parseQuery, type ParsedQuery } from './parse-query.ts';
export { publishedRange, type TimeRange } from './published-range.ts';
export type {
  DateBound,
  KeywordField,
  NumberBound,
  NumberRange,
  QueryNode,
  StanceLabelName,
  TextScope,
} from './query-node.ts';
export { requiredTerms } from './required-terms.ts';
export { understoodAs, type Chip } from './understood.ts';
export type { TextNode } from './word-positions.ts';
