import type { AlertMute, AlertRule, Mention } from '@khabar/article';
import {
  expandSaved,
  matches,
  parseQuery,
  type QueryContext,
  type QueryDocument,
  type QueryNode,
  requiredTerms,
} from '@khabar/query';
import { tokens } from '@khabar/text';

import type { UndecidedAlert } from './decide-alerts.ts';
import { explainMatch } from './explain-match.ts';
import { isMuted, maskNames, mutedNames } from './mask-names.ts';

/** An article that was just indexed. */
export interface SweptArticle extends Pick<QueryDocument, 'title' | 'text'> {
  readonly id: string;
  /** Copies of one text share it; absent: it is a story of its own. */
  readonly storyId?: string;
  /** UTC ISO 8601 of its last change; older than a rule, it is not news to that rule. */
  readonly updatedAt: string;
  /** All that a query asks about; rules that ignore names look at it again without them. */
  readonly document?: QueryDocument;
}

/** Which of these articles meet the rule; the same search as the page's. */
export type FindMatching = (rule: SweptRule, ids: readonly string[]) => Promise<readonly string[]>;

export interface SweptRule extends Pick<AlertRule, 'id' | 'query' | 'createdAt'> {
  readonly params: Readonly<Record<string, string>>;
  readonly mutes?: readonly AlertMute[];
}

export interface SweepDeps {
  readonly findMatching: FindMatching;
  readonly now: () => Date;
  /** Names found in articles, by article; asked only for articles that match. */
  readonly mentions?: (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly Mention[]>>;
  readonly resolveEntity?: QueryContext['resolveEntity'];
  /** Query text of a saved search, by its name. */
  readonly findSaved?: (name: string) => string | undefined;
}

const MOST_MATCHES = 20;

/**
 * Holds a batch of indexed articles against every rule. A rule whose required words are in no article of the batch is passed over
 * without asking the index; that never loses a match, since an article that matches holds one word of each group.
 */
export async function sweep(
  batch: readonly SweptArticle[],
  rules: readonly SweptRule[],
  deps: SweepDeps,
): Promise<UndecidedAlert[]> {
  if (batch.length === 0) return [];
  const stems = new Set(
    batch.flatMap((article) =>
      [...tokens(article.title), ...tokens(article.text)].map((token) => token.stem),
    ),
  );
  const byId = new Map(batch.map((article) => [article.id, article]));
  const found: { rule: SweptRule; article: SweptArticle }[] = [];
  for (const rule of rules) {
    if (!holdsRequired(readQuery(rule.query).required, stems)) continue;
    const ids = batch.filter((article) => article.updatedAt >= rule.createdAt).map((article) => article.id);
    if (ids.length === 0) continue;
    for (const id of await deps.findMatching(rule, ids)) {
      const article = byId.get(id);
      if (article !== undefined) found.push({ rule, article });
    }
  }
  if (found.length === 0) return [];
  const ids = Array.from(new Set(found.map(({ article }) => article.id)));
  const mentions = (await deps.mentions?.(ids)) ?? new Map<string, readonly Mention[]>();
  const at = deps.now().toISOString();
  return found.map(({ rule, article }) => {
    const query = expandSaved(readQuery(rule.query).ast, (name) => {
      const saved = deps.findSaved?.(name);
      return saved === undefined ? null : readQuery(saved).ast;
    });
    const about = { query, mentions: mentions.get(article.id) ?? [], deps };
    return {
      ruleId: rule.id,
      articleId: article.id,
      at,
      matched: explainMatch(query, { ...article, mentions: about.mentions }, contextOf(deps)).slice(
        0,
        MOST_MATCHES,
      ),
      storyId: article.storyId ?? article.id,
      isMuted: needsMuted(rule, article, about),
    };
  });
}

function contextOf(deps: SweepDeps): QueryContext {
  return { resolveEntity: deps.resolveEntity ?? (() => []), now: deps.now() };
}

/** Does the article match only through names that the rule ignores? */
function needsMuted(
  rule: SweptRule,
  article: SweptArticle,
  about: { query: QueryNode; mentions: readonly Mention[]; deps: SweepDeps },
): boolean {
  const names = mutedNames(rule.mutes ?? []);
  if (names.length === 0 || article.document === undefined) return false;
  const context = contextOf(about.deps);
  // What the index found by other means than these words is not called into question.
  if (!matches(about.query, article.document, context)) return false;
  const muted = about.mentions.filter(({ surface }) => isMuted(surface, names));
  const left = new Set(
    about.mentions.filter((mention) => !muted.includes(mention)).map(({ entityId }) => entityId),
  );
  const gone = new Set(muted.map(({ entityId }) => entityId).filter((id) => !left.has(id)));
  const masked = {
    ...article.document,
    title: maskNames(article.title, names),
    text: maskNames(article.text, names),
    entities: article.document.entities.filter(({ id }) => !gone.has(id)),
  };
  return !matches(about.query, masked, context);
}

interface ReadQuery {
  readonly ast: QueryNode;
  readonly required: ReturnType<typeof requiredTerms>;
}

/** Reading ten thousand rules costs more than asking for the few that can match, so what was read is kept. */
const read = new Map<string, ReadQuery>();
const MOST_READ = 20_000;

function readQuery(text: string): ReadQuery {
  const known = read.get(text);
  if (known !== undefined) return known;
  const { ast } = parseQuery(text);
  const fresh = { ast, required: requiredTerms(ast) };
  if (read.size >= MOST_READ) read.clear();
  read.set(text, fresh);
  return fresh;
}

/** Could any text made of these stems match? False only where it surely can not. */
export function mayMatch(query: QueryNode, stems: ReadonlySet<string>): boolean {
  return holdsRequired(requiredTerms(query), stems);
}

function holdsRequired(required: ReadQuery['required'], stems: ReadonlySet<string>): boolean {
  return required.every((group) => group.some((stem) => stems.has(stem)));
}
