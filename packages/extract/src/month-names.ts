/** A month as a page names it, in the calendar the name belongs to. */
export interface MonthName {
  readonly calendar: 'gregory' | 'persian' | 'islamic';
  readonly month: number;
}

const LOCALES =
  'en ru uk be bg sr mk fa ar ur tr az uz uz-Cyrl kk ky tg tk de fr es pt it nl sv da nb fi pl cs sk sl hr ro hu el he hi bn id ms vi sq lt lv et ka hy ca is af sw tl ps'.split(' ');

// What ICU does not know: other spellings, the names used in Afghanistan, the Levant, the Maghreb, and short forms in papers.
const EXTRA: Readonly<Record<string, readonly (readonly [MonthName['calendar'], readonly string[]])[]>> = {
  en: [['gregory', ['jan', 'feb', 'mar', 'apr', 'may', 'jun|june', 'jul|july', 'aug', 'sep|sept', 'oct', 'nov', 'dec']]],
  ru: [['gregory', ['янв', 'фев|февр', 'мар|марта', 'апр', 'май|мая', 'июн', 'июл', 'авг', 'сен|сент', 'окт', 'ноя|нояб', 'дек']]],
  fa: [
    ['gregory', ['ژانویه|ژانويه|جنوری', 'فوریه|فبروری|فبروری', 'مارس|مارچ', 'آوریل|اپریل|آپریل', 'مه|می', 'ژوئن|جون|ژوین', 'ژوئیه|ژوییه|جولای|جولایی', 'اوت|آگوست|اگست|آگست', 'سپتامبر|سپتمبر', 'اکتبر|اکتوبر', 'نوامبر|نومبر', 'دسامبر|دسمبر|دیسمبر']],
    ['persian', ['فروردین', 'اردیبهشت', 'خرداد', 'تیر', 'مرداد|امرداد', 'شهریور', 'مهر', 'آبان', 'آذر', 'دی', 'بهمن', 'اسفند|اسپند']],
    ['persian', ['حمل', 'ثور', 'جوزا', 'سرطان', 'اسد', 'سنبله', 'میزان', 'عقرب', 'قوس', 'جدی', 'دلو', 'حوت']],
    ['islamic', ['محرم', 'صفر', 'ربیع الاول', 'ربیع الثانی', 'جمادی الاول|جمادی الاولی', 'جمادی الثانی|جمادی الثانیه', 'رجب', 'شعبان', 'رمضان', 'شوال', 'ذی القعده|ذیقعده', 'ذی الحجه|ذیحجه']],
  ],
  ps: [
    ['gregory', ['جنوري|جنوری', 'فبروري|فبروری', 'مارچ', 'اپریل|اپرېل', 'مې|می|مئ', 'جون', 'جولای', 'اګست|اگست|آگسټ', 'سپتمبر|سپټمبر|سېپټمبر', 'اکتوبر|اکټوبر', 'نومبر|نوامبر', 'دسمبر|ډسمبر']],
    ['persian', ['وری|وري', 'غویی|غويي|غوایی', 'غبرګولی|غبرګولي|غبرگولی', 'چنګاښ|چنگاښ', 'زمری|زمري', 'وږی|وږي', 'تله', 'لړم', 'لیندۍ|لیندی', 'مرغومی|مرغومي', 'سلواغه', 'کب']],
    ['persian', ['حمل', 'ثور', 'جوزا', 'سرطان', 'اسد', 'سنبله', 'میزان', 'عقرب', 'قوس', 'جدي|جدی', 'دلوه|دلو', 'حوت']],
  ],
  ar: [
    ['gregory', ['يناير', 'فبراير', 'مارس', 'أبريل|إبريل', 'مايو', 'يونيو|يونيه', 'يوليو|يوليه', 'أغسطس', 'سبتمبر', 'أكتوبر', 'نوفمبر', 'ديسمبر']],
    ['gregory', ['كانون الثاني', 'شباط', 'آذار', 'نيسان', 'أيار', 'حزيران', 'تموز', 'آب', 'أيلول', 'تشرين الأول', 'تشرين الثاني', 'كانون الأول']],
    ['gregory', ['جانفي', 'فيفري', 'مارس', 'أفريل', 'ماي', 'جوان', 'جويلية|يوليوز', 'أوت|غشت', 'شتنبر', 'أكتوبر', 'نونبر', 'دجنبر']],
    ['islamic', ['محرم', 'صفر', 'ربيع الأول', 'ربيع الثاني|ربيع الآخر', 'جمادى الأولى', 'جمادى الآخرة|جمادى الثانية', 'رجب', 'شعبان', 'رمضان', 'شوال', 'ذو القعدة|ذي القعدة', 'ذو الحجة|ذي الحجة']],
  ],
  ur: [['gregory', ['جنوری', 'فروری', 'مارچ', 'اپریل', 'مئی', 'جون', 'جولائی', 'اگست', 'ستمبر', 'اکتوبر', 'نومبر', 'دسمبر']]],
  de: [['gregory', ['jänner', 'feber', 'märz|maerz|mrz', 'apr', 'mai', 'juni', 'juli', 'aug', 'sept', 'okt', 'nov', 'dez']]],
  fr: [['gregory', ['janv', 'févr|fevrier', 'mars', 'avr', 'mai', 'juin', 'juil', 'août|aout', 'sept', 'oct', 'nov', 'déc|decembre']]],
  uk: [['gregory', ['січ', 'лют', 'бер', 'квіт', 'трав', 'черв', 'лип', 'серп', 'вер', 'жовт', 'лист', 'груд']]],
};

