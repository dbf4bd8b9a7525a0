import type { Span, StanceLabel } from '@khabar/article';
import { sentences } from '@khabar/text';

import { decideLabel } from './decide-label.ts';
import type { LearnedReader } from './open-learned-reader.ts';

/** A short text is read whole, as the rows of the training data were. In UTF-16 units, about 150 tokens. */
const READ_WHOLE = 600;

/** How a text stands towards the words at `target` (UTF-16 into `text`): the label of the rules, and where they see nothing that of the head. */
export async function labelTowards(
  text: string,
  target: Span,
  { reader, rules }: { readonly reader: LearnedReader; readonly rules: StanceLabel },
): Promise<StanceLabel> {
  const around = text.length <= READ_WHOLE ? undefined : sentenceOf(text, target);
  const { start, end } = around ?? { start: 0, end: text.length };
  const [reading] = await reader.read([
    { text: text.slice(start, end), targets: [{ start: target.start - start, end: target.end - start }] },
  ]);
  const [sides] = reading?.stances ?? [];
  return sides === undefined ? rules : decideLabel(rules, sides, neutralWeight(text, reader));
}

function neutralWeight(text: string, { settings }: LearnedReader): number {
  return isCyrillic(text) ? (settings.neutralWeight?.cyrillic ?? 1) : 1;
}

/** Most of its letters. */
function isCyrillic(text: string): boolean {
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0;
  return 2 * count(/\p{Script=Cyrillic}/gu) > count(/\p{L}/gu);
}

function sentenceOf(text: string, target: Span): Span | undefined {
  return sentences(text).find(({ start, end }) => start <= target.start && target.start < end);
}
