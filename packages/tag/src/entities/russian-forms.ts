/**
 * Endings that a Russian word may take instead of its own, by the ending of the nominative (longest first). The paradigms are the
 * regular ones of Zaliznyak's grammatical dictionary, all genders and numbers together: a form too many is harmless in a proper name.
 */
const PARADIGMS: readonly (readonly [ending: string, replaced: number, endings: string])[] = [
  ['ский', 2, 'ий ого ому им ом ая ой ую ое ие их ими'],
  ['цкий', 2, 'ий ого ому им ом ая ой ую ое ие их ими'],
  ['ская', 2, 'ая ой ую ою'],
  ['ское', 2, 'ое ого ому им ом'],
  ['ские', 2, 'ие их им ими'],
  ['ия', 1, 'я и ю ей ею'],
  ['ие', 1, 'е я ю ем и й х м ми'],
  ['ый', 2, 'ый ого ому ым ом ая ой ую ое ые ых ыми'],
  ['ий', 2, 'ий его ему им ем ия ию ием ии ого ому ом ая ей ую ее ие их ими'],
  ['ой', 2, 'ой ого ому ым им ом ая ую ое ые ых ыми оя ою оем ое'],
  ['ая', 2, 'ая ой ую ою аи аю аей'],
  ['яя', 2, 'яя ей юю'],
  ['ое', 2, 'ое ого ому ым им ом'],
  ['ее', 2, 'ее его ему им ем'],
  ['ые', 2, 'ые ых ым ыми'],
  ['ец', 2, 'ец ца цу цем цом це цы цев цам цами цах'],
  ['ова', 1, 'а ой у ою'],
  ['ева', 1, 'а ой у ою'],
  ['ина', 1, 'а ой у ою ы е'],
  ['ов', 0, ' а у ым е ом ы ых ыми ам ах'],
  ['ев', 0, ' а у ым е ом ы ых ыми ам ах'],
  ['ин', 0, ' а у ым е ом ы ых ыми ам ах'],
  ['ын', 0, ' а у ым е ом ы ых ыми ам ах'],
  ['й', 1, 'й я ю ем е и ев ям ями ях'],
  ['ь', 1, 'ь я ю ем е и ью ей ям ями ях'],
  ['а', 1, 'а ы и е у ой ою ей ам ами ах'],
  ['я', 1, 'я и е ю ей ею ям ями ях'],
  ['о', 1, 'о а у ом е'],
  ['ы', 1, 'ы ов ам ами ах'],
  ['и', 1, 'и ов ев ей ам ям ами ями ах ях'],
];

const FLEETING: Readonly<Record<string, string>> = { павел: 'павл', лев: 'льв' };
const SINGULAR_ENDINGS = ['', 'а', 'у', 'ом', 'ем', 'е'];
const PLURAL_ENDINGS = ['ы', 'и', 'ов', 'ей', 'ам', 'ами', 'ах'];
const VOWEL = /[аеиоуыэюя]$/u;
/** Foreign names such as «Самоа» do not decline. */
const INDECLINABLE = /(?:оа|уа)$/u;

/**
 * Every case form of a folded Russian word given in the nominative, itself included. Words of other scripts and of one letter stay as
 * they are. `singular`: names of one place or person have no plural («Кабулов» is not «Кабул»).
 */
export function russianForms(word: string, number: 'singular' | 'any' = 'any'): string[] {
  if (word.length < 2 || !/^[а-я]+$/u.test(word) || INDECLINABLE.test(word)) return [word];
  const stem = FLEETING[word];
  if (stem !== undefined) return [word, ...['а', 'у', 'ом', 'е'].map((ending) => stem + ending)];
  const paradigm = PARADIGMS.find(([ending]) => word.length > ending.length && word.endsWith(ending));
  if (paradigm !== undefined) {
    const [, replaced, endings] = paradigm;
    const base = word.slice(0, word.length - replaced);
    return [word, ...endings.split(' ').map((ending) => base + ending)];
  }
  if (VOWEL.test(word)) return [word];
  const endings = number === 'singular' ? SINGULAR_ENDINGS : [...SINGULAR_ENDINGS, ...PLURAL_ENDINGS];
  return endings.map((ending) => word + ending);
}
