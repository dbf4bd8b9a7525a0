/* oxlint-disable max-lines -- the articles themselves */
import type { ArticleView, EntityRef, OutletRef, StanceView } from '@khabar/api/schemas';

/** Coverage written for tests: five languages, both directions of writing, stances that turn, an undated text, a silent source. */
export const ENTITIES: Readonly<
  Record<string, EntityRef & { readonly names: Readonly<Record<string, string>> }>
> = {
  russia: {
    id: 'country:russia',
    type: 'country',
    label: 'Russia',
    names: { en: 'Russia', ru: 'Россия', fa: 'روسیه', ps: 'روسیه', ar: 'روسيا' },
  },
  taliban: {
    id: 'org:taliban',
    type: 'org',
    label: 'Taliban',
    names: { en: 'Taliban', ru: 'Талибан', fa: 'طالبان', ps: 'طالبان', ar: 'طالبان' },
  },
  lavrov: {
    id: 'person:sergey-lavrov',
    type: 'person',
    label: 'Sergey Lavrov',
    names: {
      en: 'Sergey Lavrov',
      ru: 'Сергей Лавров',
      fa: 'سرگئی لاوروف',
      ps: 'سرګۍ لاوروف',
      ar: 'سيرغي لافروف',
    },
  },
  kabulov: {
    id: 'person:zamir-kabulov',
    type: 'person',
    label: 'Zamir Kabulov',
    names: {
      en: 'Zamir Kabulov',
      ru: 'Замир Кабулов',
      fa: 'ضمیر کابلوف',
      ps: 'ضمیر کابلوف',
      ar: 'ضمير كابولوف',
    },
  },
  un: {
    id: 'org:united-nations',
    type: 'org',
    label: 'United Nations',
    names: { en: 'United Nations', ru: 'ООН', fa: 'سازمان ملل متحد', ps: 'ملګري ملتونه', ar: 'الأمم المتحدة' },
  },
};

export const OUTLETS: readonly OutletRef[] = [
  { id: 'neva.example', name: 'Neva Wire', country: 'RU', language: 'ru', kind: 'agency' },
  { id: 'harbour.example', name: 'Harbour Times', country: 'GB', language: 'en', kind: 'independent' },
  { id: 'kohestan.example', name: 'کوهستان', country: 'AF', language: 'fa-AF', kind: 'exile' },
  { id: 'ghar.example', name: 'غر', country: 'AF', language: 'ps', kind: 'independent' },
  { id: 'midan.example', name: 'الميدان', country: 'QA', language: 'ar', kind: 'international' },
  { id: 'quiet.example', name: 'Quiet Post', country: 'IN', language: 'en', kind: 'commercial' },
];

const SAID = 'the Taliban are the real power';

/** The quote as the outlet had it that was first, with a word that the other left out. */
function repeatedQuote(text: string): ArticleView['quotes'][number] {
  const { label, id, type } = refOf('lavrov');
  return {
    ...spanOf(text, SAID),
    text: SAID,
    speaker: label,
    speakerId: id,
    speakerSpan: null,
    speakerRef: { id, type, label },
    kind: 'direct',
    cue: 'said',
    confidence: 0.9,
    repeated: {
      id: 'article1-1-a',
      outlets: 12,
      changed: 2,
      first: {
        articleId: 'article1',
        title: WRITTEN[0]?.title ?? '',
        source: outletOf(0),
        at: '2024-02-11T09:00:00.000Z',
      },
      change: 'negation',
      pieces: [
        { in: 'both', text: 'the Taliban are' },
        { in: 'first', text: 'not yet' },
        { in: 'both', text: 'the real power' },
      ],
    },
  };
}

interface Written {
  readonly outlet: number;
  readonly title: string;
  readonly text: string;
  readonly published: string | null;
  /** [entity, surface] */
  readonly mentions: readonly (readonly [string, string])[];
  /** [holder, target, label, sentence] */
  readonly stances: readonly (readonly [string, string, StanceView['label'], string])[];
}

