import type { StoryView } from '@khabar/api/schemas';

import { ARTICLES } from './fixture-coverage.ts';

/** The first four articles as one story; null: the article is not among them. */
export function fakeStory(id: string): StoryView | null {
  const articles = ARTICLES.slice(0, 4);
  if (!articles.some((article) => article.id === id)) return null;
  const roles = ['first', 'original', 'rewrite', 'copy'] as const;
  return {
    id,
    counts: { articles: 6, texts: 3, originals: 2, families: 4, languages: 3 },
    reports: articles.map(
      ({ title, source, language, direction, publishedAt, firstSeenAt, ...article }, place) => ({
        id: article.id,
        title,
        source,
        language,
        direction,
        publishedAt,
        firstSeenAt,
        role: roles[place] ?? 'original',
        copyOf: place === 3 ? (articles[0]?.id ?? null) : null,
        credits: place === 2 ? 'Reuters' : null,
      }),
    ),
  };
}
