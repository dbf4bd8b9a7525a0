import type { SearchDocument } from '@khabar/search';
import type { ArticleRow, Records } from '@khabar/store';
import { sql } from 'kysely';

/** Relevance from which on an article is one about the subject. */
const ABOUT = 0.3;

/** Index documents of articles, made from the record alone. Ids without an article are left out. */
export async function searchDocuments(ids: readonly string[], records: Records): Promise<SearchDocument[]> {
  if (ids.length === 0) return [];
  const articles = await records.articles.getMany(ids);
  const outlets = await outletsOf(articles, records);
  const entities = await entityCounts(ids, records);
  const stances = await records.tags.stances(ids);
  return articles.map((article) => {
    const outlet = outlets.get(article.outlet_id);
    return {
      ...textOf(article),
      country: outlet?.country ?? null,
      kind: outlet?.kind ?? 'other',
      ...(article.genre === null ? {} : { genre: article.genre }),
      subjects: Object.keys(article.relevance).filter(
        (subject) => (article.relevance[subject] ?? 0) >= ABOUT,
      ),
      entities: entities.get(article.id) ?? [],
      stances: (stances.get(article.id) ?? []).map(({ holder, target, label, strength, confidence }) => ({
        holder,
        target,
        label,
        strength,
        confidence,
      })),
    };
  });
}

function textOf(
  article: ArticleRow,
): Omit<SearchDocument, 'country' | 'kind' | 'genre' | 'subjects' | 'entities' | 'stances'> {
  return {
    id: article.id,
    url: article.url,
    outletId: article.outlet_id,
    title: article.title,
    text: article.text,
    authors: article.authors,
    language: article.language,
    section: article.section,
    publishedAt: article.published_at,
    firstSeenAt: article.first_seen_at,
    storyId: article.story_id,
    topics: article.topics,
  };
}

async function outletsOf(
  articles: readonly ArticleRow[],
  records: Records,
): Promise<Map<string, { country: string | null; kind: string }>> {
  const ids = Array.from(new Set(articles.map((article) => article.outlet_id)));
  const rows = await records.db
    .selectFrom('outlets')
    .select(['id', 'country', 'kind'])
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Metonymy counts for the entity acted for too: an article that says "Moscow announced" is found under Russia. */
async function entityCounts(
  ids: readonly string[],
  records: Records,
): Promise<Map<string, { id: string; count: number }[]>> {
  const { rows } = await sql<{ article_id: string; entity_id: string; acting_for: string | null; n: number }>`
    select article_id, entity_id, acting_for, count(*) as n from mentions
    where article_id = any(${[...ids]}::text[]) group by article_id, entity_id, acting_for`.execute(
    records.db,
  );
  const counts = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const ofArticle = counts.get(row.article_id) ?? new Map<string, number>();
    counts.set(row.article_id, ofArticle);
    for (const id of [row.entity_id, row.acting_for])
      if (id !== null) ofArticle.set(id, (ofArticle.get(id) ?? 0) + row.n);
  }
  return new Map(Array.from(counts, ([id, ofArticle]) => [id, mostNamedFirst(ofArticle)]));
}

function mostNamedFirst(counts: ReadonlyMap<string, number>): { id: string; count: number }[] {
  return Array.from(counts, ([id, count]) => ({ id, count })).toSorted(
    (one, other) => other.count - one.count || (one.id < other.id ? -1 : 1),
  );
}
