/** Letters and words by which languages that share a script are told apart. Data only; longer texts go to franc as well. */

/** Letters that only one of the Arabic-script languages writes. */
export const ARABIC_SCRIPT_LETTERS: Readonly<Record<string, RegExp>> = {
  ps: /[ټډړږښګڼېۍځڅ]/gu,
  ur: /[ٹڈڑںےۓہۂھ]/gu,
  ug: /[ۇۆۈۋېە]/gu,
  ckb: /[ێۆڕڵەۊ]/gu,
  sd: /[ڄٻڀٿٽڃڇڊڌڍڏڙڦڪڳڱڻ]/gu,
  fa: /[پچژگکی]/gu,
  ar: /[ةىيك]|(?<!\p{L})ال(?=\p{L}{2})/gu,
};

export const ARABIC_SCRIPT_WORDS: Readonly<Record<string, readonly string[]>> = {
  ps: 'د په کې چې او دې دی ده دي ته له سره هم پر څخه کړي وويل وایي یې دغه هغه شوي شوی کوي خو نه لپاره وروسته هېواد طالبانو افغانستان چارو وزیر'.split(
    ' ',
  ),
  fa: 'را از به در که این است با برای آن شد شده می کرد بود تا یک خود گفت کند اما هم پس باید شود ها های وی بر نیز دیگر کشور میان'.split(
    ' ',
  ),
  ar: 'في من على أن إلى التي الذي عن مع هذا هذه وقال قال كما بعد قبل أو كان كانت لا ما وفي ومن بين حول حيث خلال عام إن لم هو هي ذلك'.split(
    ' ',
  ),
  ur: 'کے کی میں ہے اور سے کو نے کا پر ہیں یہ تھا کہ نہیں بھی گیا ہو جو ان لیے کہا تھے تھی'.split(' '),
};

/** Words of Dari that Iranian Persian says otherwise. */
export const AFGHAN_WORDS =
  /(?<!\p{L})(?:ولسوال(?:ی|ان)?|ولسوالی‌?های?|شاروال(?:ی)?|پوهنتون|پوهنځی|څارنوالی|څارنوال|سارنوال(?:ی)?|ستره محکمه|لوی درستیز|معین(?:یت)?|ولسی جرگه|مشرانو جرگه|لوی جرگه|والیان|قوماندان(?:ی)?|میدان هوایی|فیصدی?|صدراعظم|امارت اسلامی|سرپرست وزارت|شفاخانه|مکاتب|مکتب‌?ها|بیجاشده(?:گان)?|عودت‌?کننده(?:گان|ها)?|افغانی|جنوری|فبروری|مارچ|اپریل|جولای|اگست|سپتمبر|اکتوبر|نومبر|دسمبر|ثور|جوزا|سنبله|دلو|راپور|تذکره|اضلاع متحده)(?!\p{L})/gu;

/** Words of Iranian Persian that Dari says otherwise. */
export const IRANIAN_WORDS =
  /(?<!\p{L})(?:فرودگاه|درصد|نخست‌?وزیر|استاندار(?:ی)?|فرماندار(?:ی)?|شهردار(?:ی)?|بیمارستان|دانشگاه|دانشکده|تومان|مجلس شورای اسلامی|ژانویه|فوریه|آوریل|ژوئن|ژوئیه|سپتامبر|اکتبر|نوامبر|دسامبر|فروردین|اردیبهشت|خرداد|مرداد|شهریور|آبان|بهمن|اسفند|دادستان|پلیس راهور|سپاه پاسداران|ایسنا|ایرنا|تسنیم)(?!\p{L})/gu;

export const CYRILLIC_LETTERS: Readonly<Record<string, RegExp>> = {
  uk: /[іїєґ]/giu,
  be: /[ўі]/giu,
  tg: /[ӣӯҷ]|[қғҳ]/giu,
  kk: /[әұөүңһі]|[қғ]/giu,
  ky: /[өүң]/giu,
  sr: /[ђјљњћџ]/giu,
  mk: /[ѓќѕј]/giu,
  bg: /ъ(?=[бвгджзклмнпрстфхцчшщ])/giu,
  ru: /[ыэё]/giu,
  mn: /[өү]/giu,
};

export const CYRILLIC_WORDS: Readonly<Record<string, readonly string[]>> = {
  ru: 'и в не на что с по он как это из за для его но от о бы был было также года которые россии'.split(' '),
  uk: 'і в у не на що з та до як це із за для його але від про був було також року які україни'.split(' '),
  be: 'і у не на што з па як гэта для яго але ад каб быў таксама якія'.split(' '),
  bg: 'и в не на че с се по за от да е са като това ще го беше обаче също които'.split(' '),
  tg: 'ва дар аз ба ки ин бо барои он буд шуд аст ҳам то мекунад кард гуфт'.split(' '),
  kk: 'және мен бұл үшін бар да де деп болып еді қазақстан'.split(' '),
  ky: 'жана менен бул үчүн бар да деп болгон кыргызстан'.split(' '),
  sr: 'и у је да се на за са од су који није као што'.split(' '),
  mk: 'и во на да се од за со е не што се како'.split(' '),
  uz: 'ва билан бу учун ҳам эди деб бўлган бўйича'.split(' '),
};

