import { foldText } from '@khabar/text';

/** How a written word may hide a registered one: the form to look up, and what is cut from its ends (in letters) to leave the name. */
export interface WrittenForm {
  readonly folded: string;
  readonly cutStart: number;
  readonly cutEnd: number;
  /** The article was cut, which the name is not registered with: no place is written so («السورية» is an adjective). */
  readonly withoutArticle?: boolean;
}

const letter = (text: string): string => foldText(text).text;

const ARTICLE = letter('ال');
const LAM = letter('ل');
const CONJUNCTIONS = ['و', 'ف'].map(letter);
const PREPOSITIONS = ['ب', 'ل', 'ك'].map(letter);
const YEH = letter('ی');
const EH = letter('ې');
const HEH = letter('ه');
const WAW = letter('و');
const LONG_VOWELS = new Set([letter('ا'), WAW]);

const FIRST_ARABIC = 0x06_00;
const LAST_ARABIC = 0x07_7f;
const SHORTEST_ARABIC = 3;
const SHORTEST_PASHTO = 4;
const PARTICLES = ['ها', 'را'].map(letter);

/** Arabic writes "and", "so", "in", "to", "like" and the article as one word with the name: و ف ب ل ك ال. */
export function arabicForms(word: string): WrittenForm[] {
  const found: WrittenForm[] = [];
  const add = (folded: string, cutStart: number): void => {
    if (folded.length >= SHORTEST_ARABIC) found.push({ folded, cutStart, cutEnd: 0 });
  };
  const addWithoutArticle = (folded: string, cutStart: number): void => {
    if (folded.length >= SHORTEST_ARABIC) found.push({ folded, cutStart, cutEnd: 0, withoutArticle: true });
  };
  const behindConjunction = (at: number): void => {
    const rest = word.slice(at);
    // ل + ال is written لل: the article's alif is dropped and must be put back.
    if (rest.startsWith(LAM + LAM)) add(ARTICLE + rest.slice(2), at + 1);
    for (const preposition of PREPOSITIONS) {
      if (!rest.startsWith(preposition)) continue;
      add(rest.slice(1), at + 1);
      if (rest.startsWith(ARTICLE, 1)) addWithoutArticle(rest.slice(3), at + 3);
    }
    if (rest.startsWith(ARTICLE)) addWithoutArticle(rest.slice(2), at + 2);
  };
  behindConjunction(0);
  for (const conjunction of CONJUNCTIONS) {
    if (!word.startsWith(conjunction)) continue;
    add(word.slice(1), 1);
    behindConjunction(1);
  }
  return found;
}

function whole(folded: string): WrittenForm {
  return { folded, cutStart: 0, cutEnd: 0 };
}

/** Pashto oblique and ablative endings: طالبانو, روسیې, له کابله. The form belongs to the name and is not cut. */
export function pashtoForms(word: string): WrittenForm[] {
  const base = word.slice(0, -1);
  if (base.length < SHORTEST_PASHTO - 1) return [];
  if (word.endsWith(EH) || word.endsWith(YEH)) return [whole(base + HEH), whole(base)];
  if (base.length < SHORTEST_PASHTO) return [];
  if (word.endsWith(WAW)) return [whole(base), whole(base + YEH), whole(base + HEH)];
  if (word.endsWith(HEH)) return [whole(base)];
  return [];
}

/** Persian ezafe after a long vowel (آمریکای), and particles written together (طالبانها, طالبانرا). */
export function persianForms(word: string): WrittenForm[] {
  if (word.endsWith(YEH) && LONG_VOWELS.has(word.charAt(word.length - 2)) && word.length > SHORTEST_PASHTO)
    return [{ folded: word.slice(0, -1), cutStart: 0, cutEnd: 1 }];
  const particle = PARTICLES.find((ending) => word.length > SHORTEST_PASHTO + 1 && word.endsWith(ending));
  return particle === undefined
    ? []
    : [{ folded: word.slice(0, -particle.length), cutStart: 0, cutEnd: particle.length }];
}

/** What a folded word in Arabic script may stand for in this language, besides itself. */
export function arabicScriptForms(word: string, language: string): WrittenForm[] {
  const first = word.charCodeAt(0);
  if (first < FIRST_ARABIC || first > LAST_ARABIC) return [];
  switch (language) {
    case 'ar':
      return arabicForms(word);
    case 'ps':
      return [...pashtoForms(word), ...persianForms(word)];
    default:
      return persianForms(word);
  }
}
