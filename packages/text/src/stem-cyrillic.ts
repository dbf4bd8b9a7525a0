// Case endings of nouns and adjectives after Dolamic and Savoy's light stemmer for Russian (UniNE, 2009), longest first.
const ENDINGS: readonly (readonly [shortestWord: number, endings: ReadonlySet<string>])[] = [
  [7, new Set(['иями', 'оями'])],
  [
    6,
    new Set([
      'иям',
      'иях',
      'оях',
      'ями',
      'оям',
      'ами',
      'его',
      'ему',
      'ими',
      'ого',
      'ому',
      'ыми',
      'оев',
      'ием',
    ]),
  ],
  [
    5,
    new Set([
      'ая',
      'яя',
      'ях',
      'юю',
      'ах',
      'ею',
      'их',
      'ия',
      'ию',
      'ие',
      'ии',
      'ою',
      'ую',
      'ям',
      'ых',
      'ея',
      'ам',
      'ем',
      'ей',
      'ев',
      'ий',
      'им',
      'ое',
      'ой',
      'ом',
      'ов',
      'ые',
      'ый',
      'ым',
      'ее',
    ]),
  ],
  [4, new Set(['а', 'е', 'и', 'о', 'у', 'й', 'ы', 'я', 'ь', 'ю'])],
];
// Surnames that end like a genitive plural and would meet another name: Кабулов is not Кабул, Иванов not Иван.
const SURNAMES = new Set([
  'кабулов',
  'лавров',
  'иванов',
  'петров',
  'сергеев',
  'александров',
  'павлов',
  'николаев',
  'андреев',
  'михайлов',
  'федоров',
  'романов',
  'борисов',
  'антонов',
  'максимов',
  'семенов',
  'яковлев',
  'степанов',
  'рогов',
  'орлов',
  'волков',
  'попов',
  'соколов',
  'богданов',
]);
const SURNAME_ENDING = /^(.+(?:ов|ев))(?:а|у|ым|е|ы|ых|ыми|ой|ую|ою|ей)?$/;
// The movement and its members are one subject, written now so, now so.
const SAME: ReadonlyMap<string, string> = new Map([
  ['талибан', 'талиб'],
  // The vowel that comes and goes.
  ['посл', 'посол'],
  ['списк', 'список'],
  ['рынк', 'рынок'],
  ['участк', 'участок'],
]);
// Tajik and Uzbek endings that hardly any Russian word has.
const TAJIK = /(?:ҳо(?:и|ро|яшон|ямон)?|(?<=.{5})ро)$/;
const UZBEK = /(?<=.{4})(?:лар)?(?:имиз|и)?(?:нинг|лар|лари|ларга|ларда|лардан|ларни)$/;

function withoutCase(word: string): string {
  for (const [shortest, endings] of ENDINGS) {
    const length = shortest - 3;
    if (word.length >= shortest && endings.has(word.slice(-length))) return word.slice(0, -length);
  }
  return word;
}

/** Russian case and number: талибан, талибана, талибов, талибам are one; российский is not Россия. */
export function stemCyrillic(word: string): string {
  const surname = SURNAME_ENDING.exec(word)?.[1];
  if (surname !== undefined && SURNAMES.has(surname)) return surname;
  const plain = word.replace(TAJIK, '').replace(UZBEK, '');
  if (plain !== word) return plain.length >= 3 ? plain : word;
  // афганец, афганцы: the vowel goes.
  const stem = withoutCase(word.replace(/(?<=.{4})ец$/, 'ц')).replace(/нн$/, 'н');
  const bare = stem.length > 3 ? stem.replace(/[ьи]$/, '') : stem;
  return SAME.get(bare) ?? bare;
}
