/** One generated article. */
export interface GeneratedArticle {
  readonly id: number;
  readonly language: 'en' | 'ru' | 'fa' | 'ps' | 'ar';
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** UTC ISO 8601. */
  readonly published: string;
}

interface Words {
  readonly speakers: readonly string[];
  readonly says: readonly string[];
  readonly claims: readonly string[];
  readonly places: readonly string[];
  readonly fillers: readonly string[];
}

const WORDS: Readonly<Record<GeneratedArticle['language'], Words>> = {
  en: {
    speakers: [
      'Sergey Lavrov',
      'Zamir Kabulov',
      'Amir Khan Muttaqi',
      'Maria Zakharova',
      'Zabihullah Mujahid',
      'Dmitry Peskov',
      'Abdul Ghani Baradar',
      'Roza Otunbayeva',
    ],
    says: ['said', 'stated', 'told reporters', 'noted', 'added'],
    claims: [
      'the Taliban are a reality in Afghanistan',
      'it would be premature to talk about recognition',
      'Russia supports the work of the Moscow Format',
      'trade between the two countries has grown',
      'girls must be allowed to return to school',
      'the movement fights Islamic State in the eastern provinces',
      'Moscow condemns the attack in Kabul',
      'the removal from the list of banned organisations is being prepared',
    ],
    places: ['Kabul', 'Moscow', 'Kazan', 'Kandahar', 'Tashkent', 'Doha', 'Herat', 'Mazar-i-Sharif'],
    fillers: [
      'Traders in the bazaar wait for the trucks that cross the northern border each week.',
      'The meeting lasted two hours and ended without a common statement.',
      'Officials on both sides spoke of wheat, oil and the railway through the mountains.',
      'Snow closed the pass for three days and the price of flour rose.',
      'A second delegation is expected before the end of the month.',
      'Observers recall that talks of this kind have begun several times since 2021.',
    ],
  },
  ru: {
    speakers: [
      'Сергей Лавров',
      'Замир Кабулов',
      'Амир Хан Муттаки',
      'Мария Захарова',
      'Забихулла Муджахид',
      'Дмитрий Песков',
      'Дмитрий Жирнов',
    ],
    says: ['заявил', 'сообщил', 'отметил', 'подчеркнул', 'добавил'],
    claims: [
      'талибы — это реальная власть в Афганистане',
      'говорить о признании преждевременно',
      'Россия поддерживает работу московского формата',
      'торговля между странами выросла',
      'девочкам нужно вернуться в школу',
      'движение борется с «Исламским государством» на востоке страны',
      'Москва осуждает теракт в Кабуле',
      'исключение талибов из списка запрещённых организаций готовится',
    ],
    places: ['Кабуле', 'Москве', 'Казани', 'Кандагаре', 'Ташкенте', 'Дохе', 'Герате'],
    fillers: [
      'Торговцы на базаре ждут грузовики, которые каждую неделю пересекают северную границу.',
      'Встреча продолжалась два часа и закончилась без общего заявления.',
      'Стороны говорили о пшенице, нефти и железной дороге через горы.',
      'Снег закрыл перевал на три дня, и мука подорожала.',
      'До конца месяца ожидается вторая делегация.',
      'Наблюдатели напоминают, что такие переговоры начинались несколько раз.',
    ],
  },
  fa: {
    speakers: [
      'سرگی لاوروف',
      'ضمیر کابلوف',
      'امیرخان متقی',
      'ماریا زاخارووا',
      'ذبیح‌الله مجاهد',
      'دمیتری پسکوف',
    ],
    says: ['گفت', 'اعلام کرد', 'تأکید کرد', 'افزود'],
    claims: [
      'طالبان یک واقعیت در افغانستان هستند',
      'سخن گفتن از به‌رسمیت‌شناختن زود است',
      'روسیه از کار فرمت مسکو حمایت می‌کند',
      'تجارت میان دو کشور افزایش یافته است',
      'دختران باید به مکتب برگردند',
      'طالبان با داعش در شرق کشور می‌جنگند',
      'مسکو حمله در کابل را محکوم می‌کند',
    ],
    places: ['کابل', 'مسکو', 'قازان', 'قندهار', 'تاشکند', 'هرات'],
    fillers: [
      'تاجران در بازار منتظر موترهایی هستند که هر هفته از مرز شمالی می‌گذرند.',
      'نشست دو ساعت طول کشید و بدون اعلامیهٔ مشترک پایان یافت.',
      'دو طرف دربارهٔ گندم، نفت و راه آهن صحبت کردند.',
      'برف راه را برای سه روز بست و قیمت آرد بالا رفت.',
      'هیئت دوم تا پایان ماه خواهد آمد.',
    ],
  },
  ps: {
    speakers: ['سرګی لاوروف', 'ضمیر کابلوف', 'امیرخان متقي', 'ماریا زاخارووا', 'ذبیح الله مجاهد'],
    says: ['وویل', 'زیاته کړه', 'ټینګار وکړ'],
    claims: [
      'طالبان په افغانستان کې یو واقعیت دی',
      'د رسمیت پېژندلو په اړه خبرې لا وختي دي',
      'روسیه د مسکو فارمټ ملاتړ کوي',
      'د دواړو هېوادونو ترمنځ سوداګري زیاته شوې',
      'نجونې باید ښوونځي ته ستنې شي',
      'مسکو په کابل کې برید غندي',
    ],
    places: ['کابل', 'مسکو', 'کندهار', 'تاشکند', 'هرات'],
    fillers: [
      'په بازار کې سوداګر د هغو موټرو په تمه دي چې هره اونۍ له شمالي پولې راځي.',
      'غونډه دوه ساعته وه او بې له ګډې اعلامیې پای ته ورسېده.',
      'دواړو لوریو د غنمو، تېلو او اورګاډي په اړه خبرې وکړې.',
      'واورې لار د درېیو ورځو لپاره وتړله.',
    ],
  },
  ar: {
    speakers: ['سيرغي لافروف', 'زامير كابولوف', 'أمير خان متقي', 'ماريا زاخاروفا', 'ذبيح الله مجاهد'],
    says: ['قال', 'أعلن', 'أكد', 'أضاف'],
    claims: [
      'طالبان واقع في أفغانستان',
      'الحديث عن الاعتراف سابق لأوانه',
      'روسيا تدعم عمل صيغة موسكو',
      'التجارة بين البلدين ازدادت',
      'الفتيات يجب أن يعدن إلى المدارس',
      'الحركة تحارب داعش في شرق البلاد',
      'موسكو تدين الهجوم في كابول',
    ],
    places: ['كابول', 'موسكو', 'قازان', 'قندهار', 'طشقند', 'هرات'],
    fillers: [
      'ينتظر التجار في السوق الشاحنات التي تعبر الحدود الشمالية كل أسبوع.',
      'استمر اللقاء ساعتين وانتهى دون بيان مشترك.',
      'تحدث الجانبان عن القمح والنفط والسكة الحديدية.',
      'أغلق الثلج الممر ثلاثة أيام وارتفع سعر الطحين.',
    ],
  },
};

