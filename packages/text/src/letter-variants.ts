/** Letters that writers of one word vary: each group folds to its first member. */
const GROUPS: readonly (readonly [to: string, from: string])[] = [
  // Yeh of Arabic, Persian, Pashto, Urdu and Kurdish, and yeh as a hamza seat.
  ['ی', 'يىئېۍےۓێ'],
  ['ک', 'كڪ'],
  ['گ', 'ګ'],
  ['ه', 'ةۀہھۂۃە'],
  ['ا', 'أإآٱ'],
  ['و', 'ؤ'],
  ['е', 'ёѐ'],
  ['и', 'ѝ'],
  ['σ', 'ς'],
  ['ss', 'ß'],
  ['ae', 'æ'],
  ['oe', 'œ'],
  ['o', 'ø'],
  ['l', 'ł'],
  ['d', 'đð'],
  ['th', 'þ'],
  ['i', 'ı'],
  ['h', 'ħ'],
  ["'", '’‘‛ʼʻʾʿˈ´`′'],
  ['"', '“”„‟«»″'],
  ['-', '‐‑‒–—―−'],
  [',', '،٬'],
  [';', '؛'],
  ['?', '؟'],
  ['.', '۔٫'],
  ['%', '٪'],
  // Lone hamza: written or not at the end of a word (علماء, علما); tatweel; ZWJ; soft hyphen; direction and order marks.
  [
    '',
    'ءـ\u200d\u00ad\u200b\u2060\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff',
  ],
  ...Array.from({ length: 10 }, (_, digit): readonly [string, string] => [
    String(digit),
    String.fromCharCode(0x660 + digit, 0x6f0 + digit),
  ]),
];

/** Variant letter -> the letter it is matched as. */
export const LETTER_VARIANTS: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap(([to, from]) => Array.from(from, (letter) => [letter, to])),
);
