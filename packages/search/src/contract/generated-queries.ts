import * as fc from 'fast-check';

const WORDS = [
  'taliban',
  'Russia',
  'талибов',
  'Москва',
  'طالبان',
  'روسیه',
  'روسيا',
  'حكومت',
  'format',
  'talks',
  'the',
  'Kabulov',
  'UN',
  'AK-47',
  'cricket',
  'saffron',
  'umbrella',
  'به‌رسمیت',
  'nothing',
];
const PHRASES = [
  'moscow format',
  'zamir kabulov',
  'de facto',
  'د طالبانو',
  'به رسمیت',
  'الإمارة الإسلامية',
  'lavrov then',
  'and dried fruit',
  'walnut tree of',
  'format moscow',
];
const FIELDS = [
  'lang:fa',
  'lang:en',
  'lang:ru',
  'country:AF',
  'country:RU',
  'type:state',
  'type:opinion',
  'source:herat-post.example',
  'source:en*',
  'topic:taliban-recognition',
  'entity:Taliban',
  'entity:country:russia',
  'entity:nobody',
  'stance:(holder:Russia)',
  'stance:(target:Taliban polarity:against)',
  'stance:(polarity:positive score:>0.5)',
  'score:[0.4 TO 0.8]',
  'score:<0.5',
  'published:2025-07',
  'published:[* TO 2025-07-03}',
  'published:{2025-07-04 TO now]',
  'author:example',
  'url:en',
  'tali*',
  'тал*',
  'k?bulo*',
  'kabulof~1',
  'muttaqi~2',
  'exact:"Moscow"',
  'exact:"the Taliban"',
  'title:taliban',
  'title:"moscow format"',
  'body:moscow',
  'title:mosc*',
  'body:kabu*',
  'title:kabul~1',
  '*',
];

const clause = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...PHRASES), fc.constantFrom('', '~1', '~4', '~20'))
      .map(([words, slop]) => `"${words}"${slop}`),
  },
  { weight: 3, arbitrary: fc.constantFrom(...FIELDS) },
);
const { query } = fc.letrec<{ query: string; part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    clause,
    clause.map((text) => `NOT ${text}`),
    tie('query').map((text) => `(${text})`),
    tie('query').map((text) => `-(${text})`),
  ),
  query: fc
    .array(fc.tuple(tie('part'), fc.constantFrom(' ', ' OR ', ' AND ')), { minLength: 1, maxLength: 4 })
    .map((parts) =>
      parts.map(([text, joint], index) => (index === parts.length - 1 ? text : text + joint)).join(''),
    ),
}));

/** Well-formed queries of every kind, distinct, the same each time. */
export function generatedQueries(count: number): string[] {
  return [...new Set(fc.sample(query, { numRuns: count * 2, seed: 20_250_704 }))].slice(0, count);
}

const hostilePiece = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    '\\',
    "')::tsquery--",
    '$1',
    '%',
    '_',
    '\0',
    '\ud800',
    '((',
    '))',
    'AND',
    'NOT',
    '~',
    '^',
    ':',
    '*',
    '?',
    '[',
    '}',
    '<->',
    '&',
    '|',
    '!',
    ';',
    'published:',
    'score:>',
    'stance:(',
    'title:',
    'exact:"',
    'lang:',
    'entity:',
    'kab?l*',
    'abc~2',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  clause,
);

/** Random and hostile texts, the same each time. */
export function hostileTexts(count: number): string[] {
  return fc.sample(
    fc.array(hostilePiece, { maxLength: 8 }).map((parts) => parts.join('')),
    { numRuns: count, seed: 42 },
  );
}
