import type { Mention } from '@khabar/article';
import { sentences } from '@khabar/text';

import type { LearnedName } from './name-tagger.ts';
import type { LearnedReader } from './open-learned-reader.ts';

/** Sentences of a text that are read. */
const SENTENCES_READ = 40;

/** Names in a text that no mention of its registry overlaps; reads at most forty sentences. UTF-16 into `text`. */
export async function newNames(
  text: string,
  mentions: readonly Mention[],
  reader: LearnedReader,
): Promise<LearnedName[]> {
  const spans = sentences(text).slice(0, SENTENCES_READ);
  const readings = await reader.read(spans.map(({ start, end }) => ({ text: text.slice(start, end) })));
  const isKnown = ({ start, end }: LearnedName): boolean =>
    mentions.some((known) => known.field === 'text' && known.start < end && known.end > start);
  return readings
    .flatMap(({ names }, at) => {
      const offset = spans[at]?.start ?? 0;
      return names.map((name) => ({ ...name, start: name.start + offset, end: name.end + offset }));
    })
    .filter((name) => name.confidence >= reader.settings.threshold.name && !isKnown(name));
}
