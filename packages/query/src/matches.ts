import { foldText } from '@khabar/text';

import { formsOf } from './analysis.ts';
import { publishedRange } from './published-range.ts';
import type { NumberRange, QueryNode, TextScope } from './query-node.ts';
import { analyseText, occurrences, type AnalysedText, type TextNode } from './word-positions.ts';

/** What a query asks about; a search document has it. */
export interface QueryDocument {
  readonly url: string;
  readonly outletId: string;
  readonly title: string;
  readonly text: string;
  readonly authors: readonly string[];
  readonly language: string;
  readonly country: string | null;
  readonly kind: string;
  readonly genre?: string;
  readonly subjects?: readonly string[];
  readonly section: string | null;
  /** UTC ISO 8601; null: undated, then `firstSeenAt` counts. */
  readonly publishedAt: string | null;
  readonly firstSeenAt: string;
  readonly topics: readonly string[];
  readonly entities: readonly { readonly id: string }[];
  readonly stances: readonly {
    readonly holder: string;
    readonly target: string;
    readonly label: string;
    readonly confidence: number;
  }[];
}

/** What a query needs from outside. */
export interface QueryContext {
  /** Ids an entity's id or name may stand for; empty: unknown. */
  readonly resolveEntity: (nameOrId: string) => readonly string[];
  readonly now: Date;
}

/** Ids that a name in a query stands for; an unknown id stands for itself, an unknown name for nothing. */
export function entityIds(name: string, context: Pick<QueryContext, 'resolveEntity'>): readonly string[] {
  const known = context.resolveEntity(name);
  return known.length === 0 && (/^[a-z]+:[a-z0-9-]+$/.test(name) || name === 'author' || name === 'critics')
    ? [name]
    : known;
}

/** Is a number in a range? */
function isInRange(value: number, { from, to }: NumberRange): boolean {
  const above = from === null || value > from.value || (from.inclusive && value === from.value);
  return above && (to === null || value < to.value || (to.inclusive && value === to.value));
}

/** Topic ids carry their kind; a query may leave it out. */
export function topicId(value: string): string {
  return value.startsWith('topic:') ? value : `topic:${value}`;
}

interface Analysed {
  readonly title: AnalysedText;
  readonly body: AnalysedText;
}

function textsIn(scope: TextScope, { title, body }: Analysed): AnalysedText[] {
  if (scope === 'title') return [title];
  return scope === 'body' ? [body] : [title, body];
}

function matchesText(node: TextNode, analysed: Analysed): boolean {
  return textsIn(node.scope, analysed).some((text) => occurrences(node, text).length > 0);
}

function containsForms(query: string, text: string): boolean {
  const forms = new Set(formsOf(text));
  const wanted = formsOf(query);
  return wanted.length > 0 && wanted.every((form) => forms.has(form));
}

function matchesKeyword(node: Extract<QueryNode, { type: 'keyword' }>, document: QueryDocument): boolean {
  const fits = (value: string): boolean =>
    node.prefix ? value.startsWith(node.value) : value === node.value;
  switch (node.field) {
    case 'language':
      return document.language === node.value || document.language.startsWith(`${node.value}-`);
    case 'source':
      return fits(document.outletId.toLowerCase());
    case 'country':
      return document.country === node.value;
    case 'genre':
      return document.genre !== undefined && fits(document.genre);
    case 'subject':
      return document.subjects?.some(fits) === true;
    case 'kind':
      // The kind of the outlet, of the article, or its section: no value is one of two.
      return (
        fits(document.kind) ||
        (document.genre !== undefined && fits(document.genre)) ||
        (document.section !== null && fits(foldText(document.section).text))
      );
    case 'topic':
      return document.topics.some(
        (topic) => topic === topicId(node.value) || (node.prefix && topic.startsWith(topicId(node.value))),
      );
  }
}

function matchesStance(
  node: Extract<QueryNode, { type: 'stance' }>,
  document: QueryDocument,
  context: QueryContext,
): boolean {
  const holders = node.holder === null ? null : entityIds(node.holder, context);
  const targets = node.target === null ? null : entityIds(node.target, context);
  return document.stances.some(
    (stance) =>
      (holders?.includes(stance.holder) ?? true) &&
      (targets?.includes(stance.target) ?? true) &&
      (node.label === null || node.label === stance.label) &&
      (node.score === null || isInRange(stance.confidence, node.score)),
  );
}

function matchesPublished(
  node: Extract<QueryNode, { type: 'published' }>,
  document: QueryDocument,
  now: Date,
): boolean {
  const at = Date.parse(document.publishedAt ?? document.firstSeenAt);
  const { fromMs, toMs } = publishedRange(node, now);
  return (fromMs === null || at >= fromMs) && (toMs === null || at < toMs);
}

/** An unknown name is looked for as words. */
export function entityAsText(name: string): QueryNode {
  return { type: 'phrase', text: name, slop: 0, scope: 'any' };
}

interface Subject {
  readonly document: QueryDocument;
  readonly analysed: Analysed;
  readonly context: QueryContext;
}

function holds(node: QueryNode, subject: Subject): boolean {
  const { document, analysed, context } = subject;
  switch (node.type) {
    case 'all':
      return true;
    case 'and':
      return node.items.every((item) => holds(item, subject));
    case 'or':
      return node.items.some((item) => holds(item, subject));
    case 'not':
      return !holds(node.item, subject);
    case 'boost':
      return holds(node.item, subject);
    case 'term':
    case 'phrase':
    case 'wildcard':
    case 'fuzzy':
    case 'exact':
      return matchesText(node, analysed);
    case 'author':
      return containsForms(node.text, document.authors.join('\n'));
    case 'url':
      return containsForms(node.text, document.url);
    case 'keyword':
      return matchesKeyword(node, document);
    case 'entity': {
      const ids = entityIds(node.name, context);
      if (ids.length === 0) return holds(entityAsText(node.name), subject);
      // A topic is an entity to whoever asks; documents keep the two apart.
      return (
        document.entities.some((entity) => ids.includes(entity.id)) ||
        document.topics.some((topic) => ids.includes(topic))
      );
    }
    case 'stance':
      return matchesStance(node, document, context);
    case 'published':
      return matchesPublished(node, document, context.now);
    case 'score':
      return document.stances.some((stance) => isInRange(stance.confidence, node.range));
    case 'saved':
      return false;
  }
}

/**
 * Does one document match? Reads the document as a search backend does, without an index: what every backend must agree with.
 * A `saved` node matches nothing: expand it first.
 */
export function matches(ast: QueryNode, document: QueryDocument, context: QueryContext): boolean {
  const analysed = { title: analyseText(document.title), body: analyseText(document.text) };
  return holds(ast, { document, analysed, context });
}

/** The same for many queries: the document is analysed once. */
export function matcherOf(document: QueryDocument, context: QueryContext): (ast: QueryNode) => boolean {
  const analysed = { title: analyseText(document.title), body: analyseText(document.text) };
  return (ast) => holds(ast, { document, analysed, context });
}
