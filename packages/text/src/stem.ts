import { stemArabicScript } from './stem-arabic-script.ts';
import { stemCyrillic } from './stem-cyrillic.ts';
import { stemLatin } from './stem-latin.ts';

const LATIN = /^[a-z]+$/;
const CYRILLIC = /^\p{Script=Cyrillic}+$/u;
const ARABIC = /^\p{Script=Arabic}+$/u;
const LONGEST_WORD = 40;
const cache = new Map<string, string>();
const CACHE_LIMIT = 50_000;

function stemOnce(word: string): string {
  if (LATIN.test(word)) return stemLatin(word);
  if (CYRILLIC.test(word)) return stemCyrillic(word);
  if (ARABIC.test(word)) return stemArabicScript(word);
  return word;
}

/**
 * Light stem of a folded word, by its script: the same for text, query, tag and alert. Inflection goes (number, case,
 * article, regular past and -ing), derivation stays (Россия and российский are two words). The stem of a stem is itself.
 */
export function stemWord(folded: string): string {
  // Numbers have no stem, and each would take the place of a word in the cache.
  if (folded.length > LONGEST_WORD || folded.charCodeAt(0) <= 0x39) return folded;
  const known = cache.get(folded);
  if (known !== undefined) return known;
  let stem = folded;
  let before = '';
  while (stem !== before) {
    before = stem;
    stem = stemOnce(stem);
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(folded, stem);
  return stem;
}
