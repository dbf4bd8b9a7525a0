import type { estypes } from '@elastic/elasticsearch';
import {
  entityAsText,
  entityIds,
  formsOf,
  isPrefixPattern,
  publishedRange,
  stemsOf,
  topicId,
  wildcardPrefix,
  type NumberRange,
  type QueryContext,
  type QueryNode,
  type TextScope,
} from '@khabar/query';
import { foldText } from '@khabar/text';

import { patternKey, type Expansions } from '../patterns.ts';
import { kept } from './document-source.ts';
import { isOneWord } from './exact-word.ts';

/** A query of the server's language. */
export type Condition = NonNullable<estypes.QueryDslQueryContainer>;

/** What a compilation needs. */
export interface CompileContext extends QueryContext {
  readonly expansions: Expansions;
  /** Parts that were answered before, by the ids of what matches them. */
  readonly resolved: ReadonlyMap<QueryNode, readonly string[]>;
}

/** Matches every document. */
export const MATCH_ALL: Condition = { match_all: {} };
/** Matches none. */
export const MATCH_NONE: Condition = { match_none: {} };

// Most values that one terms query takes.
const MOST_TERMS = 60_000;

// What a condition excludes, where it does nothing else.
function exclusionsOf(condition: Condition): Condition[] | null {
  if (!('bool' in condition) || condition.bool === undefined) return null;
  const { must_not: excluded, ...others } = condition.bool;
  if (excluded === undefined || Object.keys(others).length > 0) return null;
  return [excluded].flat().filter((one) => one !== undefined);
}

/** All of them; what excludes needs no level of its own. */
export function allOf(conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  if (first === undefined) return MATCH_ALL;
  if (conditions.length === 1) return first;
  const excluded = conditions.flatMap((condition) => exclusionsOf(condition) ?? []);
  const filter = conditions.filter((condition) => exclusionsOf(condition) === null);
  return { bool: { filter, ...(excluded.length === 0 ? {} : { must_not: excluded }) } };
}

/** Any of them; none of none. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  if (first === undefined) return MATCH_NONE;
  return conditions.length === 1 ? first : { bool: { should: [...conditions], minimum_should_match: 1 } };
}

/** Not this one. */
export function negated(condition: Condition): Condition {
  return { bool: { must_not: [condition] } };
}

/** One of the values, of which there may be any number. */
export function oneOf(field: string, values: readonly string[]): Condition {
  const some: Condition[] = [];
  for (let start = 0; start < values.length; start += MOST_TERMS)
    some.push({ terms: { [field]: values.slice(start, start + MOST_TERMS) } });
  return anyOf(some);
}

function parts(scope: TextScope): ('title' | 'body')[] {
  return scope === 'any' ? ['title', 'body'] : [scope];
}

function inParts(scope: TextScope, one: (part: 'title' | 'body') => Condition): Condition {
  return anyOf(parts(scope).map(one));
}

function anyWord(words: readonly string[], scope: TextScope): Condition {
  if (words.length === 0) return MATCH_NONE;
  return inParts(scope, (part) => oneOf(`${part}_forms`, words.map(kept)));
}

// The stem of a stem is itself, so a word that stands as a query's stem has that stem: places of stems are enough.
function sideBySide(stems: readonly string[], part: 'title' | 'body'): Condition {
  const [only] = stems;
  if (only === undefined) return MATCH_NONE;
  if (stems.length === 1) return { term: { [`${part}_forms`]: kept(only) } };
  return { match_phrase: { [`${part}_stems`]: { query: stems.map(kept).join(' ') } } };
}

function inOrder(
  field: string,
  words: readonly string[],
  slop: number,
): NonNullable<estypes.QueryDslSpanQuery> {
  return {
    span_near: {
      clauses: words.map((word) => ({ span_term: { [field]: kept(word) } })),
      slop,
      in_order: true,
    },
  };
}

/** Every word at most `slop` words away from the first, in either order. */
function near(stems: readonly string[], part: 'title' | 'body', slop: number): Condition {
  const [head = '', ...others] = stems;
  const field = `${part}_stems`;
  return allOf(
    others.map((other): Condition => {
      // Of the same word twice, two that stand apart.
      const orders =
        other === head
          ? [[head, other]]
          : [
              [head, other],
              [other, head],
            ];
      return { span_or: { clauses: orders.map((words) => inOrder(field, words, slop)) } };
    }),
  );
}

function phrase(node: Extract<QueryNode, { type: 'phrase' }>): Condition {
  const stems = stemsOf(node.text);
  return inParts(node.scope, (part) =>
    node.slop === 0 || stems.length < 2 ? sideBySide(stems, part) : near(stems, part, node.slop),
  );
}

/** What contains the words of an `exact`, whatever their letters. */
export function exactCandidates(node: Extract<QueryNode, { type: 'exact' }>): Condition {
  const stems = stemsOf(node.text);
  return inParts(node.scope, (part) => sideBySide(stems, part));
}

