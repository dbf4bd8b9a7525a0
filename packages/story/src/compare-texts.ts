import { sentences, tokens } from '@khabar/text';

/** Sentences of `after` that `before` has not, and the other way round; compared by their folded words, in their own order. */
export function compareTexts(before: string, after: string): { added: string[]; removed: string[] } {
  const one = keyed(before);
  const two = keyed(after);
  const inOne = new Set(one.map(({ key }) => key));
  const inTwo = new Set(two.map(({ key }) => key));
  return {
    added: two.filter(({ key }) => !inOne.has(key)).map(({ text }) => text),
    removed: one.filter(({ key }) => !inTwo.has(key)).map(({ text }) => text),
  };
}

function keyed(text: string): { key: string; text: string }[] {
  return sentences(text)
    .map(({ start, end }) => text.slice(start, end))
    .map((sentence) => ({
      text: sentence,
      key: tokens(sentence)
        .map((token) => token.folded)
        .join(' '),
    }))
    .filter(({ key }) => key !== '');
}
