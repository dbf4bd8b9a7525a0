import type { SearchDocument } from '@khabar/search';

import { generateArticle } from '../generated-news.ts';

type Stance = SearchDocument['stances'][number];

const GENRES = ['news', 'opinion', 'brief'] as const;
const SUBJECTS = ['border', 'water'] as const;

const OUTLETS: readonly Pick<SearchDocument, 'outletId' | 'country' | 'kind'>[] = [
  { outletId: 'kabul-ledger.example', country: 'AF', kind: 'independent' },
  { outletId: 'Herat-Post.example', country: 'US', kind: 'exile' },
  { outletId: 'neva-wire.example', country: 'RU', kind: 'agency' },
  { outletId: 'stolichnaya.example', country: 'RU', kind: 'state' },
  { outletId: 'bamdad.example', country: 'AF', kind: 'state' },
  { outletId: 'al-jisr.example', country: 'QA', kind: 'public' },
  { outletId: 'kabul-blog.example', country: null, kind: 'blog' },
];
const SECTIONS = [null, 'World News', 'Opinion', 'Мнение', 'سیاست', 'It’s “odd”', 'type'];
const AUTHORS = ['Amina Example', 'Олег Пример', "D'Arcy \\ Example", 'نویسندهٔ نمونه', 'A. B. Kabulov'];
const TOPICS = ['topic:taliban-recognition', 'topic:taliban-delisting', 'topic:trade'];
const ENTITIES = [
  'country:russia',
  'org:taliban',
  'person:zamir-kabulov',
  'person:sergey-lavrov',
  'person:amir-khan-muttaqi',
  'place:kabul',
  'org:un',
  'country:afghanistan',
];
const HOLDERS = ['country:russia', 'org:taliban', 'person:zamir-kabulov', 'author', 'critics'];
const TARGETS = ['org:taliban', 'country:russia', 'topic:taliban-recognition', 'org:isis'];
const LABELS: readonly Stance['label'][] = ['favor', 'against', 'neutral', 'unclear'];
const CONFIDENCES = [0, 0.1, 0.3, 0.1 + 0.2, 0.5, 0.6, 0.7, 0.8, 0.95, 1];
/** What makes analyses and escapes err. */
const ODDITIES = [
  'The U.N. took resolution №5 with 3.5 % more (1+1):2 votes.',
  'Two AK-47 rifles, an AK47 and an AK 47 were handed over at 10:30.',
  'Mr. O’Brien of desk@paper.example calls them de facto authorities.',
  'سخن از به‌رسمیت‌شناختن و به رسمیت شناختن است؛ می‌کند و می کند.',
  'طـالبان و طَالِبان، كابل و کابل، ۱۴۰۴ و ١٤٠٤ و 1404.',
  'Ёлка и елка; талибы, талибов, талибами, «Талибан».',
  'Null \0 and lone \ud800 halves; <script> & | ! : * tags, %like_ 100% \\ slash.',
  'naïve café, İstanbul, Straße, ﷲ, ﬁnal, 😀 word 😀, é and e\u0301.',
  `One ${'very'.repeat(80)}long word, and ${'ъ'.repeat(300)}.`,
  'Lavrov met Muttaqi. Muttaqi met Lavrov. Lavrov Lavrov Muttaqi Kabulov.',
  'again and again and again, to be or not to be OR not AND so',
  'Taliban taliban TALIBAN Taliban’s Taliban-led anti-Taliban pro-Taliban/Russia',
  'د طالبانو حکومت او هېوادونه، هیوادونو، پېژندنه، پېژندل.',
  'الإمارة الإسلامية وروسيا؛ بالطالبان ولروسيا والحكومة.',
  '15.08.2021 — 3,000,000 and 3.000,5 and 1,5; http://paper.example/a?b=c#d',
];
/** Dates at the edges of days, months, years, and before computers. */
const EDGES = [
  '2021-08-15T00:00:00.000Z',
  '2021-08-14T23:59:59.999Z',
  '2025-07-03T23:59:59.999Z',
  '2025-07-04T00:00:00.000Z',
  '2024-12-31T23:59:59.999Z',
  '2025-01-01T00:00:00.000Z',
  '2024-02-29T12:00:00.000Z',
  '2025-06-30T23:59:59.999Z',
  '2025-07-10T00:00:00.000Z',
  '2025-07-10T00:00:00.001Z',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
];

