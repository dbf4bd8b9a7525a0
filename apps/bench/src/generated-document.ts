import type { SearchDocument } from '@khabar/search';

import { generateArticle } from './generated-news.ts';

/** Characters of a generated text, about. */
export const BYTES = 3000;
const ENTITIES = [
  'org:taliban',
  'country:russia',
  'person:sergey-lavrov',
  'city:kabul',
  'country:afghanistan',
];

/** A generated article as the index takes it; three of ten share a story. */
export function documentOf(id: number): SearchDocument {
  const article = generateArticle(id, BYTES);
  return {
    id: `bench${String(id).padStart(15, '0')}`,
    url: `http://site.example/news/${id}`,
    outletId: `site-${id % 100}`,
    title: article.title,
    text: article.paragraphs.join('\n'),
    authors: [],
    language: article.language,
    country: 'AF',
    kind: 'agency',
    section: null,
    publishedAt: article.published,
    firstSeenAt: article.published,
    storyId: `story${id % 10 < 3 ? id - (id % 10) : id}`,
    topics: [],
    genre: 'news',
    subjects: [],
    entities: ENTITIES.slice(0, 2 + (id % 4)).map((entity, place) => ({
      id: entity,
      count: 1 + ((id + place) % 5),
    })),
    stances:
      id % 2 === 0
        ? [
            {
              holder: 'country:russia',
              target: 'org:taliban',
              label: id % 4 === 0 ? 'favor' : 'against',
              strength: 0.6,
              confidence: 0.7,
            },
          ]
        : [],
  };
}
