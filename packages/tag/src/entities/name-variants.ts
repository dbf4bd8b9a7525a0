import type { EntityName, EntityType } from '@khabar/article';
import { foldText } from '@khabar/text';

import { words } from './words.ts';

const ARTICLE = foldText('ال').text;
const PASHTO_OF = foldText('د').text;
const MOST_VARIANTS = 16;

/**
 * The word sequences in which a name may be written. Writers join and split Arabic-script names at will
 * (ذبیح الله, ذبیح‌الله, ذبیحالله; عبدالکبیر, عبد الکبیر), and ZWNJ may be a space or nothing.
 */
export function nameVariants(name: EntityName, type: EntityType): string[][] {
  const given = withoutParticle(words(name.text).map((word) => word.folded));
  if (!/\p{Script=Arabic}/u.test(name.text)) return [given];
  const variants = new Map<string, string[]>([[given.join(' '), given]]);
  const add = (variant: string[]): void => {
    if (variants.size < MOST_VARIANTS) variants.set(variant.join(' '), variant);
  };
  if (name.text.includes('\u200C'))
    add(withoutParticle(words(name.text.replaceAll('\u200C', '')).map((word) => word.folded)));
  if (type === 'person')
    Array.from(variants.values())
      .flatMap((variant) => joinedAndSplit(variant))
      .forEach(add);
  return [...variants.values()];
}

/** The Pashto genitive particle د before a name is no part of it. */
function withoutParticle(given: string[]): string[] {
  return given.length > 1 && given[0] === PASHTO_OF ? given.slice(1) : given;
}

function joinedAndSplit(variant: readonly string[]): string[][] {
  return variant.reduce<string[][]>(
    (found, word) =>
      found.flatMap((done) => {
        const before = done.at(-1);
        const whole = [...done, word];
        if (before !== undefined && word.startsWith(ARTICLE) && word.length > 3)
          return [whole, [...done.slice(0, -1), before + word]];
        const split = /^(?<front>.{2,})(?<back>ال.{2,})$/u.exec(word)?.groups;
        if (split?.['front'] !== undefined && split['back'] !== undefined)
          return [whole, [...done, split['front'], split['back']]];
        return [whole];
      }),
    [[]],
  );
}
