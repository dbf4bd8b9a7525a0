import type { Alert, AlertRule } from '@khabar/article';
import { highlightsOf, parseQuery, requiredTerms, type QueryNode } from '@khabar/query';
import { tokens } from '@khabar/text';

/** An article that was just indexed. */
export interface SweptArticle {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** UTC ISO 8601 of its last change; older than a rule, it is not news to that rule. */
  readonly updatedAt: string;
}

/** Which of these articles meet the rule; the same search as the page's. */
export type FindMatching = (rule: SweptRule, ids: readonly string[]) => Promise<readonly string[]>;

export interface SweptRule extends Pick<AlertRule, 'id' | 'query' | 'createdAt'> {
  readonly params: Readonly<Record<string, string>>;
}

const MOST_MATCHES = 20;

/**
 * Holds a batch of indexed articles against every rule. A rule whose required words are in no article of the batch is passed over
 * without asking the index; that never loses a match, since an article that matches holds one word of each group.
 */
export async function sweep(
  batch: readonly SweptArticle[],
  rules: readonly SweptRule[],
  deps: { findMatching: FindMatching; now: () => Date },
): Promise<Alert[]> {
  if (batch.length === 0) return [];
  const stems = new Set(
    batch.flatMap((article) =>
      [...tokens(article.title), ...tokens(article.text)].map((token) => token.stem),
    ),
  );
  const byId = new Map(batch.map((article) => [article.id, article]));
  const at = deps.now().toISOString();
  const alerts: Alert[] = [];
  for (const rule of rules) {
    const { ast } = parseQuery(rule.query);
    if (!mayMatch(ast, stems)) continue;
    const ids = batch.filter((article) => article.updatedAt >= rule.createdAt).map((article) => article.id);
    if (ids.length === 0) continue;
    for (const id of await deps.findMatching(rule, ids)) {
      const article = byId.get(id);
      if (article !== undefined)
        alerts.push({ ruleId: rule.id, articleId: id, at, matched: matchedIn(ast, article) });
    }
  }
  return alerts;
}

/** Could any text made of these stems match? False only where it surely can not. */
export function mayMatch(query: QueryNode, stems: ReadonlySet<string>): boolean {
  return requiredTerms(query).every((group) => group.some((stem) => stems.has(stem)));
}

function matchedIn(query: QueryNode, article: SweptArticle): Alert['matched'] {
  return highlightsOf(query, article)
    .slice(0, MOST_MATCHES)
    .map(({ field, start, end }) => ({
      field,
      start,
      end,
      text: (field === 'title' ? article.title : article.text).slice(start, end),
    }));
}
