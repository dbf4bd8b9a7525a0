import { bareText, decodeEntities, tidyText } from './tidy-text.ts';

/** What stands before the name of an author, by language. */
export const BY =
  /^[\s\-–—(|•]*(?:(?:written|reported|reporting|reviewed|posted|published|veröffentlicht|eingestellt|geschrieben|verfasst|erstellt|publié|écrit|publicado|escrito|pubblicato|scritto|geschreven|skrevet|napisał[a]?|story|words|text|texte|texto|article|analysis|opinion|column|eine? kolumne|ein kommentar|kommentar|blog beitrag|beitrag|gastbeitrag|ein gastbeitrag|interview|guest post|artikel|report|essay)\s+(?:by|von|par|por|da|di|av|door)(?:\s*[:：])?|by|von|par|por|di|av|af|door|od|przez|od|szerző|yazan|yazar|haber|forfatter|skribent|autor(?:en|in|innen|a|e|i)?(?:\s?[/:*]\s?(?:autor|-?in|innen)\p{L}*)?|auteure?s?|autore|author[s]?|writer|text|texto?|tekst|автор(?:ы|ка)?|авторы|текст|беседовал[аи]?|подготовил[аи]?|интервью провел[аи]?|كتبت?|بقلم|تحرير|إعداد|الكاتب|نویسنده|نویسندگان|گزارشگر(?:ان)?|گزارش از|گزارش|خبرنگار|به قلم|نوشته شده توسط|نوشته(?:[\u200C\s]?ی|ٔ|ء)?|تهیه[\u200C\s]?کننده|لیکنه|لیکنې|خبریالان|خبریاله?|راپور ورکوونکی|لیکونکی|ليکونکی|ليکوال|لیکوال|راپور|مصنف|تحریر|作者|文|著者|執筆|글)(?:\s*[:：]\s*|\s+|$)/iu;
const SPLIT =
  /\s*(?:;|,|\||•|·|\/|／|、|،|\n)\s*|\s+(?:and|und|et|y|e|og|och|en|и|та|و|او|اور|&|with|mit|oraz|ve)\s+/iu;
const NOT_A_NAME =
  /https?:|www\.|@|\.(?:com|org|net|ru|ir|af|de)\b|\p{N}{2}|^(?:admin|administrator|editor(?:ial)?|staff|desk|newsroom|redaktion|redaction|redacción|redação|redazione|redakcja|redactie|редакци|администратор|author|autor|auteur|автор|guest|anonymous|unknown|none|null|undefined|user|webmaster|web ?desk|news ?desk|agencies|agency|team|online|facebook|twitter|instagram|linkedin|youtube|developed|designed|powered|source|quelle|fehler|veröffentlicht|email|e-mail|share|follow|print|تحریریه|تحریر|مدیر|ادمین|ادارہ|وکالات|المحرر|محرر)(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?:staff|editors?|editorial|newsroom|news service|news agency|desk|redaktion|redaktionsteam|team|inc|ltd|gmbh|llc|co\. kg|press release|photos?|photographs?|photography|illustrations?|getty|shutterstock|posts?|articles?|beiträge|artikel|bio|profile|profil|updated|published|reading|min read|minutes?|minuten|comments?|kommentare?|newsletter|subscribe|about|read more|view all|show all|alle|all articles|copied|attorney|coordinator|correspondent|reporter|writer|journaliste?|columnist|contributor|professor|manager|director|rights reserved|suivre|teilen|youtube|minutes? read|mins? read|link|image|images|bild|foto|fotos|zdjęcie)(?![\p{L}\p{N}])/iu;
/** Bodies that sign articles but are nobody. */
const ORGANISATION =
  /ministerium|agentur|\b(?:presse|press|news|blog|magazine?|agency|university|institute?|foundation|department|committee|group|network|association|center|centre|council|society|verlag|e\.?v|marketing|sekretariat|redaktion|online|digital|times|post|daily|tribune|gazette|coordinator)\b|\bdeutsches? \p{Lu}|редакц|агентств|ведомости|новости|комсомолец|газета|правда|канал|خبرگزاری|روزنامه|شبکه|آژانس|سایت|دفتر|گروه|آخرین|صحيفة|وكالة|قناة|شبكة|موقع|جريدة|آژانس|新聞|編集部|通信/iu;
const AGENCY =
  /^(?:reuters|ap|afp|dpa|epa|itar|tass|тасс|риа(?: новости)?|интерфакс|associated press|the associated press|press association|agence france.presse|deutsche presse.agentur|bloomberg|ansa|efe|apa|sda|sid|kna|epd|pti|ani|aap|anp|ntb|tt|pap|رويترز|أ ?ف ?ب|ایسنا|ایرنا|تسنیم|فارس|وكالات|پژواک|باختر)$/iu;
const ROLE =
  /\s*(?:,|–|—|-|\||\()\s*(?:[\p{L} ]{0,30}(?<!\p{L}))?(?:correspondent|reporter|editor|writer|columnist|contributor|analyst|journalist|producer|redakteur(?:in)?|reporterin|korrespondent(?:in)?|journaliste|periodista|корреспондент|обозреватель|журналист|خبرنگار|محرر|مراسل|خبریال)(?!\p{L}).*$/iu;
const DEGREE =
  /^(?:ph\.?d\.?|m\.?d\.?|dr\.?|prof\.?|mba|msc|m\.?sc\.?|b\.?a\.?|m\.?a\.?|r\.?n\.?|r\.?d\.?|m\.?s\.?|j\.?d\.?|dvm|cpa|cfa|jr\.?|sr\.?|esq\.?)$/iu;
const WEEKDAY =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|publisher|politik|culture|sport|world|opinion)$/iu;
const TITLE_BEFORE = /^(?:dr|prof|mr|mrs|ms|herr|frau)\.?\s+(?=\p{Lu})/iu;
const PLACE_OR_TIME =
  /\s+(?:in|für|for|from|at|on|via|bei)\s+\p{Lu}.*$|\s+(?:on|am|le|el|em)\s+(?:\p{L}+ )?\d.*$/u;

// "… at 18:40", "… 28 July": days and hours printed without a sign between.
const AFTER_NAMES =
  /\s*(?:در ساعت|در تاریخ|په نېټه|انځورونه?|عکس(?:ها)?|تصویر|ژباړ|ترجمه)(?![\p{L}]).*$|(?<=\p{L}{2})\s?[۰-۹٠-٩].*$/u;
const CREDITS =
  /\.?\s*;?\s*(?:additional reporting|editing|writing|edited|photos?|illustrations?|fotos?|illustration|graphics?|translated|übersetzt)\s+(?:by|von)\s.*$/iu;
const ENDS_NAMES =
  /^[,.\s]*(?:in|on|at|unter|en|dans|em|w|в|veröffentlicht.*|posted.*|filed.*|abgelegt.*|[^:]{1,30}:)$/iu;

/** A byline without who edited, drew or photographed. */
export function withoutCredits(line: string): string {
  return line.replace(CREDITS, '');
}

/** The names in a byline: "By A. Author and B. Writer, Kabul" -> both names. Lines are read one by one. */
export function namesIn(raw: string): string[] {
  if (raw.length > 3_000) return [];
  const lines = decodeEntities(raw)
    .replaceAll(/<[^>]{1,200}>/g, '\n')
    .split(/\n/)
    .map(tidyText)
    .filter((line) => line !== '' && line.length <= 1_500 && !/^(?:https?:)?\/\/|^www\./i.test(line));
  const names: string[] = [];
  for (const line of lines) {
    // "By A. Author in Politics on Monday": what follows the preposition is no person.
    if (names.length > 0 && ENDS_NAMES.test(line)) break;
    names.push(...namesInLine(line));
  }
  // "A. Author", "Kabul": beside a full name a single word is a place, a role or a button.
  return names.some(isFullName) && lines.length > 1 ? names.filter(isFullName) : names;
}

function namesInLine(line: string): string[] {
  return line
    .replace(BY, '')
    .replace(AFTER_NAMES, '')
    .replace(CREDITS, '')
    .replace(ROLE, '')
    .replace(PLACE_OR_TIME, '')
    .replaceAll(/\s*[([（][^)\]）]{0,60}[)\]）]/g, '')
    .replaceAll(/\s@[\w.]+/g, '')
    .split(SPLIT)
    .flatMap((name) => name.split(/\s+و(?=[أإ])/u))
    .map(nameAlone)
    .filter((name) => isPersonName(name))
    .map(inUsualCase);
}

