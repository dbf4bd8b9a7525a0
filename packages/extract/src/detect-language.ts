import type { LanguageCode } from '@khabar/article';
import { primaryLanguage } from '@khabar/article';
import { francAll } from 'franc';

import { countByScript } from './count-by-script.ts';
import {
  AFGHAN_WORDS,
  ARABIC_SCRIPT_LETTERS,
  ARABIC_SCRIPT_WORDS,
  CYRILLIC_LETTERS,
  CYRILLIC_WORDS,
  FRANC_CODES,
  IRANIAN_WORDS,
  LATIN_LETTERS,
  LATIN_WORDS,
} from './language-evidence.ts';

export interface DetectedLanguage {
  /** BCP 47 tag; `und` where the text has no letters that tell. */
  readonly language: LanguageCode;
  /** 0 to 1. */
  readonly confidence: number;
}

// More text changes no answer and costs time.
const SAMPLE_CHARS = 6_000;
// Its trigrams settle within a few sentences.
const FRANC_CHARS = 800;
const PRIOR_WEIGHT = 0.3;
const USUAL_WEIGHT = 0.15;
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * Language of a text. Script first, then letters only one language writes, function words, and n-grams (franc).
 * `prior` is the language expected of the source: it tips the balance in short texts and between Persian and Dari.
 */
export function detectLanguage(text: string, prior?: string): DetectedLanguage {
  const sample = text.slice(0, SAMPLE_CHARS).normalize('NFC');
  const found = countByScript(sample);
  const { letters } = found;
  if (letters < 2)
    return prior === undefined
      ? { language: 'und', confidence: 0 }
      : { language: tagOf(prior), confidence: 0.2 };
  const { scripts } = found;
  // Japanese mixes kana with three times as many Han letters.
  const kana = scripts.find(({ script }) => script === 'ja')?.letters ?? 0;
  const main = scripts.reduce((best, one) => (one.letters > best.letters ? one : best));
  if (main.script === 'zh' && kana > main.letters / 20) return { language: 'ja', confidence: 0.95 };
  switch (main.script) {
    case 'arabic':
      return inArabicScript(sample, main.letters, prior);
    case 'cyrillic':
      return decide(
        vote(
          sample,
          CYRILLIC_WORDS,
          lettersVote(sample, CYRILLIC_LETTERS, { letters: main.letters, usual: 'ru' }),
        ),
        sample,
        prior,
      );
    case 'latin':
      return decide(
        vote(sample, LATIN_WORDS, lettersVote(sample, LATIN_LETTERS, { letters: main.letters, usual: 'en' })),
        sample,
        prior,
      );
    default:
      return {
        language:
          main.script === 'hi' && prior !== undefined && /^(mr|ne)/.test(prior) ? tagOf(prior) : main.script,
        confidence: main.letters / letters,
      };
  }
}

/** `en_US` -> `en`; `fa-AF` keeps its region, all others lose it. */
function tagOf(code: string): LanguageCode {
  const [language = '', region = ''] = code.trim().split(/[-_]/);
  const primary = language.toLowerCase();
  if (primary === 'prs') return 'fa-AF';
  if (primary === 'pus' || primary === 'pbt') return 'ps';
  if (primary === 'fa' && region.toUpperCase() === 'AF') return 'fa-AF';
  if (primary === 'nb' || primary === 'nn') return 'no';
  return /^[a-z]{2,3}$/.test(primary) ? primary : 'und';
}

type Votes = Map<string, number>;

/** `usual` is what a text in this script is if nothing else tells. */
function lettersVote(
  sample: string,
  table: Readonly<Record<string, RegExp>>,
  by: { letters: number; usual: string },
): Votes {
  const votes: Votes = new Map(
    Object.entries(table).map(([language, pattern]) => [
      language,
      Math.min(1, (count(sample, pattern) / by.letters) * 12),
    ]),
  );
  return votes.set(by.usual, (votes.get(by.usual) ?? 0) + USUAL_WEIGHT);
}

// Which languages a word speaks for, by table of words.
const languagesByWord = new WeakMap<object, ReadonlyMap<string, readonly string[]>>();

