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

/** Letters from common to rare. Read by the wrong table, a text keeps its rhythm but common letters turn into rare ones. */
const RUSSIAN = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё';
const ARABIC_PERSIAN = 'اليمنورتبدهسعفكقحگکیجشخصىةپأطضذزچثغئژظآءؤإ';

function weightsOf(letters: string): ReadonlyMap<string, number> {
  return new Map(Array.from(letters, (letter, rank) => [letter, 1 - rank / letters.length]));
}

const RUSSIAN_WEIGHT = weightsOf(RUSSIAN);
const ARABIC_WEIGHT = weightsOf(ARABIC_PERSIAN);
/** Marks that any text of these scripts may hold; they say nothing either way. */
const NEUTRAL = /[\u060C\u061B\u061F\u0640\u064B-\u0652\u200C-\u200F«»–—‘’“”„…№\u00A0]/;
/** For a letter that the language does not have. */
const FOREIGN = -0.6;

/** Text of the page without its markup: tags and scripts are ASCII and would drown the letters. */
function lettersOnly(bytes: Uint8Array): Uint8Array {
  const sample = Buffer.from(bytes.subarray(0, SAMPLE_BYTES * 4)).toString('latin1');
  const text = sample
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .slice(0, SAMPLE_BYTES);
  return Buffer.from(/[\u0080-\u00ff]/.test(text) ? text : sample.slice(0, SAMPLE_BYTES), 'latin1');
}

/** Mean weight of the letters beyond ASCII, up to 1; about 0.75 for a real text, below 0.3 for one read by the wrong table. */
function letterScore(text: string, weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  let count = 0;
  let previous = ' ';
  for (const char of text) {
    if (char > '\u007F' && !NEUTRAL.test(char)) {
      const lower = char.toLowerCase();
      const weight = weights.get(lower) ?? FOREIGN;
      count += 1;
      // A capital after a small letter is what one Cyrillic table read as another looks like.
      sum += char !== lower && weights.has(previous) ? -weight : weight;
    }
    previous = char;
  }
  return count === 0 ? 0 : sum / count;
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
  const scored = [
    ...CYRILLIC.map((name) => ({
      name,
      score: letterScore(new TextDecoder(name).decode(sample), RUSSIAN_WEIGHT),
    })),
    {
      name: 'windows-1256' as const,
      score: letterScore(new TextDecoder('windows-1256').decode(sample), ARABIC_WEIGHT),
    },
  ];
  const [best] = scored.toSorted((a, b) => b.score - a.score);
  if (best && best.score > 0.45) return best.name;
  return fromChardet(sample) ?? (best && best.score > 0.25 ? best.name : 'windows-1252');
}
