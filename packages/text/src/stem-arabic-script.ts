// Only words whose letters are all Arabic can carry the Arabic article.
const NOT_ARABIC = /[پچژگټډړښږځڅڼ]/u;
const ARTICLE = /^(?:وال|بال|فال|کال|ولل|لل|ال)(?=.{3})/u;
// Persian, Pashto and Arabic words that only look as if they had the article or the conjunction.
const WHOLE = new Set([
  'المان',
  'المانی',
  'البته',
  'الوده',
  'الماس',
  'البانی',
  'الهام',
  'الگوی',
  'الیاس',
  'والدین',
  'بالاخره',
  'بالغ',
  'بالش',
  'الزام',
  'التماس',
  'التهاب',
  'التزام',
  'الحاق',
  'الفبا',
  'والیبال',
]);
const STARTS_WITH_WAW =
  /^(?:وزیر|وزرا|وزارت|وزاره|ولایت|ولایات|ولسوال|واشنگتن|واشنطن|وحدت|واقع|واکنش|وضعیت|وسایل|وساطت|واسط|وابسته|وافق|والی|ورود|ورزش|ویژه|ویران|ویدی|واردات|وعده|وفاق|وروستی|وسله|وطن|وکیل|وکال|واحد|واگذار|واقعیت|وثیقه|وصیت)/u;
const PERSIAN_PLURAL = /(?:هایشان|هایمان|هایتان|هایش|هایم|هایت|هایی|های|ها)$/u;
const PASHTO_PLURAL = /(?:ونه|ونو|گانی|گانو)$/u;

function withoutPrefix(word: string): string {
  if (WHOLE.has(word)) return word;
  if (!NOT_ARABIC.test(word) && ARTICLE.test(word)) return word.replace(ARTICLE, '');
  if (word.startsWith('و') && word.length >= 6 && !STARTS_WITH_WAW.test(word)) return word.slice(1);
  return word;
}

function withoutEnding(word: string, ending: RegExp): string | null {
  const stem = word.replace(ending, '');
  return stem !== word && stem.length >= 3 ? stem : null;
}

function withoutSuffix(word: string): string {
  const plural = withoutEnding(word, PERSIAN_PLURAL) ?? withoutEnding(word, PASHTO_PLURAL);
  if (plural !== null) return plural;
  // Pashto oblique plural: طالبانو of طالبان.
  if (word.length >= 6 && word.endsWith('انو')) return word.slice(0, -1);
  if (word.length >= 6 && word.endsWith('یات')) return `${word.slice(0, -2)}ت`;
  if (word.length >= 6 && word.endsWith('ات')) return word.slice(0, -2);
  if (word.length >= 6 && /[یو]ن$/u.test(word)) return word.slice(0, -2);
  // مذاکره, مذاکرات; short words keep it: خارجه is not خارج. یه is a name's or adjective's ending: روسیه is not روسی.
  if (word.length >= 6 && word.endsWith('ه') && !word.endsWith('یه')) return word.slice(0, -1);
  return word;
}

/**
 * One stemmer for Arabic, Persian, Dari, Pashto and Urdu: the article with its particles, و before long words, plurals.
 * Bare ب, ل, ف, ک stay, as in Persian they begin words; ان stays, as طالبان is not طالب.
 */
export function stemArabicScript(word: string): string {
  if (word.length <= 3) return word;
  return withoutSuffix(withoutPrefix(word));
}
