import { PASHTO_VERBS } from './pashto-verbs.ts';
import { SINGULAR_IN_HEH, WHOLE_WORDS } from './whole-words.ts';

// Only words whose letters are all Arabic can carry the Arabic article.
const NOT_ARABIC = /[پچژگټډړښږځڅڼںٹڈڑ]/u;
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
// Only Pashto has these letters, so that its endings can be told: ښځه, ښځې, ښځو.
const PASHTO = /[ټډړښږځڅڼ]/u;
const PASHTO_ENDING = /(?:یو|ی|و|ه)$/u;
// The same endings of words that other languages' letters write too.
const PASHTO_NOUN = /^(استاز|چارواک|پلاو|سرتیر|ملگر|ستونز|موخ|سیم|هیل|خبر|معامل|مبارز|مقال|وسل)[یوه]$/u;
const PASHTO_AGENT = /(?:ونکی|ونکو|ونکه|ونکیو)$/u;
const URDU_PLURAL = /(?:وں|یں|اں)$/u;
// People: the plural in ان is told by the word before it, as ان ends many words of its own (تهران, سازمان, طالبان).
const PEOPLE =
  /(?:گر|گزار|نگار|کار|دار|مند|ور|بر|بان|یس|پرست|شناس|جو|دان|آموز|ساز|ران|باز|وند|زاده|یار|سالار|مرد)$/u;
const PERSONS = new Set(
  `زن مرد وزیر مسیول مسوول معلم استاد شاگرد افسر مشر مخالف موافق حامی طرفدار مهاجر مقام سیاستمدار عالم مبصر
  محقق مورخ مجاهد مخاطب مدافع مدیر مدیره منتقد معترض متهم مجرم محافظ مسافر مسلمان مردم ناظر ناشر حاکم حاضر شاهد شهید عضو قاضی
  قاچاقبر کارشناس کودک دختر پسر برادر خواهر پدر مادر دوست دشمن سرباز قوماندان والی ولسوال وکیل سفیر رییس نخبه جوان پیر
  افغان کرد ترک تاجیک ازبک پشتون بلوچ عرب روس جنگجو شورشی تروریست دیپلمات خبریال ډاکتر شاعر لیکوال سوداگر زندانی داکتر
  متخصص مامور ولی نماینده تحلیلگر رهبر فرمانده سیاسی ویاند`.split(/\s+/),
);
const NOT_PEOPLE = new Set([
  'دربان',
  'سازمان',
  'کاران',
  'باران',
  'دوران',
  'بحران',
  'مهربان',
  'خیابان',
  'بیابان',
  'کرمان',
]);
// Persian present and past with their prefix: می‌گویند is می‌گوید, می‌شناختند is می‌شناخت.
const PERSIAN_VERB = /^ن?می(.{3,})$/u;
const PAST_ENDING = /(?<=.[تد])(?:یم|ید|ند|م|ی)$/u;
// The present stem ends in ن: می‌بیند, می‌داند are of one.
const SINGULAR_IN_NUN = /(?:اند|بیند|نشیند|چیند|فریند)$/u;
const NOT_VERBS = new Set([
  'میلیارد',
  'میلیاردی',
  'میلیونی',
  'میثم',
  'میهمانی',
  'میرزایی',
  'میلاد',
  'میعاد',
  'میوند',
  'میمند',
  'میبد',
  'میلادی',
  'میانی',
  'میدانی',
  'میهنی',
  'میزبانی',
  'میانجی',
  'میراثی',
]);
// Spellings of one word, and Arabic plurals and seats of the hamza that no ending tells.
const SAME: ReadonlyMap<string, string> = new Map([
  ['مسیول', 'مسوول'],
  ['شیون', 'شوون'],
  ['ممالک', 'ملک'],
  ['زنها', 'زن'],
  ['زنان', 'زن'],
]);
// Names of three letters that a particle is told before all the same.
const SHORT_NAMES = new Set(['قطر', 'مصر', 'دبی', 'غزه', 'حلب', 'عدن', 'نجف']);
const STARTS_WITH_PARTICLE = /^[بلفکو]/u;

/** و, ب, ل, ف or ک before a word of four letters and more, its endings aside. */
function withoutParticle(word: string): string {
  if (SHORT_NAMES.has(word.slice(1)) && STARTS_WITH_PARTICLE.test(word)) return word.slice(1);
  if (word.length < 5 || !STARTS_WITH_PARTICLE.test(word)) return word;
  const rest = word.slice(1);
  const isAnd = word.startsWith('و');
  if (isAnd ? STARTS_WITH_WAW.test(word) : NOT_ARABIC.test(word)) return word;
  const bare = withoutSuffix(word);
  if (WHOLE.has(bare) || WHOLE_WORDS.has(bare)) return word;
  return withoutSuffix(rest).length >= (isAnd && word.length >= 6 ? 3 : 4) ? rest : word;
}

