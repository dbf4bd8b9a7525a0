import type { Tags } from '@khabar/article';
import type { LearnedReader, SentenceToRead, Sides } from '@khabar/tag';
import { sentences } from '@khabar/text';

import type { ReadText } from './learned-protocol.ts';

const NO_SIDE: Sides = { against: 0, neutral: 1, favor: 0 };

/**
 * The reader for one article, which is asked who stands how only where that can add a stance: two actors, and no side seen by the rules.
 * Elsewhere it says neutral. Names and vectors are as before, and the stance network is a fifth of the time of a sentence.
 */
export function sparingReader(reader: LearnedReader, article: ReadText, tags: Tags): LearnedReader {
  const sided = tags.stances.filter(({ label }) => label !== 'neutral').map(({ evidence }) => evidence);
  const inText = sided.filter(({ field }) => field === 'text');
  const decided = new Set([
    ...(sided.length > inText.length ? [article.title] : []),
    ...sentences(inText.length === 0 ? '' : article.text)
      .filter(({ start, end }) => inText.some((evidence) => evidence.start < end && evidence.end > start))
      .map(({ start, end }) => article.text.slice(start, end)),
  ]);
  const isNeedless = ({ text, pairs = [] }: SentenceToRead): boolean =>
    pairs.length === 0 || decided.has(text);
  return {
    ...reader,
    async read(asked) {
      const needless = asked.map(isNeedless);
      const readings = await reader.read(
        asked.map((sentence, at) => (needless[at] === true ? { text: sentence.text } : sentence)),
      );
      return readings.map((reading, at) => {
        if (needless[at] !== true) return reading;
        const { targets = [], pairs = [] } = asked[at] ?? {};
        return { ...reading, stances: targets.map(() => NO_SIDE), pairs: pairs.map(() => NO_SIDE) };
      });
    },
  };
}
