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
import {
  allOf,
  anyOf,
  lexeme,
  MATCH_ALL,
  MATCH_NONE,
  negated,
  toSql,
  words,
  type Condition,
} from './condition.ts';
import { PREFIXES, quotedLexeme, stanceLexeme } from './lexemes.ts';

/** What a compilation needs. `add` takes a value of the statement and gives its placeholder. */
export interface CompileContext extends QueryContext {
  readonly schema: string;
  readonly expansions: Expansions;
  /** Are there texts so long that their phrases stand in passages? */
  readonly hasPassages: boolean;
  readonly add: (value: unknown) => string;
}

// Longest piece of a phrase that passages of long texts are sure to hold whole.
const PIECE = 100;

/** A word in a scope, as an operand of a tsquery. Text has weight D, the title A and its own prefix. */
function operand(word: string, scope: TextScope): string {
  if (scope === 'title') return quotedLexeme(PREFIXES.title + word);
  return scope === 'body' ? `${quotedLexeme(word)}:D` : quotedLexeme(word);
}

function anyWord(found: readonly string[], scope: TextScope): Condition {
  if (found.length === 0) return MATCH_NONE;
  return words(`(${found.map((word) => operand(word, scope)).join(' | ')})`);
}

/** Words whose places count: also looked for in the passages of long texts. */
function placed(tsquery: string, scope: TextScope, context: CompileContext): Condition {
  if (!context.hasPassages || scope === 'title') return words(tsquery);
  const value = context.add(tsquery);
  return {
    kind: 'sql',
    sql: `(d.words @@ ${value}::tsquery or d.n = any (array(select p.n from ${context.schema}.passages p where p.words @@ ${value}::tsquery)))`,
  };
}

/** All the words, wherever: what narrows the look-up before places are compared. */
function together(found: readonly string[], scope: TextScope): Condition {
  return words(`(${[...new Set(found)].map((word) => operand(word, scope)).join(' & ')})`);
}

function sideBySide(found: readonly string[], scope: TextScope, context: CompileContext): Condition {
  if (found.length === 0) return MATCH_NONE;
  const pieces: Condition[] = [];
  for (let start = 0; start === 0 || start + 1 < found.length; start += PIECE - 1) {
    const piece = found.slice(start, start + PIECE).map((word) => operand(word, scope));
    pieces.push(placed(piece.length === 1 ? piece.join('') : `(${piece.join(' <-> ')})`, scope, context));
  }
  return allOf(context.hasPassages ? [together(found, scope), ...pieces] : pieces, context.add);
}

function near(
  found: readonly string[],
  node: Pick<Extract<QueryNode, { type: 'phrase' }>, 'scope' | 'slop'>,
  context: CompileContext,
): Condition {
  const { scope, slop } = node;
  // One pair in the title and another in the text are not near each other.
  if (scope === 'any' && found.length > 2)
    return anyOf(
      (['title', 'body'] as const).map((part) => near(found, { scope: part, slop }, context)),
      context.add,
    );
  const [head = '', ...others] = found.map((word) => operand(word, scope));
  const distances = Array.from({ length: slop + 1 }, (_, index) => index + 1);
  const pairs = others.map((other) => {
    const orders = distances.flatMap((distance) => [
      `${head} <${distance}> ${other}`,
      ...(other === head ? [] : [`${other} <${distance}> ${head}`]),
    ]);
    return placed(`(${orders.map((order) => `(${order})`).join(' | ')})`, scope, context);
  });
  return allOf([together(found, scope), ...pairs], context.add);
}

function phrase(node: Extract<QueryNode, { type: 'phrase' }>, context: CompileContext): Condition {
  const found = stemsOf(node.text);
  return node.slop === 0 || found.length < 2
    ? sideBySide(found, node.scope, context)
    : near(found, node, context);
}

/** The words as phrase, then the very characters. */
function exact(node: Extract<QueryNode, { type: 'exact' }>, context: CompileContext): Condition {
  const { add, schema } = context;
  const forms = formsOf(node.text);
  if (forms.length === 0) return MATCH_NONE;
  const inPart = (scope: 'title' | 'body'): Condition => ({
    kind: 'sql',
    sql: `(${toSql(sideBySide(forms, scope, context), add)} and exists (select from ${schema}.texts t where t.n = d.n and strpos(t.${scope}, ${add(node.text)}::text) > 0))`,
  });
  if (node.scope !== 'any') return inPart(node.scope);
  return allOf([together(forms, 'any'), anyOf([inPart('title'), inPart('body')], add)], add);
}

function allForms(text: string, prefix: string): Condition {
  const forms = formsOf(text);
  if (forms.length === 0) return MATCH_NONE;
  return words(`(${forms.map((form) => quotedLexeme(prefix + form)).join(' & ')})`);
}

function keyword(node: Extract<QueryNode, { type: 'keyword' }>, add: CompileContext['add']): Condition {
  const has = (prefix: string, value: string): Condition =>
    words(quotedLexeme(prefix + value) + (node.prefix ? ':*' : ''));
  switch (node.field) {
    case 'language':
    case 'source':
    case 'country':
      return has(PREFIXES[node.field], node.value);
    case 'topic':
      return has(PREFIXES.topic, topicId(node.value));
    case 'genre':
    case 'subject':
      return has(PREFIXES[node.field], node.value);
    case 'kind':
      return anyOf(
        [
          has(PREFIXES.kind, node.value),
          has(PREFIXES.genre, node.value),
          has(PREFIXES.section, foldText(node.value).text),
        ],
        add,
      );
  }
}

