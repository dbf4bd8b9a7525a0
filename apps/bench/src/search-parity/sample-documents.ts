import { articleId } from '@khabar/article';
import { loadRegistry } from '@khabar/registry';
import { readCoverage } from '@khabar/sample';
import type { SearchDocument } from '@khabar/search';
import { openTagger } from '@khabar/tag';

type Tagger = ReturnType<typeof openTagger>;
type Outlet = ReturnType<typeof readCoverage>[number];
type Article = Outlet['articles'][number];

/** When the sample was read. */
const FIRST_SEEN = '2025-07-08T06:00:00.000Z';

function countsOf(tags: ReturnType<Tagger['tag']>): { id: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { entityId, actingFor } of tags.mentions)
    for (const id of actingFor === undefined ? [entityId] : [entityId, actingFor])
      counts.set(id, (counts.get(id) ?? 0) + 1);
  return Array.from(counts, ([id, count]) => ({ id, count }));
}

function documentOf(article: Article, given: { from: Outlet; tagger: Tagger }): SearchDocument {
  const { host, outlet } = given.from;
  const url = `https://${host}/news/${article.slug}`;
  const text = [article.dek, ...article.body].join('\n\n');
  const published = article.published === undefined ? null : new Date(article.published).toISOString();
  const tags = given.tagger.tag({
    title: article.title,
    text,
    language: outlet.language,
    outletId: outlet.id,
    ...(published === null ? {} : { published }),
  });
  const story = article.reprintOf ?? `${host}/${article.slug}`;
  return {
    id: articleId(url),
    url,
    outletId: outlet.id,
    title: article.title,
    text,
    authors: [article.byline],
    language: outlet.language,
    country: outlet.country ?? null,
    kind: outlet.kind,
    section: article.section,
    publishedAt: published,
    firstSeenAt: FIRST_SEEN,
    storyId: articleId(story),
    topics: tags.topics,
    entities: countsOf(tags),
    stances: tags.stances.map(({ holder, target, label, strength, confidence }) => ({
      holder,
      target,
      label,
      strength,
      confidence,
    })),
  };
}

/** The sample coverage as the pipeline indexes it; copies of an agency's article are one story. */
export async function sampleDocuments(): Promise<SearchDocument[]> {
  const registry = await loadRegistry();
  const tagger = openTagger(registry.entities);
  return readCoverage().flatMap((from) =>
    from.articles.map((article) => documentOf(article, { from, tagger })),
  );
}
