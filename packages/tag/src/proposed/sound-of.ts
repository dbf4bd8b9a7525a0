import { foldText } from '@khabar/text';

/** Groups of letters that transliterations exchange, each under its first one. */
const DIGRAPHS: readonly (readonly [RegExp, string])[] = [
  [/kh|gh|ck|q/g, 'k'],
  [/sh|sch|ts|tz|c(?=[ei])/g, 's'],
  [/ch|zh|dj|дж/g, 'j'],
  [/th/g, 't'],
  [/ph/g, 'f'],
  [/x|кс/g, 'ks'],
];

const ROWS: readonly (readonly [string, string])[] = [
  ['b', 'bpбпبپ'],
  ['d', 'dдدډ'],
  ['t', 'tтتطټث'],
  ['s', 'szсзшщцسصشزذضظښ'],
  ['j', 'jчжجچژځڅ'],
  ['k', 'kgcкгхکكگقخغګږ'],
  ['l', 'lлل'],
  ['m', 'mмم'],
  ['n', 'nнنڼ'],
  ['r', 'rрرړ'],
  ['f', 'fфف'],
];
const CLASSES: ReadonlyMap<string, string> = new Map(
  ROWS.flatMap(([kept, letters]) => Array.from(letters, (letter) => [foldText(letter).text, kept] as const)),
);

/** Endings of Russian cases that add a consonant. */
const CASE_ENDING = /(?<=\p{Script=Cyrillic}{4})(?:ым|им|ом|ем|ого|его)$/u;
/** Written v, w, f and ف, or not at all, at the end of Russian surnames. */
const LAST_LIP = /(?<=.)[vwfвфف]{1,2}$/u;

/**
 * What the spellings of one name share across Latin, Cyrillic and Arabic script: the consonants of each word, alike ones made one,
 * without vowels, h, v and w, which transliterations add and drop (Pavel Orlov, Павла Орлова, پاول اورلوف: "bl rl").
 */
export function soundOf(name: string): string {
  return foldText(name)
    .text.split(/[^\p{L}\p{M}]+/u)
    .map((word) => soundOfWord(word))
    .filter((sound) => sound !== '')
    .join(' ');
}

function soundOfWord(word: string): string {
  const bare = word
    .replace(CASE_ENDING, '')
    .replace(/[аеиоуыэюя]+$/u, '')
    .replace(LAST_LIP, '');
  const latin = DIGRAPHS.reduce((text, [pattern, kept]) => text.replaceAll(pattern, kept), bare);
  let sound = '';
  for (const letter of latin) {
    const kept = CLASSES.get(letter);
    if (kept !== undefined && !sound.endsWith(kept)) sound += kept;
  }
  return sound;
}