/** "25.10.2022 - A. Author - Kabul" -> "A. Author"; a byline may hold "By" once more after a comma. */
function nameAlone(part: string): string {
  const pieces = part
    .replace(BY, '')
    .split(/\s+[-–—]\s+/u)
    .map((piece) =>
      piece
        .replaceAll(/^[\s:.\-–—*#]+|[\s:\-–—*]+$/gu, '')
        .replace(BY, '')
        .replace(TITLE_BEFORE, ''),
    );
  return pieces.find((piece) => isPersonName(piece) && isFullName(piece)) ?? pieces[0] ?? '';
}

const isFullName = (name: string): boolean =>
  /\p{L}[\s.·・]\s?\p{L}/u.test(name) || /[\p{Script=Han}\p{Script=Hangul}]/u.test(name);

/** Whether a text may be the name of a person, a pen name included. */
export function isPersonName(name: string): boolean {
  const words = name.split(' ').length;
  if (name.length < 2 || name.length > 50 || words > 5) return false;
  if (name.length < 3 && !/[\p{Script=Han}\p{Script=Hangul}]/u.test(name)) return false;
  if (NOT_A_NAME.test(name) || AGENCY.test(name) || DEGREE.test(name) || WEEKDAY.test(name)) return false;
  return /\p{L}{2}/u.test(name) && !/[.!?]$/.test(name.replace(/\b(?:jr|sr|\p{L})\.$/iu, ''));
}

export function isOrganisation(name: string): boolean {
  return ORGANISATION.test(name);
}

const PARTICLE =
  /^(?:de|da|do|dos|das|di|del|della|van|von|der|den|zu|la|le|el|al|bin|bint|ben|ibn|abu|y|e|ter|ten|af|av|zum|zur|du|des|un|ul|ur)$/u;

/** Two to five words that all look like parts of a name: for places where anything may stand. */
export function isSurePersonName(name: string): boolean {
  const words = name.split(' ');
  if (words.length < 2 || words.length > 5 || !isPersonName(name) || isOrganisation(name)) return false;
  // Scripts without capitals tell nothing here.
  return (
    words.every((word) => /^\p{Lu}[\p{L}\p{M}'’.-]*$/u.test(word) || PARTICLE.test(word)) &&
    /\p{Ll}/u.test(name)
  );
}

const HAS_CASE = /[\p{Lu}\p{Ll}]/u;

/** Whether a text in a byline may be a name: pen names of one word pass, words in small letters beside others do not. */
export function isPlausibleName(name: string): boolean {
  if (!HAS_CASE.test(name)) return name.length <= 40;
  return name.includes(' ') ? isSurePersonName(name) : /^[\p{L}\p{N}._'’-]+$/u.test(name);
}

const ARABIC_NAME = /^[\p{Script=Arabic}\p{M}\u200C]+(?: [\p{Script=Arabic}\p{M}\u200C]+){1,3}$/u;
const NO_NAME_WORD =
  /خبر|سیاس|اقتصاد|ورزش|فرهنگ|جهان|ایران|افغان|گزارش|صفحه|تاریخ|ساعت|شناسه|کد|چاپ|اشتراک|دیدگاه|نظر|الملل|جامعه|عکس|ویدی|نړۍ|ټولنه|لوب|کلتور|روغتیا|راپور|سياس|رياض|عربي|العالم|الشرق|ثقاف|مقال|آخر|تحديث|منذ|دقیقه|دقيقة|قراءة|مطالعه|وزارت|ریاست|کابل|شنبه|دوشنبه|جمعه|پنجشنبه|الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس|السبت|قبل از|بعد از|هجری|میلادی|شمسی|هـ/u;

/** Two to four words in Arabic script, none of them a word of sections and date lines: there are no capitals to tell. */
export function isArabicScriptName(name: string): boolean {
  return (
    name.length <= 32 &&
    !/\p{N}/u.test(name) &&
    ARABIC_NAME.test(name) &&
    !NO_NAME_WORD.test(name) &&
    isPersonName(name) &&
    !isOrganisation(name)
  );
}

/** "ANNA AUTHOR" -> "Anna Author"; short forms and mixed case stay. */
function inUsualCase(name: string): string {
  if (!/^[\p{Lu}\p{M}\s.'’-]+$/u.test(name) || !name.includes(' ') || !/\p{Lu}{4}/u.test(name)) return name;
  return name.replaceAll(/\p{Lu}+/gu, (word) =>
    word.length < 2 ? word : (word[0] ?? '') + word.slice(1).toLowerCase(),
  );
}

/** Distinct names in order, without those that are part of a longer one. */
export function distinctNames(names: readonly string[]): string[] {
  const unique = [...new Map(names.map((name) => [bareText(name), name])).values()];
  return unique.filter(
    (name) =>
      !unique.some(
        (other) => other !== name && other.length > name.length && ` ${other} `.includes(` ${name} `),
      ),
  );
}