function withoutPrefix(word: string): string {
  if (WHOLE.has(word) || WHOLE_WORDS.has(word)) return word;
  if (NOT_ARABIC.test(word) || !ARTICLE.test(word)) return withoutParticle(word);
  const rest = word.replace(ARTICLE, '');
  // للبنان is لبنان with ل: one lam is the word's own.
  return word.startsWith('لل') && WHOLE_WORDS.has(`ل${rest}`) ? `ل${rest}` : rest;
}

function withoutEnding(word: string, ending: RegExp): string | null {
  const stem = word.replace(ending, '');
  return stem !== word && stem.length >= 3 ? stem : null;
}

/** Persian, Pashto and Urdu plural of people: رهبران, مشران, نمایندگان. */
function person(word: string): string | null {
  if (word.length < 5 || NOT_PEOPLE.has(word)) return null;
  if (word.endsWith('ندگان')) return `${word.slice(0, -3)}ه`;
  if (!word.endsWith('ان')) return null;
  const stem = word.slice(0, -2);
  return PERSONS.has(stem) || (stem.length >= 4 && PEOPLE.test(stem)) ? stem : null;
}

function pashto(word: string): string | null {
  const agent = PASHTO_AGENT.test(word) ? word.replace(PASHTO_AGENT, 'ونک') : null;
  if (agent !== null) return agent;
  const noun = PASHTO_NOUN.exec(word)?.[1];
  if (noun !== undefined) return `${noun}ه`;
  if (!PASHTO.test(word)) return null;
  const stem = word.replace(PASHTO_ENDING, '');
  return stem !== word && stem.length >= 2 ? stem : null;
}

function persianVerb(word: string): string | null {
  const rest = PERSIAN_VERB.exec(word)?.[1];
  if (rest === undefined || NOT_VERBS.has(word)) return null;
  const past = rest.replace(PAST_ENDING, '');
  if (past !== rest && !/[وا]ی$/u.test(past)) return past;
  if (rest.length >= 4 && rest.endsWith('ند') && !SINGULAR_IN_NUN.test(rest)) return `${rest.slice(0, -2)}د`;
  if (/[تد]$/u.test(rest)) return rest;
  const present = rest.replace(/(?:یم|م|ی)$/u, '');
  return present === rest ? null : `${present}د`;
}

function arabicPlural(word: string): string | null {
  if (word.length >= 6 && word.endsWith('یات')) return `${word.slice(0, -2)}ت`;
  if (word.length >= 6 && word.endsWith('ات') && word !== 'دیپلمات') {
    const stem = word.slice(0, -2);
    return SINGULAR_IN_HEH.has(stem) ? `${stem}ه` : stem;
  }
  // Their school: the t of ه comes back before a pronoun.
  if (word.length >= 7 && word.endsWith('تهم')) return `${word.slice(0, -3)}ه`;
  if (word.length >= 6 && /[یو]ن$/u.test(word)) return word.slice(0, -2);
  return null;
}

function withoutSuffix(word: string): string {
  const urdu =
    word.endsWith('یاں') && word.length >= 5 ? word.slice(0, -2) : withoutEnding(word, URDU_PLURAL);
  const found =
    urdu ??
    withoutEnding(word, PERSIAN_PLURAL) ??
    withoutEnding(word, PASHTO_PLURAL) ??
    person(word) ??
    pashto(word) ??
    persianVerb(word) ??
    arabicPlural(word);
  if (found !== null) return found;
  if (word.length >= 7 && word.endsWith('شان')) return word.slice(0, -3);
  // Ezafe after a vowel: اروپای is اروپا, نیروی is نیرو.
  if (word.length >= 5 && /[او]ی$/u.test(word)) return word.slice(0, -1);
  // Pashto oblique plural: طالبانو of طالبان, وزیرانو of وزیران.
  if (word.length >= 6 && word.endsWith('و')) return word.slice(0, -1);
  // مذاکره, مذاکرات; short words keep it: خارجه is not خارج. یه is a name's or adjective's ending: روسیه is not روسی.
  if (word.length >= 6 && word.endsWith('ه') && !word.endsWith('یه')) return word.slice(0, -1);
  return word;
}

/**
 * One stemmer for Arabic, Persian, Dari, Pashto and Urdu: the article with its particles, one-letter particles before words of four
 * letters and more (less the words that begin so: `WHOLE_WORDS`), plurals, Pashto endings and common verbs, the Persian present.
 * ان stays but on people, as طالبان is not طالب.
 */
export function stemArabicScript(word: string): string {
  const verb = PASHTO_VERBS.get(word);
  if (verb !== undefined) return verb;
  const same = SAME.get(word);
  if (same !== undefined) return same;
  if (word.length <= 3) return PASHTO.test(word) && word.length === 3 ? word.replace(/[یوه]$/u, '') : word;
  const people = person(word);
  if (people !== null) return people;
  const bare = withoutPrefix(word);
  return PASHTO_VERBS.get(bare) ?? withoutSuffix(bare);
}
