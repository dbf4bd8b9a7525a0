import type { SearchDocument } from '../port.ts';

type Given = Pick<SearchDocument, 'id' | 'title' | 'text' | 'language' | 'publishedAt'> &
  Partial<SearchDocument>;

function document(given: Given): SearchDocument {
  const outletId = given.outletId ?? `${given.language.slice(0, 2)}-news.example`;
  return {
    url: `https://${outletId}/news/${given.id}`,
    outletId,
    authors: [],
    country: 'AF',
    kind: 'agency',
    section: null,
    firstSeenAt: given.publishedAt ?? '2025-07-01T00:00:00.000Z',
    storyId: `story-${given.id}`,
    topics: [],
    entities: [],
    stances: [],
    ...given,
  };
}

const RUSSIA_FAVORS = {
  holder: 'country:russia',
  target: 'org:taliban',
  label: 'favor',
  strength: 0.7,
  confidence: 0.9,
} as const;
const CRITICS_AGAINST = {
  holder: 'critics',
  target: 'org:taliban',
  label: 'against',
  strength: 0.6,
  confidence: 0.4,
} as const;
const TALIBAN_AGAINST = {
  holder: 'org:taliban',
  target: 'org:isis',
  label: 'against',
  strength: 0.9,
  confidence: 0.8,
} as const;

const MOSCOW_TALKS =
  'Delegates of the Moscow format met on Tuesday. Zamir Kabulov said that Russia supports the Taliban. Sergey Lavrov then received acting minister Muttaqi.';

const FILLER =
  'Merchants carried saffron, carpets and dried fruit along the northern road while rivers rose. ';

/** A text of 120,000 letters; what is looked for stands at its end, and words and pairs recur thousands of times before. */
const LONG_TEXT = `${FILLER.repeat(1277)}Nobody noticed how the envoy quietly folded his umbrella under the walnut tree of Zaranjabad`;

