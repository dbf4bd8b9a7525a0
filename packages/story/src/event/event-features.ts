import { stemWord, tokens } from '@khabar/text';

/** What an article is compared by, to tell whether it reports the same event as another. Plain data, so that it can be kept. */
export interface EventFeatures {
  readonly language: string;
  /** When it appeared, in ms since 1970. */
  readonly at: number;
  /** How often it names an entity; a name in the headline counts three times. */
  readonly entities: Readonly<Record<string, number>>;
  /** Figures of its text without years, folded to ASCII digits. */
  readonly numbers: readonly string[];
  /** Stems of headline and opening, each once. */
  readonly words: readonly string[];
  /** Where the encoder puts it, with the version of the encoder: vectors of two versions are not compared. */
  readonly vector?: { readonly model: string; readonly values: readonly number[] };
}

/** What the features are made of. */
export interface ReportedArticle {
  readonly language: string;
  readonly at: number;
  readonly title: string;
  readonly text: string;
  readonly mentions: readonly { readonly entityId: string; readonly field: 'title' | 'text' }[];
  readonly vector?: { readonly model: string; readonly values: readonly number[] };
}

const HEADLINE_WEIGHT = 3;
const OPENING_WORDS = 120;
const LEAST_LETTERS = 4;
const MOST_NUMBERS = 24;
const YEAR = /^(?:19|20)\d\d$|^1[34]\d\d$/;

/** Features of an article, linear in its text. */
export function eventFeatures(article: ReportedArticle): EventFeatures {
  const entities: Record<string, number> = {};
  for (const { entityId, field } of article.mentions)
    entities[entityId] = (entities[entityId] ?? 0) + (field === 'title' ? HEADLINE_WEIGHT : 1);
  const title = tokens(article.title);
  const text = tokens(article.text);
  const numbers = new Set<string>();
  for (const { folded } of [...title, ...text])
    if (/^\d{2,}/.test(folded) && !YEAR.test(folded) && numbers.size < MOST_NUMBERS) numbers.add(folded);
  const words = new Set<string>();
  for (const { folded } of [...title, ...text.slice(0, OPENING_WORDS)])
    if (folded.length >= LEAST_LETTERS && !/^\d/.test(folded)) words.add(stemWord(folded));
  return {
    language: article.language,
    at: article.at,
    entities,
    numbers: [...numbers],
    words: [...words],
    ...(article.vector === undefined ? {} : { vector: article.vector }),
  };
}