/** Whole numbers from 0 to below `limit`, the same each time. */
function dice(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 4294967296) * limit);
  };
}

function someOf<T>(list: readonly T[], most: number, roll: (limit: number) => number): T[] {
  const picked = Array.from({ length: roll(most + 1) }, () => list[roll(list.length)]);
  return [...new Set(picked.filter((item) => item !== undefined))];
}

function stancesOf(roll: (limit: number) => number): Stance[] {
  const made = Array.from({ length: roll(3) === 0 ? roll(5) : 0 }, (): Stance => ({
    holder: HOLDERS[roll(HOLDERS.length)] ?? 'author',
    target: TARGETS[roll(TARGETS.length)] ?? 'org:taliban',
    label: LABELS[roll(LABELS.length)] ?? 'unclear',
    strength: 0.5,
    confidence: CONFIDENCES[roll(CONFIDENCES.length)] ?? 0.5,
  }));
  return made;
}

function publishedOf(published: string, roll: (limit: number) => number): string | null {
  const kind = roll(20);
  if (kind === 0) return null;
  return kind < 4 ? (EDGES[roll(EDGES.length)] ?? published) : published;
}

// Letters of both cases and marks, so that a database's own order of letters would show.
function idOf(id: number): string {
  return `${['a', 'A', 'Z', 'z', '-', '_', '0'][id % 7] ?? ''}${['', 'x', 'X'][id % 3] ?? ''}${id}`;
}

function languageOf(language: string, roll: (limit: number) => number): string {
  if (language === 'fa') return roll(2) === 0 ? 'fa-AF' : 'fa';
  return roll(60) === 0 ? 'zh-Hant-TW' : language;
}

function bytesOf(id: number, roll: (limit: number) => number): number {
  // A few need more places than a tsvector has.
  return id % 1700 === 11 ? 400_000 : 300 + roll(3000);
}

function documentOf(id: number): SearchDocument {
  const roll = dice(id * 7919 + 17);
  for (let warm = 0; warm < 5; warm += 1) roll(2);
  const article = generateArticle(id, bytesOf(id, roll));
  const outlet = OUTLETS[roll(OUTLETS.length)] ?? { outletId: 'other.example', country: null, kind: 'other' };
  // Two of five are told by several outlets, in nearly the same words.
  const story = roll(5) < 2 ? `story-${Math.floor(id / 12)}` : `story-of-${id}`;
  const body = [...article.paragraphs];
  if (roll(4) === 0) body.splice(roll(body.length + 1), 0, ...someOf(ODDITIES, 3, roll));
  const number = roll(3) === 0 ? article.title : article.title.replace(/ \(\d+\)$/, '');
  return {
    id: idOf(id),
    url: `https://${outlet.outletId.toLowerCase()}/news/${article.language}/item-${id}?ref=feed`,
    ...outlet,
    ...(roll(4) === 0 ? {} : { genre: GENRES[roll(GENRES.length)] ?? 'news' }),
    subjects: someOf(SUBJECTS, 2, roll),
    title: roll(25) === 0 ? (ODDITIES[roll(ODDITIES.length)] ?? number) : number,
    text: body.join('\n\n'),
    authors: someOf(AUTHORS, 2, roll),
    language: languageOf(article.language, roll),
    section: SECTIONS[roll(SECTIONS.length)] ?? null,
    publishedAt: publishedOf(article.published, roll),
    firstSeenAt: new Date(Date.parse(article.published) + roll(100) * 60_000).toISOString(),
    storyId: story,
    topics: someOf(TOPICS, 2, roll),
    entities: someOf(ENTITIES, 5, roll).map((entity) => ({ id: entity, count: 1 + roll(12) })),
    stances: stancesOf(roll),
  };
}

/** Articles in five languages and more, with copies, undated ones, dates at edges and odd texts; the same each time. */
export function generatedDocuments(count: number): SearchDocument[] {
  return Array.from({ length: count }, (_, id) => documentOf(id));
}