export const LATIN_LETTERS: Readonly<Record<string, RegExp>> = {
  tr: /[ğışŞİ]/gu,
  az: /[əƏ]/gu,
  uz: /[og][ʻ‘’'`](?=\p{L})/giu,
  de: /[äöüß]/giu,
  fr: /[èêçœ]|[cdl]['’]/giu,
  es: /[ñ¿¡]/giu,
  pt: /[ãõ]/giu,
  pl: /[łżźćńęą]/giu,
  cs: /[řěů]/giu,
  ro: /[țșăţş]/giu,
  hu: /[őű]/giu,
  sv: /[åäö]/giu,
  da: /[æøå]/giu,
  no: /[æøå]/giu,
  vi: /[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/giu,
  tk: /[ýňž]/giu,
};

export const LATIN_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: 'the of and to in a is that for it was on with as are by this from at be has have not said an will who its'.split(
    ' ',
  ),
  de: 'der die und das in den von zu mit ist im für des auf nicht ein eine sich dem auch es an als sie wird aus'.split(
    ' ',
  ),
  fr: 'le la les de des et en un une du que est pour dans qui sur pas au par plus avec ce il sont'.split(' '),
  es: 'el la los de que y en un una del se las por con para su no al es lo como más ha fue'.split(' '),
  pt: 'o a os de que e do da em um para com não uma no na por mais se dos foi ao são'.split(' '),
  it: 'il la di che e in un una del per con non della si da i le è al dei sono anche'.split(' '),
  nl: 'de het een van en in is dat op te zijn met voor niet aan er ook als bij door maar'.split(' '),
  sv: 'och i att det som en på är av för med den till inte har om ett var de'.split(' '),
  no: 'og i det er på som en til av for med at ikke har den om var et seg'.split(' '),
  da: 'og i det er på som en til af for med at ikke har den om var et sig'.split(' '),
  fi: 'ja on ei se että oli hän ovat mutta myös kun joka sekä ole mukaan'.split(' '),
  pl: 'w i na z się nie do to że jest o jak po za od przez dla tym są'.split(' '),
  cs: 'a v se na je že s z do o to i ve pro jako by po jsou'.split(' '),
  tr: 've bir bu için de da ile olarak çok daha olan gibi ne sonra kadar oldu olduğu dedi'.split(' '),
  az: 'və bu bir ilə üçün da də olan olub ki edib bildirib'.split(' '),
  uz: "va bu bilan uchun ham bir edi deb bo'lgan bo'yicha o'zbekiston ekan qilish".split(' '),
  id: 'yang dan di untuk dengan pada ini dari dalam tidak itu akan juga oleh'.split(' '),
  vi: 'và của là có được cho trong không với các một người này đã'.split(' '),
  ro: 'și de în a la care pe cu nu este o din un pentru mai că'.split(' '),
  hu: 'a az és hogy nem is egy van volt meg ez csak'.split(' '),
  tk: 'we bu bilen üçin bir hem boldy türkmenistanyň'.split(' '),
};

/** ISO 639-3 codes of franc that Khabar names, as BCP 47 tags. */
export const FRANC_CODES: Readonly<Record<string, string>> = {
  eng: 'en',
  rus: 'ru',
  pes: 'fa',
  prs: 'fa',
  pbu: 'ps',
  arb: 'ar',
  urd: 'ur',
  tgk: 'tg',
  uzn: 'uz',
  tur: 'tr',
  ukr: 'uk',
  bel: 'be',
  bul: 'bg',
  srp: 'sr',
  mkd: 'mk',
  kaz: 'kk',
  kir: 'ky',
  azj: 'az',
  tuk: 'tk',
  deu: 'de',
  fra: 'fr',
  spa: 'es',
  por: 'pt',
  ita: 'it',
  nld: 'nl',
  swe: 'sv',
  nob: 'no',
  dan: 'da',
  fin: 'fi',
  pol: 'pl',
  ces: 'cs',
  slk: 'sk',
  slv: 'sl',
  hrv: 'hr',
  bos: 'bs',
  ron: 'ro',
  hun: 'hu',
  ell: 'el',
  heb: 'he',
  hin: 'hi',
  ben: 'bn',
  ind: 'id',
  zlm: 'ms',
  vie: 'vi',
  als: 'sq',
  lit: 'lt',
  lvs: 'lv',
  ekk: 'et',
  cat: 'ca',
  isl: 'is',
  afr: 'af',
  swh: 'sw',
  tgl: 'tl',
  zul: 'zu',
  xho: 'xh',
  som: 'so',
  hau: 'ha',
  cmn: 'zh',
  jpn: 'ja',
  kor: 'ko',
  tha: 'th',
  kat: 'ka',
  hye: 'hy',
  uig: 'ug',
  ckb: 'ckb',
  snd: 'sd',
};

/** Scripts that one language (of the news) writes. */
export const ONE_LANGUAGE_SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['bn', /\p{Script=Bengali}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['ka', /\p{Script=Georgian}/gu],
  ['hy', /\p{Script=Armenian}/gu],
  ['ta', /\p{Script=Tamil}/gu],
  ['pa', /\p{Script=Gurmukhi}/gu],
];
