import { foldText } from '@khabar/text';

import type { CalendarName } from './calendar-day.ts';

/** A month as a text names it, in the calendar to which the name belongs. */
export interface MonthName {
  readonly calendar: CalendarName;
  readonly month: number;
}

// Full and short names; a line a language, the first month of its year first. An underscore stands for a space.
const GREGORIAN: readonly string[] = [
  'january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec',
  'января январь янв|февраля февраль фев|марта март мар|апреля апрель апр|мая май|июня июнь июн|июля июль июл|августа август авг|сентября сентябрь сент сен|октября октябрь окт|ноября ноябрь ноя|декабря декабрь дек',
  'січня січень січ|лютого лютий лют|березня березень бер|квітня квітень кві|травня травень тра|червня червень чер|липня липень лип|серпня серпень сер|вересня вересень вер|жовтня жовтень жов|листопада листопад лис|грудня грудень гру',
  'janvier janv|février fevrier févr fevr fév fev|mars|avril avr|mai|juin|juillet juil|août aout aoû|septembre|octobre|novembre|décembre decembre déc',
  'januar jän jänner|februar|märz maerz mär mrz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez',
  'enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|octubre|noviembre|diciembre dic',
  'gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre|ottobre ott|novembre|dicembre',
  'janeiro|fevereiro|março marco|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro',
  'januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december',
  'stycznia styczeń sty|lutego luty lut|marca marzec|kwietnia kwiecień kwi|maja maj|czerwca czerwiec cze|lipca lipiec|sierpnia sierpień sie|września wrzesień wrz|października październik paź|listopada|grudnia grudzień gru',
  'ledna leden led|února únor úno|března březen bře|dubna duben dub|května květen kvě|června červen čvn|července červenec čvc|srpna srpen srp|září zář|října říjen říj|listopadu listopad|prosince prosinec pro',
  'ocak oca|şubat şub|mart|nisan nis|mayıs may|haziran haz|temmuz tem|ağustos ağu|eylül eyl|ekim eki|kasım kas|aralık ara',
  'ιανουαρίου ιανουάριος ιαν|φεβρουαρίου φεβρουάριος φεβ φεβρ|μαρτίου μάρτιος μαρ μάρ μαρτ μάρτ|απριλίου απρίλιος απρ|μαΐου μάιος μαι μάι μαϊ μάη|ιουνίου ιούνιος ιουν ιούν ιον|ιουλίου ιούλιος ιουλ ιούλ ιολ|αυγούστου αύγουστος αυγ αύγ|σεπτεμβρίου σεπτέμβριος σεπ σεπτ|οκτωβρίου οκτώβριος οκτ|νοεμβρίου νοέμβριος νοε νοέ νοεμ|δεκεμβρίου δεκέμβριος δεκ',
  'január|február febr|március márc|április ápr|május máj|június jún|július júl|augusztus|szeptember szept|október|november|december',
  'ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie',
  'januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december',
  'يناير|فبراير|مارس|أبريل ابريل إبريل|مايو|يونيو يونيه|يوليو يوليه|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر',
  'جنوری|فبروری|مارچ|اپریل|می|جون|جولای|اگست|سپتمبر|اکتوبر|نومبر|دسمبر',
  'ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر',
  'كانون_الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين_الأول|تشرين_الثاني|كانون_الأول',
  'جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية يوليوز|أوت غشت|شتنبر|أكتوبر|نونبر|دجنبر',
  'جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر',
  'جنوري|فبروري|مارچ|اپرېل|مې|جون|جولای|اګست آگست آگسټ|سپټمبر|اکټوبر|نوامبر|ډسمبر دیسمبر',
  'ژانویه|فوریه|مارس|آپریل|می|جون ژوین|جولایی ژوییه|آگوست|سپتامبر|اکتبر|نوامبر|دسامبر',
  'yanvar yan|fevral fev|mart|aprel apr|may|iyun|iyul|avgust avg|sentabr sentyabr sen|oktabr oktyabr okt|noyabr noy|dekabr dek',
  'январ|феврал|март|апрел|май|июн|июл|август|сентябр|октябр|ноябр|декабр',
  'қаңтар қаң|ақпан ақп|наурыз нау|сәуір сәу|мамыр мам|маусым мау|шілде шіл|тамыз там|қыркүйек қыр|қазан қаз|қараша қар|желтоқсан жел',
  'ýanwar|fewral|mart|aprel|maý|iýun|iýul|awgust|sentýabr|oktýabr|noýabr|dekabr',
  'jan|feb|mart mar|apr|svibanj maj|juni jun|juli jul|avgust avg|septembar septembri sep|oktobar okt|novembar nov|decembar desember des',
  'януари яну|февруари фев|март мар|април апр|май|юни|юли|август авг|септември сеп|октомври окт|ноември ное|декември дек',
  'јануар јан|фебруар феб|март мар|април апр|мај|јун|јул|август авг|септембар сеп|октобар окт|новембар нов|децембар дец',
  'tammikuuta tammikuu|helmikuuta helmikuu|maaliskuuta maaliskuu|huhtikuuta huhtikuu|toukokuuta toukokuu|kesäkuuta kesäkuu|heinäkuuta heinäkuu|elokuuta elokuu|syyskuuta syyskuu|lokakuuta lokakuu|marraskuuta marraskuu|joulukuuta joulukuu',
  'siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga studeni|prosinca',
  'ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר',
  'जनवरी|फ़रवरी फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर|नवंबर नवम्बर|दिसंबर दिसम्बर',
  'januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember',
];