/** One word's very letters: some word of the text contains them. Longer texts are answered before (see `resolve-parts.ts`). */
function exactWord(node: Extract<QueryNode, { type: 'exact' }>): Condition {
  if (!isOneWord(node.text)) return MATCH_NONE;
  return inParts(node.scope, (part) =>
    allOf([
      ...formsOf(node.text).map((form): Condition => ({ term: { [`${part}_forms`]: kept(form) } })),
      { wildcard: { [`${part}_letters`]: { value: `*${node.text}*` } } },
    ]),
  );
}

function allForms(text: string, field: string): Condition {
  const forms = formsOf(text);
  if (forms.length === 0) return MATCH_NONE;
  return allOf(forms.map((form): Condition => ({ term: { [field]: kept(form) } })));
}

function keyword(node: Extract<QueryNode, { type: 'keyword' }>): Condition {
  const has = (field: string, value: string): Condition =>
    node.prefix ? { prefix: { [field]: kept(value) } } : { term: { [field]: kept(value) } };
  switch (node.field) {
    case 'language':
      return has('languages', node.value);
    case 'source':
      return has('source', node.value);
    case 'country':
      return has('country', node.value);
    case 'topic':
      return has('topics', topicId(node.value));
    case 'genre':
      return has('genre', node.value);
    case 'subject':
      return has('subjects', node.value);
    case 'kind':
      return anyOf([
        has('kind', node.value),
        has('genre', node.value),
        has('section_folded', foldText(node.value).text),
      ]);
  }
}

function confidence({ from, to }: NumberRange): Condition {
  const lower = from === null ? {} : { [from.inclusive ? 'gte' : 'gt']: from.value };
  const upper = to === null ? {} : { [to.inclusive ? 'lte' : 'lt']: to.value };
  return { range: { 'stances.confidence': { ...lower, ...upper } } };
}

/** A statement that satisfies all conditions. */
function someStatement(conditions: readonly Condition[]): Condition {
  return { nested: { path: 'stances', query: allOf(conditions), score_mode: 'none' } };
}

/** A statement that satisfies all parts; unknown names satisfy none. */
export function stanceCondition(
  stance: Omit<Extract<QueryNode, { type: 'stance' }>, 'type'>,
  context: QueryContext,
): Condition {
  const one = (field: string, name: string | null): Condition[] =>
    name === null ? [] : [oneOf(`stances.${field}`, entityIds(name, context))];
  return someStatement([
    ...one('holder', stance.holder),
    ...one('target', stance.target),
    ...(stance.label === null ? [] : [{ term: { 'stances.label': stance.label } }]),
    ...(stance.score === null ? [] : [confidence(stance.score)]),
  ]);
}

/** The sort date lies in a half-open range. */
export function timeCondition(fromMs: number | null, toMs: number | null): Condition {
  if (fromMs === null && toMs === null) return MATCH_ALL;
  return {
    range: {
      sort_ms: { ...(fromMs === null ? {} : { gte: fromMs }), ...(toMs === null ? {} : { lt: toMs }) },
    },
  };
}

/** An entity, by id or name; an unknown name is looked for as words. */
export function entityCondition(name: string, context: CompileContext): Condition {
  const ids = entityIds(name, context);
  if (ids.length === 0) return compileQuery(entityAsText(name), context);
  const topics = ids.filter((id) => id.startsWith('topic:'));
  // A topic is an entity to whoever asks; the index keeps the two apart.
  return anyOf([oneOf('entities', ids), ...(topics.length === 0 ? [] : [oneOf('topics', topics)])]);
}

function pattern(
  node: Extract<QueryNode, { type: 'wildcard' | 'fuzzy' }>,
  context: CompileContext,
): Condition {
  if (node.type === 'wildcard' && isPrefixPattern(node.pattern)) {
    const prefix = kept(wildcardPrefix(node.pattern));
    return inParts(node.scope, (part) => ({ prefix: { [`${part}_forms`]: prefix } }));
  }
  return anyWord(context.expansions.get(patternKey(node)) ?? [], node.scope);
}

/** A query as a condition on documents. */
export function compileQuery(node: QueryNode, context: CompileContext): Condition {
  const answered = context.resolved.get(node);
  if (answered !== undefined) return oneOf('id', answered);
  switch (node.type) {
    case 'all':
      return MATCH_ALL;
    case 'and':
      return allOf(node.items.map((item) => compileQuery(item, context)));
    case 'or':
      return anyOf(node.items.map((item) => compileQuery(item, context)));
    case 'not':
      return negated(compileQuery(node.item, context));
    case 'boost':
      return compileQuery(node.item, context);
    case 'term':
      return anyWord(stemsOf(node.text).slice(0, 1), node.scope);
    case 'phrase':
      return phrase(node);
    case 'wildcard':
    case 'fuzzy':
      return pattern(node, context);
    case 'exact':
      return exactWord(node);
    case 'author':
      return allForms(node.text, 'author_forms');
    case 'url':
      return allForms(node.text, 'url_forms');
    case 'keyword':
      return keyword(node);
    case 'entity':
      return entityCondition(node.name, context);
    case 'stance':
      return stanceCondition(node, context);
    case 'published': {
      const { fromMs, toMs } = publishedRange(node, context.now);
      return timeCondition(fromMs, toMs);
    }
    case 'score':
      return someStatement([confidence(node.range)]);
    case 'saved':
      return MATCH_NONE;
  }
}
