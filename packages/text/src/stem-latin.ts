// Steps 1a, 1b, 1c and 5 of Porter's second English stemmer (snowballstem.org/algorithms/english): inflection only.
const KEPT = new Set([
  'beijing',
  'during',
  'evening',
  'isis',
  'morning',
  'news',
  'series',
  'sibling',
  'something',
  'species',
  'anything',
  'nothing',
  'everything',
  'united',
  'hundred',
  'according',
  'texas',
  'honduras',
  'andes',
  'always',
  'perhaps',
  'afterwards',
  'abbas',
  'hamas',
  'laos',
  'gas',
  'bias',
  'atlas',
  'canvas',
  'lens',
  'christmas',
  'proceed',
  'exceed',
  'succeed',
  'wales',
]);
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['women', 'woman'],
  ['men', 'man'],
  ['children', 'child'],
  ['said', 'say'],
  ['crises', 'crisis'],
  ['talebs', 'taleb'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['policemen', 'policeman'],
  ['gunmen', 'gunman'],
]);
const VOWEL = /[aeiouy]/;
const DOUBLED = /(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;
const SHORT_SYLLABLE = /(?:[^aeiouy][aeiouy][^aeiouywx]|^[aeiouy][^aeiouy])$/;

function regionOne(word: string): number {
  const match = /[aeiouy][^aeiouy]/.exec(word);
  return match ? match.index + 2 : word.length;
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/(?:x|ch|sh|zz)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/[^aiuso]s$/.test(word) || /[ao]s$/.test(word))
    return VOWEL.test(word.slice(0, -2)) ? word.slice(0, -1) : word;
  return word;
}

function afterCut(stem: string): string {
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (DOUBLED.test(stem)) return stem.slice(0, -1);
  return regionOne(stem) >= stem.length && SHORT_SYLLABLE.test(stem) ? `${stem}e` : stem;
}

function withoutPast(word: string): string {
  if (word.endsWith('eed')) return word;
  if (word.endsWith('ied')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  const cut = /^(.{3,}|.*[aeiouy][^aeiouy])(?:ed|ing)$/.exec(word)?.[1];
  return cut !== undefined && VOWEL.test(cut) ? afterCut(cut) : word;
}

function withoutFinalE(word: string): string {
  if (!word.endsWith('e') || word.length < 5) return word;
  const rest = word.slice(0, -1);
  const one = regionOne(word);
  const two = one + regionOne(word.slice(one));
  if (word.length - 1 >= two) return rest;
  return word.length - 1 >= one && !SHORT_SYLLABLE.test(rest) ? rest : word;
}

// Turkish and Uzbek plural with its cases; the bare plural only where English has no such word.
const TURKIC_PLURAL = /(?<=.{4})(?:lar|ler)(?:i|in|ini|inin|inda|inde|a|e|da|de|dan|den|ning|ga|ni|i?miz)?$/;
const TURKIC_CASE = /(?<=.{5})ning$/;
const ENGLISH_LER =
  /^(?:handl|wrestl|settl|travel|travell|control|controll|hustl|smuggl|bottl|gambl|peddl|pedl|simil|popul|schol|regul|circul|singul|particul|muscul|molecul|cellul|secul|spectacul|triangul|counsel|counsell|modell|jewel|jewell|rambl|troubl|scrambl|swindl|whistl|shuffl|burgl|calend|vernacul|irregul|unpopul|dissimil|binocul|insul|jugul|vascul|ocul|granul|modul)(?:er|ar)/;

function withoutTurkicEnding(word: string): string {
  if (ENGLISH_LER.test(word)) return word;
  const bare = word.replace(TURKIC_PLURAL, '');
  return bare === word ? word.replace(TURKIC_CASE, '') : bare;
}

/** English inflection: plural, regular past, -ing; -ise and -ize are one. Other languages in Latin script lose little. */
export function stemLatin(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 3 || KEPT.has(word)) return word;
  const stem = withoutFinalE(withoutPast(withoutPlural(withoutTurkicEnding(word))));
  if (KEPT.has(stem)) return stem;
  return stem.length > 5 ? stem.replace(/iz$/, 'is').replace(/ization$/, 'isation') : stem;
}