/** Folds a name as `foldDateText` folds a text, so that both meet. */
export function foldMonth(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[يىئ]/g, 'ی')
    .replaceAll('ك', 'ک')
    .replaceAll('ګ', 'گ')
    .replaceAll('ة', 'ه')
    .replaceAll(/[أإآٱ]/g, 'ا')
    .replaceAll('ؤ', 'و')
    .replaceAll('ۍ', 'ی')
    .replaceAll(/[\u064B-\u0652\u0670\u0640]/g, '')
    .replaceAll(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069\u061C\uFEFF]/g, '')
    .replaceAll(/[.’']/g, '')
    .trim();
}

type Table = Map<string, MonthName>;

function tableOf(locale: string): Table {
  const table: Table = new Map();
  const put = (name: string, month: MonthName): void => {
    const key = foldMonth(name);
    if (key !== '' && !/\d/.test(key) && !table.has(key)) table.set(key, month);
  };
  for (const [calendar, names] of EXTRA[locale] ?? [])
    names.forEach((spellings, index) => {
      for (const name of spellings.split('|')) put(name, { calendar, month: index + 1 });
    });
  for (const style of ['long', 'short'] as const) {
    for (const options of [{ month: style, day: 'numeric' }, { month: style }] as const) {
      const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, { ...options, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month += 1) {
        const part = format.formatToParts(Date.UTC(2023, month - 1, 15)).find(({ type }) => type === 'month');
        if (part !== undefined) put(part.value, { calendar: 'gregory', month });
      }
    }
  }
  return table;
}

const tables = new Map<string, Table>();
let everyone: Table | undefined;

function cachedTable(locale: string): Table {
  const known = tables.get(locale);
  if (known !== undefined) return known;
  const table = tableOf(locale);
  tables.set(locale, table);
  return table;
}

/** All languages together; a name that means two months in two languages is left out. */
function tableOfAll(): Table {
  if (everyone !== undefined) return everyone;
  const all: Table = new Map();
  const disputed = new Set<string>();
  for (const locale of LOCALES)
    for (const [name, month] of cachedTable(locale)) {
      const other = all.get(name);
      if (other !== undefined && (other.month !== month.month || other.calendar !== month.calendar)) disputed.add(name);
      else all.set(name, month);
    }
  for (const name of disputed) all.delete(name);
  everyone = all;
  return all;
}

/** Month of a name (folded with `foldMonth`), read as the language of the text would; in other languages where it knows no such name. */
export function monthOf(folded: string, language: string): MonthName | null {
  const primary = language.split('-')[0] ?? language;
  const own = LOCALES.includes(primary) ? cachedTable(primary).get(folded) : undefined;
  return own ?? (primary === 'en' ? undefined : cachedTable('en').get(folded)) ?? tableOfAll().get(folded) ?? null;
}
