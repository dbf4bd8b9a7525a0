import { analyse } from 'chardet';

/** Encodings without a mark of their own that outlets of the region still use. */
export type LegacyCharset =
  | 'windows-1251'
  | 'koi8-r'
  | 'ibm866'
  | 'x-mac-cyrillic'
  | 'windows-1256'
  | 'windows-1252'
  | 'shift_jis'
  | 'euc-jp'
  | 'euc-kr'
  | 'gb18030'
  | 'big5';

const SAMPLE_BYTES = 64 * 1024;
const CYRILLIC = ['windows-1251', 'koi8-r', 'ibm866', 'x-mac-cyrillic'] as const;

/** The commonest letters of Russian, in falling order; a wrong Cyrillic table turns them into rare ones or into capitals. */
const RUSSIAN = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё';
const RUSSIAN_WEIGHT = new Map(Array.from(RUSSIAN, (letter, rank) => [letter, RUSSIAN.length - rank]));

/** Letters of Arabic, Persian, Pashto and Urdu that windows-1256 has. */
const ARABIC_LETTER = /[\u0621-\u064A\u067E\u0686\u0688\u0691\u0698\u06A9\u06AF\u06BA\u06BE\u06C1\u06D2]/;

/** Text of the page without its markup: tags and scripts are ASCII and would drown the letters. */
function lettersOnly(bytes: Uint8Array): Uint8Array {
  const sample = Buffer.from(bytes.subarray(0, SAMPLE_BYTES * 4)).toString('latin1');
  const text = sample
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .slice(0, SAMPLE_BYTES);
  return Buffer.from(/[\u0080-\u00ff]/.test(text) ? text : sample.slice(0, SAMPLE_BYTES), 'latin1');
}

/** Mean weight of the letters beyond ASCII when read as Russian: lower case and common letters are high, anything else pulls down. */
function russianScore(text: string): number {
  let sum = 0;
  let count = 0;
  let previous = ' ';
  for (const char of text) {
    if (char > '\u007F') {
      const lower = char.toLowerCase();
      const weight = RUSSIAN_WEIGHT.get(lower);
      count += 1;
      if (weight === undefined) sum -= 20;
      // A capital after a small letter is what one Cyrillic table read as another looks like.
      else sum += char !== lower && RUSSIAN_WEIGHT.has(previous) ? -weight : weight;
    }
    previous = char;
  }
  return count === 0 ? -20 : sum / count;
}

/** Share of Arabic letters among what is beyond ASCII, less what cannot stand in such a text. */
function arabicScore(text: string): number {
  let letters = 0;
  let joined = 0;
  let other = 0;
  let previous = '';
  for (const char of text) {
    if (ARABIC_LETTER.test(char)) {
      letters += 1;
      if (ARABIC_LETTER.test(previous)) joined += 1;
    } else if (
      char > '\u007F' &&
      !/[\u060C\u061B\u061F\u0640\u064B-\u0652\u200C-\u200F«»–—‘’“”…\u00A0]/.test(char)
    ) {
      other += 1;
    }
    previous = char;
  }
  const all = letters + other;
  return all === 0 ? 0 : (letters - other) / all + joined / Math.max(letters, 1) - 1;
}

/** Share of letters beyond ASCII that stand alone or in twos: accents of western languages; words of another script are longer. */
function westernScore(text: string): number {
  let high = 0;
  let short = 0;
  for (const [run] of text.matchAll(/[\u0080-\uffff]+/g)) {
    high += run.length;
    if (run.length <= 2) short += run.length;
  }
  return high === 0 ? 1 : short / high;
}

function fromChardet(sample: Uint8Array): LegacyCharset | null {
  const best = analyse(sample)
    .find((match) => match.confidence >= 60)
    ?.name.toLowerCase();
  switch (best) {
    case 'shift_jis':
    case 'euc-jp':
    case 'euc-kr':
    case 'gb18030':
    case 'big5':
      return best;
    case undefined:
    default:
      return null;
  }
}

/** Guesses the encoding of bytes that are not UTF-8 and say nothing of themselves. Always answers; `windows-1252` when nothing speaks for another. */
export function sniffLegacy(bytes: Uint8Array): LegacyCharset {
  const sample = lettersOnly(bytes);
  const western = westernScore(new TextDecoder('windows-1252').decode(sample));
  if (western > 0.6) return 'windows-1252';
  const cyrillic = CYRILLIC.map((name) => ({
    name,
    score: russianScore(new TextDecoder(name).decode(sample)),
  }));
  const [bestCyrillic] = cyrillic.toSorted((a, b) => b.score - a.score);
  const arabic = arabicScore(new TextDecoder('windows-1256').decode(sample));
  if (arabic > 0.5) return 'windows-1256';
  if (bestCyrillic && bestCyrillic.score > 12) return bestCyrillic.name;
  return fromChardet(sample) ?? (bestCyrillic && bestCyrillic.score > 6 ? bestCyrillic.name : 'windows-1252');
}