function languagesOf(
  words: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, readonly string[]> {
  const known = languagesByWord.get(words);
  if (known !== undefined) return known;
  const languages = new Map<string, string[]>();
  for (const [language, list] of Object.entries(words))
    for (const word of new Set(list)) languages.set(word, [...(languages.get(word) ?? []), language]);
  languagesByWord.set(words, languages);
  return languages;
}

function vote(sample: string, words: Readonly<Record<string, readonly string[]>>, start: Votes): Votes {
  const tokens = sample.toLowerCase().match(/[\p{L}\p{M}'ʻ’]+/gu) ?? [];
  const languages = languagesOf(words);
  const hits = new Map<string, number>();
  for (const token of tokens)
    for (const language of languages.get(token) ?? []) hits.set(language, (hits.get(language) ?? 0) + 1);
  const votes = new Map(start);
  for (const language of Object.keys(words)) {
    const share = Math.min(1, ((hits.get(language) ?? 0) / Math.max(1, tokens.length)) * 3);
    votes.set(language, (votes.get(language) ?? 0) + share);
  }
  return votes;
}

const DECIDED_CHARS = 600;
const DECIDED_LEAD = 0.35;

/** A page of text whose letters and words leave no doubt needs no third opinion: it costs a tenth of the page. */
function isDecided(votes: Votes, sample: string): boolean {
  const [first = 0, second = 0] = [...votes.values()].toSorted((one, other) => other - one);
  return sample.length >= DECIDED_CHARS && first - second >= DECIDED_LEAD;
}

function askFranc(excerpt: string): [string, number][] {
  return francAll(excerpt, { minLength: 12, only: Object.keys(FRANC_CODES) }).slice(0, 4);
}

/** Adds franc, which is sure of whole sentences only, and the prior; the winner's lead over the next is the confidence. */
function decide(votes: Votes, sample: string, prior: string | undefined): DetectedLanguage {
  const trust = Math.min(0.9, sample.length / 250);
  const excerpt = sample.slice(0, FRANC_CHARS);
  const scores = new Map(votes);
  for (const [code, score] of isDecided(votes, sample) ? [] : askFranc(excerpt)) {
    const language = FRANC_CODES[code];
    if (language !== undefined)
      scores.set(language, (scores.get(language) ?? 0) + (Math.max(0, score - 0.6) / 0.4) * trust);
  }
  if (prior !== undefined) {
    const expected = primaryLanguage(tagOf(prior));
    scores.set(expected, (scores.get(expected) ?? 0) + PRIOR_WEIGHT);
  }
  const ranked = [...scores].toSorted((one, other) => other[1] - one[1]);
  const [first, second] = ranked;
  if (first === undefined || first[1] <= 0) return { language: 'und', confidence: 0 };
  const lead = first[1] - (second?.[1] ?? 0);
  return {
    language: first[0],
    confidence: Math.min(0.99, 0.4 + lead * 0.9 + Math.min(0.2, sample.length / 2_000)),
  };
}

function inArabicScript(sample: string, letters: number, prior: string | undefined): DetectedLanguage {
  const share = (language: string): number =>
    count(sample, ARABIC_SCRIPT_LETTERS[language] ?? /(?!)/g) / letters;
  // Pashto spends one letter in twelve on its own, Urdu one in six; a name or two in a foreign text stays far below.
  const own = ['ps', 'ur', 'ug', 'ckb', 'sd'].map((language) => ({ language, share: share(language) }));
  const words = vote(sample, ARABIC_SCRIPT_WORDS, new Map());
  const scores: Votes = new Map(words);
  for (const { language, share: part } of own)
    scores.set(language, (scores.get(language) ?? 0) + Math.min(1.2, part * (language === 'ps' ? 18 : 10)));
  scores.set(
    'fa',
    (scores.get('fa') ?? 0) + Math.min(0.6, share('fa') * 4) - (share('ps') + share('ur')) * 4,
  );
  scores.set('ar', (scores.get('ar') ?? 0) + Math.min(0.8, share('ar') * 4));
  const decided = decide(scores, sample, prior);
  if (decided.language !== 'fa') return decided;
  return { ...decided, language: varietyOfPersian(sample, prior) };
}

/** `fa-AF` on evidence: Afghan words that outnumber Iranian ones, fewer where the source is known to write Dari. */
function varietyOfPersian(sample: string, prior: string | undefined): LanguageCode {
  const afghan = new Set(sample.match(AFGHAN_WORDS)).size;
  const iranian = new Set(sample.match(IRANIAN_WORDS)).size;
  if (prior !== undefined && tagOf(prior) === 'fa-AF') return iranian > afghan + 2 ? 'fa' : 'fa-AF';
  return afghan >= 2 && afghan > iranian ? 'fa-AF' : 'fa';
}
