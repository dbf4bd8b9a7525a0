import type { ArticleVector, ProposedName, Tags } from '@khabar/article';
import { type ArticleReading, describeNames, type LearnedReader, readArticle } from '@khabar/tag';

import type { ReadText } from './learned-protocol.ts';
import { TAKING_METHOD, withLearnedStances } from './learned-stances.ts';
import { sparingReader } from './sparing-reader.ts';

/** Only this much of a text is looked at for sentences to read, in UTF-16 units: a long list must not cost minutes. */
const MOST_LOOKED_AT = 100_000;
const INT8_MAX = 127;

export interface ReadingDeps {
  readonly reader: LearnedReader;
  /** Sentences of an article that are read, its title among them. */
  readonly maxSentences: number;
}

/** Names everything that what the encoder says depends on. */
export function learnedVersion({ version }: Pick<LearnedReader, 'version'>, maxSentences: number): string {
  return `${version}/${TAKING_METHOD}/sentences-${maxSentences}`;
}

/** Tags of the rules alone, neutral stances (which are not kept) left out. */
export function rulesAlone(tags: Tags): Tags {
  return { ...tags, stances: tags.stances.filter(({ label }) => label !== 'neutral') };
}

/**
 * Adds to the tags of the rules, which hold neutral stances too, what the encoder's heads find in the title, the lead and sentences with
 * a mention: names that the registry lacks, stances where the rules see none, and the vector of the article.
 */
export async function readLearned(article: ReadText, tags: Tags, deps: ReadingDeps): Promise<Tags> {
  const { reader, maxSentences } = deps;
  const looked = { ...article, text: headOf(article.text) };
  const mentions = tags.mentions.filter(({ field, end }) => field === 'title' || end <= looked.text.length);
  const reading = await readArticle(looked, mentions, {
    reader: sparingReader(reader, looked, tags),
    maxSentences,
  });
  return {
    ...tags,
    stances: withLearnedStances(looked, tags.stances, {
      reading,
      leastSure: reader.settings.threshold.stance,
    }),
    proposedNames: withLearnedNames(article, tags.proposedNames ?? [], reading),
    ...(reading.vector === undefined ? {} : { vector: int8(reading.vector, reading.version) }),
    version: `${tags.version}/${learnedVersion(reader, maxSentences)}`,
  };
}

/** To the end of a line, or else of a word. */
function headOf(text: string): string {
  if (text.length <= MOST_LOOKED_AT) return text;
  const line = text.lastIndexOf('\n', MOST_LOOKED_AT);
  const end = line > 0 ? line : text.lastIndexOf(' ', MOST_LOOKED_AT);
  return text.slice(0, end > 0 ? end : MOST_LOOKED_AT);
}

/** Names of the rules stay as they are; what the head finds in their place is left out. */
function withLearnedNames(
  article: ReadText,
  byRules: readonly ProposedName[],
  { names }: Pick<ArticleReading, 'names'>,
): ProposedName[] {
  const found = names
    .filter(
      ({ field, start, end }) =>
        !byRules.some((known) => known.field === field && known.start < end && known.end > start),
    )
    .map(({ field, start, end, type, confidence }) => ({
      field,
      start,
      end,
      type,
      foundBy: 'learned' as const,
      confidence: Math.round(confidence * 1000) / 1000,
    }));
  return [...byRules, ...describeNames(article, found)];
}

/** Whole numbers: the last bits of a processor's sums do not show, and an article costs 384 bytes. */
function int8(vector: Float32Array, model: string): ArticleVector {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const values = Array.from(vector, (value) =>
    largest === 0 ? 0 : Math.round((value / largest) * INT8_MAX) + 0,
  );
  return { model, values };
}