const WRITTEN: readonly Written[] = [
  {
    outlet: 0,
    title: 'Кабулов: говорить о признании преждевременно',
    text: 'Замир Кабулов назвал разговоры о признании преждевременными.\nМосква ждёт от движения «Талибан» инклюзивного правительства.',
    published: '2024-02-11T09:00:00.000Z',
    mentions: [
      ['kabulov', 'Замир Кабулов'],
      ['taliban', 'Талибан'],
    ],
    stances: [
      ['kabulov', 'taliban', 'against', 'Замир Кабулов назвал разговоры о признании преждевременными.'],
    ],
  },
  {
    outlet: 1,
    title: 'Moscow weighs taking the Taliban off its list',
    text: 'Sergey Lavrov said the Taliban are the real power in Afghanistan.\nThe United Nations condemned the ban on schools for girls.',
    published: '2024-05-27T14:20:00.000Z',
    mentions: [
      ['lavrov', 'Sergey Lavrov'],
      ['taliban', 'Taliban'],
      ['un', 'United Nations'],
    ],
    stances: [
      ['lavrov', 'taliban', 'favor', 'Sergey Lavrov said the Taliban are the real power in Afghanistan.'],
      ['un', 'taliban', 'against', 'The United Nations condemned the ban on schools for girls.'],
    ],
  },
  {
    outlet: 0,
    title: 'Россия признала Исламский Эмират Афганистан',
    text: 'Россия приняла верительные грамоты посла.\nЗамир Кабулов приветствовал решение и назвал «Талибан» партнёром.',
    published: '2025-07-03T16:40:00.000Z',
    mentions: [
      ['russia', 'Россия'],
      ['kabulov', 'Замир Кабулов'],
      ['taliban', 'Талибан'],
    ],
    stances: [
      ['russia', 'taliban', 'favor', 'Россия приняла верительные грамоты посла.'],
      ['kabulov', 'taliban', 'favor', 'Замир Кабулов приветствовал решение и назвал «Талибан» партнёром.'],
    ],
  },
  {
    outlet: 2,
    title: 'روسیه حکومت طالبان را به رسمیت شناخت',
    text: 'روسیه روز پنج‌شنبه اعلام کرد که طالبان را به رسمیت می‌شناسد (МИД).\nسازمان ملل متحد از وضعیت زنان ابراز نگرانی کرد.',
    published: '2025-07-04T05:10:00.000Z',
    mentions: [
      ['russia', 'روسیه'],
      ['taliban', 'طالبان'],
      ['un', 'سازمان ملل متحد'],
    ],
    stances: [
      ['russia', 'taliban', 'favor', 'روسیه روز پنج‌شنبه اعلام کرد که طالبان را به رسمیت می‌شناسد (МИД).'],
      ['un', 'taliban', 'against', 'سازمان ملل متحد از وضعیت زنان ابراز نگرانی کرد.'],
    ],
  },
  {
    outlet: 3,
    title: 'روسیې د افغانستان اسلامي امارت په رسمیت وپېژانده',
    text: 'روسیه د طالبانو حکومت په رسمیت پېژني.\nچارواکو د Moscow Format غونډې ته بلنه ومنله.',
    published: '2025-07-04T07:25:00.000Z',
    mentions: [
      ['russia', 'روسیه'],
      ['taliban', 'طالبانو'],
    ],
    stances: [['russia', 'taliban', 'favor', 'روسیه د طالبانو حکومت په رسمیت پېژني.']],
  },
  {
    outlet: 4,
    title: 'روسيا أول دولة تعترف بحكومة طالبان',
    text: 'قال سيرغي لافروف إن طالبان واقع قائم منذ 2021.\nوانتقدت الأمم المتحدة قيود طالبان على تعليم البنات.',
    published: '2025-07-05T11:00:00.000Z',
    mentions: [
      ['lavrov', 'سيرغي لافروف'],
      ['taliban', 'طالبان'],
      ['un', 'الأمم المتحدة'],
    ],
    stances: [
      ['lavrov', 'taliban', 'favor', 'قال سيرغي لافروف إن طالبان واقع قائم منذ 2021.'],
      ['un', 'taliban', 'against', 'وانتقدت الأمم المتحدة قيود طالبان على تعليم البنات.'],
    ],
  },
  {
    outlet: 1,
    title: 'Grain and gas: what trade with Kabul is worth',
    text: 'Russia sends wheat by rail.\nThe figures are disputed <script>alert(1)</script> and “quoted”.',
    published: null,
    mentions: [['russia', 'Russia']],
    stances: [],
  },
];

function spanOf(text: string, piece: string): { start: number; end: number } {
  const start = Math.max(0, text.indexOf(piece));
  return { start, end: start + piece.length };
}

function refOf(key: string): EntityRef {
  const entity = ENTITIES[key];
  if (entity === undefined) throw new Error(`no entity ${key} in the fixtures`);
  return { id: entity.id, type: entity.type, label: entity.label };
}

