import type { Mention } from '@khabar/article';

import type { SentenceView } from './markers.ts';

const CYRILLIC = /^[\p{Script=Cyrillic}\s«»"-]+$/u;
const OBLIQUE =
  /(?:стана|стану|ане|ами|ям|ам|ах|ях|ом|ем|ию|ией|ии|ую|ой|ей|ью|талибов|талибана|ирата|ината|ону|она|ого|ому|ым)$/u;
const NOMINATIVE = /(?:\bдом|пром|фонд)$/u;
const OBLIQUE_SURNAME = /(?:ову|еву|ину|овым|евым|иным|ове|еве|ского|скому|ским|ым|ой|ей)$/u;
const OBLIQUE_FIRST = /(?:[ая]|у|ю|ем|ом)$/u;
const WOMAN = /(?:ова|ева|ина|ая|ой|ую|ову|еву|ину)$/u;

/** Whether the ending of a Russian name says that it is no subject; false where the ending does not tell. */
export function isOblique({ actors }: SentenceView, index: number): boolean {
  const mention = actors[index]?.mention;
  if (mention === undefined || !CYRILLIC.test(mention.surface)) return false;
  const name = mention.surface.replaceAll(/[«»"]/gu, '').toLowerCase();
  if (mention.type === 'PER') return isObliquePerson(name);
  // Of «Верховный суд России» the first word tells.
  const [head = ''] = name.split(/\s+/u);
  return OBLIQUE.test(head) && !NOMINATIVE.test(head);
}

/** Whether a Russian name by itself can only be a nominative: «Москва» (not «Путин», which an office may precede). */
export function hasNominativeForm({ surface, type }: Mention): boolean {
  return type === 'LOC' && CYRILLIC.test(surface) && /(?:а|я|ия)$/iu.test(surface);
}

/** Whether a Russian name is in the nominative, as a subject is: «Москва», «Путин». */
export function isNominative(view: SentenceView, index: number): boolean {
  const surface = view.actors[index]?.mention.surface ?? '';
  return CYRILLIC.test(surface) && !isOblique(view, index) && !view.markers[index]?.word;
}

/** Whether a Russian name is a person's in the nominative, whatever phrase stands before it: «в беседе с послом Мария Захарова сказала». */
export function isPersonInNominative(view: SentenceView, index: number): boolean {
  const mention = view.actors[index]?.mention;
  return mention?.type === 'PER' && CYRILLIC.test(mention.surface) && !isOblique(view, index);
}

function isObliquePerson(name: string): boolean {
  const words = name.split(/\s+/u);
  const [first = '', last = ''] = [words[0], words.at(-1)];
  if (words.length === 1) return OBLIQUE_SURNAME.test(name);
  // «Мария Захарова» and «Сергея Лаврова» end alike; a woman's first name ends in -а, -я as its nominative.
  if (WOMAN.test(last) && /(?:ия|на|ла|ра|за|ша|ья)$/u.test(first)) return false;
  if (/[ая]$/u.test(first)) return /(?:[ая]|ого|его)$/u.test(last);
  return OBLIQUE_FIRST.test(first) && (OBLIQUE_SURNAME.test(last) || /[уюм]$/u.test(last));
}
