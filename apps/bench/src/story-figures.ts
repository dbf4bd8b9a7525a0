import type { ArticleVector } from '@khabar/article';
import { loadRegistry } from '@khabar/registry';
import {
  bCubed,
  chooseStory,
  copyKeys,
  type EventFeatures,
  eventFeatures,
  type GoldArticle,
  openMemoryEvents,
  pairScores,
  readGold,
  signatureOfWords,
} from '@khabar/story';
import { type LearnedReader, openTagger, readArticle } from '@khabar/tag';
import { tokens } from '@khabar/text';

type Scores = ReturnType<typeof bCubed>;

/** A gold article as the pipeline would see it. */
export interface SeenArticle extends GoldArticle {
  readonly features: EventFeatures;
}

/** Tags the gold set with the rules, and with the encoder's vectors where a reader is given. */
export async function seeGold(reader?: LearnedReader): Promise<SeenArticle[]> {
  const gold = await readGold();
  const tagger = openTagger((await loadRegistry()).entities);
  const seen: SeenArticle[] = [];
  for (const article of gold) {
    const { mentions } = tagger.tag({ ...article, outletId: 'gold' });
    const vector = reader === undefined ? undefined : await vectorOf(article, mentions, reader);
    const { title, text, language, at } = article;
    const features = eventFeatures({
      title,
      text,
      language,
      at,
      mentions,
      ...(vector === undefined ? {} : { vector }),
    });
    seen.push({ ...article, features });
  }
  return seen;
}

async function vectorOf(
  article: GoldArticle,
  mentions: Parameters<typeof readArticle>[1],
  reader: LearnedReader,
): Promise<ArticleVector | undefined> {
  const reading = await readArticle(article, mentions, { reader, maxSentences: 10 });
  return reading.vector === undefined
    ? undefined
    : { model: reading.version, values: Array.from(reading.vector) };
}

/** Same text: pairs of copies as the record would gather them. */
export function copyScores(articles: readonly GoldArticle[]): Scores {
  const known: { id: string; storyId: string; signature: Uint32Array; wordCount: number; keys: number[] }[] =
    [];
  const found = new Map<string, string>();
  for (const { id, text } of articles) {
    const words = tokens(text);
    const signature = signatureOfWords(words);
    if (signature === null) continue;
    const keys = copyKeys(signature, words);
    const candidates = known.filter((other) => other.keys.some((key) => keys.includes(key)));
    const storyId = chooseStory(signature, candidates, { wordCount: words.length })?.storyId ?? id;
    found.set(id, storyId);
    known.push({ id, storyId, signature, wordCount: words.length, keys });
  }
  return pairScores(found, new Map(articles.map(({ id, copyOf }) => [id, copyOf])));
}

/** Same event: B-cubed over all articles; `oneOfEach`: one report of each event and language and the decoys, so that no two share a language. */
export function eventScores(articles: readonly SeenArticle[], options: { oneOfEach?: boolean } = {}): Scores {
  const wanted =
    options.oneOfEach === true
      ? articles.filter(({ id, event, language }) => id === event || id === `${event}-${language}`)
      : articles;
  const events = openMemoryEvents();
  for (const { id, features } of wanted) events.add(id, features);
  return bCubed(events.events(), new Map(wanted.map(({ id, event }) => [id, event])));
}

const DAY_MS = 24 * 60 * 60_000;

/** All events moved into the same three days, decoys at most two days after them: harder than the real dates. */
export function squeezed(articles: readonly SeenArticle[]): SeenArticle[] {
  const nameOf = ({ event }: SeenArticle): string => event.replace(/-decoy.*$/, '');
  const names = Array.from(new Set(articles.map(nameOf)));
  const first = new Map<string, number>();
  for (const article of articles)
    first.set(nameOf(article), Math.min(first.get(nameOf(article)) ?? Infinity, article.at));
  return articles
    .map((article) => {
      const name = nameOf(article);
      const begins = (names.indexOf(name) % 3) * DAY_MS;
      const after = article.at - (first.get(name) ?? 0);
      const at = begins + (after > 2 * DAY_MS ? 2 * DAY_MS + (after % DAY_MS) / 2 : after);
      return { ...article, at, features: { ...article.features, at } };
    })
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