function outletOf(index: number): OutletRef {
  const outlet = OUTLETS[index];
  if (outlet === undefined) throw new Error(`no outlet ${index} in the fixtures`);
  return outlet;
}

const MENTION_TYPES: Readonly<Record<string, 'PER' | 'ORG' | 'LOC'>> = {
  person: 'PER',
  org: 'ORG',
  country: 'LOC',
};

function articleOf(written: Written, index: number): ArticleView {
  const source = outletOf(written.outlet);
  const { text } = written;
  let at = 0;
  const blocks = text.split('\n').map((line) => {
    const block = { kind: 'paragraph' as const, start: at, end: at + line.length };
    at += line.length + 1;
    return block;
  });
  return {
    id: `article${index + 1}`,
    storyId: index === 3 || index === 4 ? 'article3' : `article${index + 1}`,
    url: `https://${source.id}/${index + 1}`,
    title: written.title,
    authors: ['Newsroom'],
    source,
    language: source.language,
    languageConfidence: 0.98,
    direction: ['ru', 'en'].includes(source.language) ? 'ltr' : 'rtl',
    publishedAt: written.published,
    publishedFrom: written.published === null ? 'none' : 'json-ld',
    publishedConfidence: written.published === null ? 0 : 0.95,
    firstSeenAt: written.published ?? '2025-07-06T08:00:00.000Z',
    updatedAt: written.published ?? '2025-07-06T08:00:00.000Z',
    revision: index === 2 ? 2 : 1,
    revisions:
      index === 2
        ? [
            {
              revision: 1,
              seenAt: '2025-07-03T16:40:00.000Z',
              title: 'Россия признала ИЭА',
              added: [],
              removed: [],
              changes: [],
            },
            {
              revision: 2,
              seenAt: '2025-07-03T18:00:00.000Z',
              title: written.title,
              added: ['Замир Кабулов приветствовал решение.'],
              removed: [],
              changes: ['wording'],
            },
          ]
        : [],
    text,
    blocks,
    wordCount: text.split(/\s+/).length,
    section: null,
    tags: [],
    datelinePlace: null,
    paywalled: false,
    sample: true,
    mentions: written.mentions.map(([key, surface]) => {
      const ref = refOf(key);
      return {
        entityId: ref.id,
        ...spanOf(text, surface),
        surface,
        type: MENTION_TYPES[ref.type] ?? 'MISC',
        field: 'text',
        how: 'name',
        confidence: 0.9,
        ref,
      };
    }),
    quotes: index === 1 ? [repeatedQuote(text)] : [],
    stances: written.stances.map(([holder, target, label, sentence], number) => ({
      id: `a${index + 1}s${number + 1}`,
      holder: refOf(holder).id,
      target: refOf(target).id,
      holderRef: refOf(holder),
      targetRef: refOf(target),
      label,
      strength: 0.8,
      voice: holder === 'un' ? 'institution' : 'quoted-person',
      evidence: { ...spanOf(text, sentence), text: sentence, field: 'text' },
      cues: [{ ...spanOf(text, sentence.slice(-12)), rule: 'en:act:support', effect: 'negated, reported' }],
      method: 'rules-1',
      confidence: 0.7,
      sentence: { text: sentence, marks: [{ start: 0, end: sentence.length }] },
    })),
    corrections: [],
    topics: [],
    relevance: { 'russia-taliban': 0.9 },
    genre: { kind: index === 1 ? 'interview' : 'news', confidence: 0.8 },
    marks: { title: [], text: [] },
    copies:
      index === 2
        ? [
            {
              id: 'article4',
              title: 'روسیه حکومت طالبان را به رسمیت شناخت',
              source: outletOf(2),
              language: 'fa-AF',
              publishedAt: '2025-07-04T05:10:00.000Z',
              firstSeenAt: '2025-07-04T05:10:00.000Z',
              similarity: 0.82,
              removed: ['Россия приняла верительные грамоты посла.'],
              added: ['سازمان ملل متحد از وضعیت زنان ابراز نگرانی کرد.'],
            },
          ]
        : [],
    provenance: {
      page: {
        fetchedAt: '2025-07-06T08:00:00.000Z',
        status: 200,
        sha256: 'a'.repeat(64),
        bytes: 20_480,
        contentType: 'text/html',
        foundIn: `https://${source.id}/feed`,
      },
      extraction: { method: 'structured', version: '1', confidence: 0.9 },
      tagging: { version: 'rules 1', at: null },
    },
  };
}

export const ARTICLES: readonly ArticleView[] = WRITTEN.map(articleOf);
