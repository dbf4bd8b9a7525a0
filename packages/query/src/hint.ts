/** What was read otherwise than it was typed. */
export type HintCode =
  | 'unclosed-paren'
  | 'unclosed-quote'
  | 'stray-close'
  | 'dangling-operator'
  | 'lowercase-operator'
  | 'unknown-field'
  | 'ignored-char'
  | 'only-negative'
  | 'too-long'
  | 'too-deep'
  | 'too-many-clauses'
  | 'empty-field'
  | 'regex-unsupported'
  | 'wildcard-too-short'
  | 'fuzzy-too-short'
  | 'distance-too-large'
  | 'bad-boost'
  | 'bad-score'
  | 'bad-date'
  | 'unknown-language'
  | 'unknown-country'
  | 'unknown-polarity'
  | 'ignored-in-stance';

/** Replace `start` to `end` of the typed text with `insert`. */
export interface Repair {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/** A note on the reading; never an error. Offsets are UTF-16 into the typed text, end exclusive. */
export interface Hint {
  readonly code: HintCode;
  readonly start: number;
  readonly end: number;
  /** English; other languages by `code` and `fragment`. */
  readonly message: string;
  /** The characters concerned. */
  readonly fragment: string;
  /** One click mends it. */
  readonly repair?: Repair;
}

const MESSAGES: Readonly<Record<HintCode, (fragment: string) => string>> = {
  'unclosed-paren': () => 'A bracket was not closed; it was closed at the end.',
  'unclosed-quote': () => 'A quotation mark was not closed; it was closed at the end.',
  'stray-close': () => 'A closing bracket has no partner; it was ignored.',
  'dangling-operator': (fragment) => `“${fragment}” has nothing to join; it was ignored.`,
  'lowercase-operator': (fragment) => `“${fragment}” in lower case was searched as a word.`,
  'unknown-field': (fragment) => `“${fragment}:” is not a field; it was searched as text.`,
  'ignored-char': (fragment) => `Some characters were ignored: ${fragment}`,
  'only-negative': () => 'The query only excludes; it shows everything else.',
  'too-long': () => 'Only the first 2,000 characters were used.',
  'too-deep': () => 'Brackets deeper than 40 were ignored.',
  'too-many-clauses': () =>
    'Only the first 256 words and conditions were used (a pattern counts as 8, a distance as 16).',
  'empty-field': (fragment) => `“${fragment}” has no value; it was ignored.`,
  'regex-unsupported': (fragment) =>
    `Regular expressions are not read; “${fragment}” was searched by its first letters.`,
  'wildcard-too-short': (fragment) =>
    `“${fragment}” needs at least two letters before * or ?; it was read without them.`,
  'fuzzy-too-short': (fragment) => `“${fragment}” is short: fewer spelling differences are allowed.`,
  'distance-too-large': (fragment) =>
    `The distance in “${fragment}” is too large; the largest possible was used.`,
  'bad-boost': (fragment) => `The weight in “${fragment}” must be from 0.1 to 100; the nearest was used.`,
  'bad-score': (fragment) => `“${fragment}” is not a number from 0 to 1; it was ignored.`,
  'bad-date': (fragment) => `“${fragment}” is not a date like 2025-07-04 or -7d; it was ignored.`,
  'unknown-language': (fragment) => `“${fragment}” is not a language code like fa, ps or ru.`,
  'unknown-country': (fragment) => `“${fragment}” is not a country code like AF or RU.`,
  'unknown-polarity': (fragment) =>
    `“${fragment}” is not positive, negative, neutral or unclear; it was ignored.`,
  'ignored-in-stance': (fragment) =>
    `“${fragment}” was ignored: stance takes holder, target, polarity and score.`,
};

/** What the hint says, in English. */
export function hintMessage(code: HintCode, fragment: string): string {
  return MESSAGES[code](fragment);
}

/** A hint in offsets of the cleaned text, on its way to the typed one. */
export interface Warning {
  readonly code: HintCode;
  readonly start: number;
  readonly end: number;
  /** Text in place of the span; absent: nothing to click. */
  readonly insert?: string;
}