function rangeSql(column: string, { from, to }: NumberRange, add: CompileContext['add']): string {
  const lower = from === null ? [] : [`${column} ${from.inclusive ? '>=' : '>'} ${add(from.value)}::float8`];
  const upper = to === null ? [] : [`${column} ${to.inclusive ? '<=' : '<'} ${add(to.value)}::float8`];
  return [...lower, ...upper].join(' and ') || 'true';
}

/** A statement that satisfies all parts; unknown names satisfy none. */
export function stanceCondition(
  stance: Omit<Extract<QueryNode, { type: 'stance' }>, 'type'>,
  context: CompileContext,
): Condition {
  const { add, schema } = context;
  const holders = stance.holder === null ? [''] : entityIds(stance.holder, context);
  const targets = stance.target === null ? [''] : entityIds(stance.target, context);
  const statements = holders.flatMap((holder) =>
    targets.map((target) => lexeme(stanceLexeme(holder, target, stance.label ?? ''))),
  );
  const inSome = anyOf(statements, add);
  if (stance.score === null || statements.length === 0) return inSome;
  const parts = [
    ...(stance.holder === null ? [] : [`s.holder = any (${add([...holders])}::text[])`]),
    ...(stance.target === null ? [] : [`s.target = any (${add([...targets])}::text[])`]),
    ...(stance.label === null ? [] : [`s.label = ${add(stance.label)}`]),
    rangeSql('s.confidence', stance.score, add),
  ];
  return allOf(
    [
      inSome,
      {
        kind: 'sql',
        sql: `exists (select from ${schema}.statements s where s.n = d.n and ${parts.join(' and ')})`,
      },
    ],
    add,
  );
}

function published(node: Extract<QueryNode, { type: 'published' }>, context: CompileContext): Condition {
  const { fromMs, toMs } = publishedRange(node, context.now);
  return timeCondition(fromMs, toMs, context.add);
}

/** The sort date lies in a half-open range. */
export function timeCondition(
  fromMs: number | null,
  toMs: number | null,
  add: CompileContext['add'],
): Condition {
  const parts = [
    ...(fromMs === null ? [] : [`d.sort_ms >= ${add(fromMs)}::float8::bigint`]),
    ...(toMs === null ? [] : [`d.sort_ms < ${add(toMs)}::float8::bigint`]),
  ];
  return parts.length === 0 ? MATCH_ALL : { kind: 'sql', sql: `(${parts.join(' and ')})` };
}

/** An entity, by id or name; an unknown name is looked for as words. */
export function entityCondition(name: string, context: CompileContext): Condition {
  const ids = entityIds(name, context);
  if (ids.length === 0) return compileQuery(entityAsText(name), context);
  return anyOf(
    // A topic is an entity to whoever asks; the index keeps the two apart.
    ids.flatMap((id) =>
      (id.startsWith('topic:') ? [PREFIXES.entity + id, PREFIXES.topic + id] : [PREFIXES.entity + id]).map(
        lexeme,
      ),
    ),
    context.add,
  );
}

/** A query as a condition on documents. */
export function compileQuery(node: QueryNode, context: CompileContext): Condition {
  const { add, schema } = context;
  switch (node.type) {
    case 'all':
      return MATCH_ALL;
    case 'and':
      return allOf(
        node.items.map((item) => compileQuery(item, context)),
        add,
      );
    case 'or':
      return anyOf(
        node.items.map((item) => compileQuery(item, context)),
        add,
      );
    case 'not':
      return negated(compileQuery(node.item, context));
    case 'boost':
      return compileQuery(node.item, context);
    case 'term':
      return anyWord(stemsOf(node.text).slice(0, 1), node.scope);
    case 'phrase':
      return phrase(node, context);
    case 'wildcard':
      if (!isPrefixPattern(node.pattern))
        return anyWord(context.expansions.get(patternKey(node)) ?? [], node.scope);
      return words(prefixOperand(wildcardPrefix(node.pattern), node.scope));
    case 'fuzzy':
      return anyWord(context.expansions.get(patternKey(node)) ?? [], node.scope);
    case 'exact':
      return exact(node, context);
    case 'author':
      return allForms(node.text, PREFIXES.author);
    case 'url':
      return allForms(node.text, PREFIXES.url);
    case 'keyword':
      return keyword(node, add);
    case 'entity':
      return entityCondition(node.name, context);
    case 'stance':
      return stanceCondition(node, context);
    case 'published':
      return published(node, context);
    case 'score':
      return {
        kind: 'sql',
        sql: `exists (select from ${schema}.statements s where s.n = d.n and ${rangeSql('s.confidence', node.range, add)})`,
      };
    case 'saved':
      return MATCH_NONE;
  }
}

function prefixOperand(prefix: string, scope: TextScope): string {
  if (scope === 'title') return `${quotedLexeme(PREFIXES.title + prefix)}:*`;
  return `${quotedLexeme(prefix)}:*${scope === 'body' ? 'D' : ''}`;
}