const LANGUAGES = ['en', 'ru', 'fa', 'ps', 'ar'] as const;
const FIRST_DAY = Date.UTC(2021, 7, 15);
const LAST_DAY = Date.UTC(2025, 6, 10);

/** The same article for the same number: about `bytes` of UTF-8 text, no two alike. */
export function generateArticle(id: number, bytes: number): GeneratedArticle {
  const random = seeded(id + 1);
  const language = LANGUAGES[id % LANGUAGES.length] ?? 'en';
  const words = WORDS[language];
  const pick = <T>(list: readonly T[]): T => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new Error('an empty list of words');
    return item;
  };
  const sentence = (): string => {
    const quoted = random() < 0.3;
    const claim = pick(words.claims);
    const marked = language === 'en' ? `“${claim}”` : `«${claim}»`;
    const mark = quoted ? marked : claim;
    return `${pick(words.speakers)} ${pick(words.says)}: ${mark}, ${pick(words.places)} ${Math.floor(random() * 100_000)}.`;
  };
  const paragraphs: string[] = [];
  let size = 0;
  while (size < bytes) {
    const paragraph = Array.from({ length: 2 + Math.floor(random() * 3) }, () =>
      random() < 0.4 ? sentence() : pick(words.fillers),
    ).join(' ');
    paragraphs.push(paragraph);
    size += Buffer.byteLength(paragraph);
  }
  const published = new Date(FIRST_DAY + Math.floor(random() * (LAST_DAY - FIRST_DAY))).toISOString();
  return {
    id,
    language,
    title: `${pick(words.speakers)}: ${pick(words.claims)} (${id})`,
    paragraphs,
    published,
  };
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