// As said in Iran, in Afghanistan (Dari, then Pashto), and in Latin letters.
const SOLAR_HIJRI: readonly string[] = [
  'فروردین|اردیبهشت|خرداد|تیر|مرداد امرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند اسپند',
  'حمل|ثور|جوزا جوزاء|سرطان|اسد|سنبله|میزان|عقرب|قوس|جدی|دلو دلوه|حوت',
  'وری|غویی غوایی|غبرګولی|چنګاښ|زمری|وږی|تله|لړم|لیندۍ لیندی|مرغومی|سلواغه|کب',
  'farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|aban|azar|dey|bahman|esfand',
  'hamal|sawr saur|jawza|saratan|asad|sunbula sonbola|mizan|aqrab|qaws qaus|jadi jady|dalw dalwa|hut hoot',
];

const LUNAR_HIJRI: readonly string[] = [
  'محرم|صفر|ربیع_الاول|ربیع_الثانی ربیع_الآخر|جمادی_الاول جمادی_الاولی|جمادی_الثانی جمادی_الآخرة جمادی_الثانیة|رجب|شعبان|رمضان|شوال|ذو_القعدة ذی_القعدة ذیقعده|ذو_الحجة ذی_الحجة ذیحجه',
];

/** As texts write it and the table keeps it: without case, accents, vowel signs and variants of letters. */
function folded(name: string): string {
  return foldText(name.replaceAll('_', ' ')).text;
}

const MONTHS = new Map<string, MonthName>();
for (const [calendar, lines] of [
  ['gregory', GREGORIAN],
  ['persian', SOLAR_HIJRI],
  ['islamic', LUNAR_HIJRI],
] as const) {
  for (const line of lines) {
    for (const [index, names] of line.split('|').entries()) {
      for (const name of names.split(' ')) {
        const key = folded(name);
        // Of two languages that mean different months by one word the earlier line wins.
        if (!MONTHS.has(key)) MONTHS.set(key, { calendar, month: index + 1 });
      }
    }
  }
}

/** The month that a word, or two with a space between them, names in any of the languages; undefined where none. */
export function monthOf(words: string): MonthName | undefined {
  return MONTHS.get(folded(words));
}