/** Small coverage in five languages, written for the contract. */
export const CORPUS: readonly SearchDocument[] = [
  document({
    id: 'en-talks',
    title: 'Moscow format talks end with a call to lift sanctions',
    text: MOSCOW_TALKS,
    language: 'en',
    publishedAt: '2025-07-04T10:00:00.000Z',
    authors: ['Amina Example'],
    storyId: 'story-talks',
    topics: ['topic:taliban-recognition'],
    entities: [
      { id: 'country:russia', count: 4 },
      { id: 'org:taliban', count: 3 },
      { id: 'person:zamir-kabulov', count: 1 },
    ],
    stances: [RUSSIA_FAVORS],
  }),
  document({
    id: 'en-talks-copy',
    title: 'Moscow format talks end with call to lift sanctions',
    text: `${MOSCOW_TALKS} (Agency copy.)`,
    language: 'en',
    outletId: 'herat-post.example',
    country: 'US',
    kind: 'exile',
    publishedAt: '2025-07-04T12:00:00.000Z',
    storyId: 'story-talks',
    entities: [
      { id: 'country:russia', count: 4 },
      { id: 'org:taliban', count: 3 },
    ],
    stances: [RUSSIA_FAVORS],
  }),
  document({
    id: 'en-facto',
    title: 'Kabul rejects a label',
    text: 'The Islamic Emirate does not wish to be called de facto authorities. Pakistan, ISIS and Russia were not named by the Taliban.',
    language: 'en',
    publishedAt: '2024-10-01T08:00:00.000Z',
    section: 'Opinion',
    entities: [{ id: 'org:taliban', count: 2 }],
    stances: [CRITICS_AGAINST, TALIBAN_AGAINST],
  }),
  document({
    id: 'en-cricket',
    title: 'Cricket side flies home',
    text: 'Taliban officials greeted the cricket players. Football comes next, and the Russian ambassador sent flowers.',
    language: 'en',
    publishedAt: '2025-06-20T08:00:00.000Z',
    entities: [{ id: 'org:taliban', count: 1 }],
  }),
  document({
    id: 'en-rifles',
    title: 'AK-47 rifles handed to the U.N.',
    text: 'Mr. O’Brien of the UN wrote to desk@paper.example about resolution №5. Costs rose by 3.5 % (1+1):2. Recognised experts recognise it.',
    language: 'en',
    outletId: 'herat-post.example',
    country: 'US',
    kind: 'exile',
    publishedAt: '2021-08-15T00:00:00.000Z',
    entities: [{ id: 'org:un', count: 2 }],
  }),
  document({
    id: 'en-undated',
    title: 'Undated note on Mutaqi',
    text: 'Minister Mutaqi, as some papers spell him, travelled. Kabulov waited. Kabulov phoned. Kabulov slept.',
    language: 'en',
    publishedAt: null,
    firstSeenAt: '2025-07-02T00:00:00.000Z',
    entities: [{ id: 'person:zamir-kabulov', count: 9 }],
  }),
  document({
    id: 'ru-list',
    genre: 'news',
    subjects: ['north', 'water'],
    title: 'Россия исключила талибов из списка',
    text: 'Замир Кабулов заявил о признании. Российские дипломаты довольны: движение «Талибан» больше не в списке.',
    language: 'ru',
    country: 'RU',
    kind: 'state',
    publishedAt: '2025-07-03T19:40:00.000Z',
    topics: ['topic:taliban-recognition'],
    entities: [
      { id: 'country:russia', count: 2 },
      { id: 'org:taliban', count: 2 },
      { id: 'person:zamir-kabulov', count: 1 },
    ],
    stances: [RUSSIA_FAVORS],
  }),
  document({
    id: 'ru-lavrov',
    genre: 'interview',
    subjects: ['north'],
    title: 'Лавров ждёт решения',
    text: 'Министр назвал власть талибов реальностью. Переговоры о формате пройдут в Москве, футбол обсудят позже.',
    language: 'ru',
    country: 'RU',
    kind: 'state',
    publishedAt: '2025-06-30T09:00:00.000Z',
    entities: [{ id: 'org:taliban', count: 1 }],
  }),
  document({
    id: 'fa-recognition',
    title: 'به‌رسمیت‌شناختن طالبان',
    text: 'روسیه نخستین کشوری بود که حکومت طالبان را به رسمیت شناخت. کشورهای دیگر منتظر اند.',
    language: 'fa-AF',
    publishedAt: '2025-07-05T06:00:00.000Z',
    topics: ['topic:taliban-recognition'],
    entities: [
      { id: 'country:russia', count: 1 },
      { id: 'org:taliban', count: 2 },
    ],
  }),
  document({
    id: 'fa-letters',
    title: 'گفت‌وگوی كابل و مسكو',
    text: 'در سال ۱۴۰۴ مذاكرات طالبان و روسیه ادامه یافت. آلمان و وزير خارجه آن نیامدند.',
    language: 'fa',
    outletId: 'tehran-daily.example',
    country: 'IR',
    publishedAt: '2025-05-10T06:00:00.000Z',
    entities: [{ id: 'org:taliban', count: 1 }],
  }),
  document({
    id: 'ps-government',
    title: 'د طالبانو حکومت',
    text: 'روسیې د طالبانو حکومت په رسمیت وپېژانده. د هیوادونو استازي کابل ته راغلل.',
    language: 'ps',
    publishedAt: '2025-07-06T06:00:00.000Z',
    entities: [{ id: 'org:taliban', count: 1 }],
  }),
  document({
    id: 'ar-emirate',
    title: 'الإمارة الإسلامية وروسيا',
    text: 'قالت روسيا إن طالبان سلطة قائمة. والتقى لافروف وفد الإمارة الإسلامية في موسكو.',
    language: 'ar',
    publishedAt: '2025-07-04T15:00:00.000Z',
    country: 'QA',
    entities: [
      { id: 'country:russia', count: 2 },
      { id: 'org:taliban', count: 1 },
    ],
  }),
  document({
    id: 'en-long',
    title: 'The northern road',
    text: LONG_TEXT,
    language: 'en',
    publishedAt: '2023-03-03T03:00:00.000Z',
  }),
  document({
    id: 'xx-odd',
    title: String.raw`It's "odd" \ 'quoted'`,
    text: 'Null \0 and lone \ud800 halves; <script> & | ! : * tags, %like_ patterns and \u202eturned\u202c words.',
    language: 'und',
    publishedAt: '2022-02-02T02:00:00.000Z',
    authors: [String.raw`D'Arcy \ Example`],
    section: "It's",
  }),
];

const NAMES: Readonly<Record<string, readonly string[]>> = {
  Russia: ['country:russia'],
  Россия: ['country:russia'],
  Taliban: ['org:taliban'],
  'Zamir Kabulov': ['person:zamir-kabulov'],
  Q42418: ['person:zamir-kabulov'],
};

/** Names that the contract's queries use. */
export function resolveEntity(nameOrId: string): readonly string[] {
  return NAMES[nameOrId] ?? [];
}

/** The day on which the contract asks. */
export const NOW = new Date('2025-07-10T00:00:00.000Z');
