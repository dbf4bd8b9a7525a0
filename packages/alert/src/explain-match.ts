import type { Alert, Mention } from '@khabar/article';
import {
  entityIds,
  formatQuery,
  highlightsOf,
  positiveClauses,
  type QueryContext,
  type QueryNode,
} from '@khabar/query';

/** What the words of a match are looked for in. */
export interface ExplainedArticle {
  readonly title: string;
  readonly text: string;
  readonly mentions: readonly Pick<Mention, 'field' | 'start' | 'end' | 'surface' | 'entityId'>[];
}

export type Match = Alert['matched'][number];

/** Every clause that speaks for a match, with the words that meet it, as they stand in the article's own script. */
export function explainMatch(
  query: QueryNode,
  article: ExplainedArticle,
  context: Pick<QueryContext, 'resolveEntity'>,
): Match[] {
  return positiveClauses(query).flatMap((clause) => matchesOf(clause, article, context));
}

function matchesOf(
  clause: QueryNode,
  article: ExplainedArticle,
  context: Pick<QueryContext, 'resolveEntity'>,
): Match[] {
  const name = formatQuery(clause);
  if (clause.type === 'entity') {
    const ids = entityIds(clause.name, context);
    return article.mentions.flatMap(({ field, start, end, surface, entityId }) =>
      ids.includes(entityId) ? [{ field, start, end, text: surface, clause: name, entity: entityId }] : [],
    );
  }
  return highlightsOf(clause, article).map(({ field, start, end }) => ({
    field,
    start,
    end,
    text: (field === 'title' ? article.title : article.text).slice(start, end),
    clause: name,
  }));
}
