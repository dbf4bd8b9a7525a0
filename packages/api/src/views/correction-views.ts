import type { Correction } from '@khabar/article';
import { sql } from 'kysely';

import type { CorrectionView } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import type { References } from './references.ts';

/** Corrections as people read them: with names of users and entities, and the article that they are about. */
export async function correctionViews(
  corrections: readonly Correction[],
  deps: { services: Pick<ApiServices, 'store'>; references: References },
): Promise<CorrectionView[]> {
  if (corrections.length === 0) return [];
  const { db } = deps.services.store;
  const articleIds = Array.from(new Set(corrections.map(({ articleId }) => articleId)));
  const articles = await db
    .selectFrom('articles')
    .select(['id', 'title', 'language'])
    .where('id', '=', sql<string>`any(${articleIds}::text[])`)
    .execute();
  const users = new Map(
    (await db.selectFrom('users').select(['id', 'name']).execute()).map(({ id, name }) => [id, name]),
  );
  const { rows: later } = await sql<{ supersedes: string }>`
    select supersedes from corrections where supersedes = any(${corrections.map(({ id }) => id)}::text[]) and undone_at is null`.execute(
    db,
  );
  const replaced = new Set(later.map(({ supersedes }) => supersedes));
  return corrections.flatMap((correction) => {
    const article = articles.find(({ id }) => id === correction.articleId);
    if (article === undefined) return [];
    return [
      {
        ...correction,
        byName: users.get(correction.by) ?? correction.by,
        state: stateOf(correction, replaced),
        refs: idsOf(correction).map((id) => deps.references.entity(id)),
        article: {
          title: article.title,
          language: article.language,
          direction: deps.references.direction(article.language),
        },
      },
    ];
  });
}

function stateOf({ id, undoneAt }: Correction, replaced: ReadonlySet<string>): CorrectionView['state'] {
  if (undoneAt !== null) return 'undone';
  return replaced.has(id) ? 'replaced' : 'counting';
}

function idsOf({ subject }: Correction): string[] {
  switch (subject.about) {
    case 'stance':
      return Array.from(
        new Set(
          [subject.was, subject.says].flatMap((said) => (said === null ? [] : [said.holder, said.target])),
        ),
      );
    case 'mention':
      return subject.says === null ? [subject.was] : [subject.was, subject.says];
    case 'article':
      return [];
  }
}
