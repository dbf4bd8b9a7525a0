import type { SearchDocument } from '@khabar/search';
import type { ArticleRow, Records } from '@khabar/store';
import { sql } from 'kysely';

/** Index documents of articles, made from the record alone. Ids without an article are left out. */
export async function searchDocuments(ids: readonly string[], records: Records): Promise<SearchDocument[]> {
  if (ids.length === 0) return [];
  const articles = await records.articles.getMany(ids);
  const outlets = new Map((await records.outlets.list()).map((outlet) => [outlet.id, outlet]));
  const entities = await entityCounts(ids, records);
  const stances = await records.tags.stances(ids);
  return articles.map((article) => {
    const outlet = outlets.get(article.outlet_id);
    return {
      ...textOf(article),
      country: outlet?.country ?? null,
      kind: outlet?.kind ?? 'other',
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

function textOf(article: ArticleRow): Omit<SearchDocument, 'country' | 'kind' | 'entities' | 'stances'> {
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

/** Metonymy counts for the entity acted for too: an article that says "Moscow announced" is found under Russia. */
async function entityCounts(
  ids: readonly string[],
  records: Records,
): Promise<Map<string, { id: string; count: number }[]>> {
  const { rows } = await sql<{ article_id: string; entity_id: string; n: number }>`
    select article_id, entity_id, count(*) as n from (
      select article_id, entity_id from mentions where article_id = any(${[...ids]}::text[])
      union all
      select article_id, acting_for from mentions where article_id = any(${[...ids]}::text[]) and acting_for is not null
    ) named group by article_id, entity_id order by article_id, n desc, entity_id`.execute(records.db);
  const counts = new Map<string, { id: string; count: number }[]>();
  for (const row of rows) {
    const list = counts.get(row.article_id) ?? [];
    list.push({ id: row.entity_id, count: row.n });
    counts.set(row.article_id, list);
  }
  return counts;
}
