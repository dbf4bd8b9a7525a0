import { foldText } from '@khabar/text';

import stateAdjectives from '../../data/state-adjectives.json' with { type: 'json' };

/** An office whose holder the registry knows, and what it is called; `~` is the state, movement or body it belongs to. */
export interface Office {
  /** As in the registry's roles, without "acting". */
  readonly title: string;
  readonly phrases: Readonly<Record<string, readonly string[]>>;
}

/** `~` is a mention or an adjective of the state. Pashto puts the state before the office, the others after (or as an adjective). */
export const OFFICES: readonly Office[] = [
  {
    title: 'foreign minister',
    phrases: {
      en: [
        '~ foreign minister',
        '~ acting foreign minister',
        'acting ~ foreign minister',
        'foreign minister of ~',
        '~ top diplomat',
        '~ minister of foreign affairs',
      ],
      ru: [
        'министр иностранных дел ~',
        '~ министр иностранных дел',
        'глава мид ~',
        'глава ~ мид',
        'министра иностранных дел ~',
        'министру иностранных дел ~',
        'министром иностранных дел ~',
        'главы мид ~',
        'главой мид ~',
        'главе мид ~',
        'глава внешнеполитического ведомства ~',
      ],
      fa: ['وزیر خارجه ~', 'وزیر امور خارجه ~', 'سرپرست وزارت خارجه ~', 'وزیر امور خارجی ~'],
      ps: [
        '~ د بهرنیو چارو وزیر',
        '~ بهرنیو چارو وزیر',
        '~ د بهرنیو چارو سرپرست وزیر',
        '~ د بهرنیو چارو وزارت سرپرست',
      ],
      ar: ['وزير الخارجية ~', 'وزير خارجية ~', 'وزير خارجية حكومة ~', 'القائم بأعمال وزير خارجية ~'],
    },
  },
  {
    title: 'president',
    phrases: {
      en: ['~ president', 'president of ~', '~ leader'],
      ru: ['президент ~', 'президента ~', 'президенту ~', 'президентом ~', '~ президент', '~ лидер'],
      fa: ['رئیس جمهور ~', 'رئیس جمهوری ~', 'رییس جمهور ~'],
      ps: ['~ ولسمشر', '~ جمهور رئیس'],
      ar: ['الرئيس ~', 'رئيس ~'],
    },
  },
  {
    title: 'prime minister',
    phrases: {
      en: ['~ prime minister', 'prime minister of ~', '~ acting prime minister'],
      ru: ['премьер министр ~', 'премьер министра ~', '~ премьер министр', 'премьер ~'],
      fa: ['نخست وزیر ~', 'صدراعظم ~', 'رئیس الوزرا ~', 'رئیس الوزرای ~'],
      ps: ['~ لومړی وزیر', '~ رئیس الوزرا', '~ صدراعظم'],
      ar: ['رئيس وزراء ~', 'رئيس الوزراء ~', 'رئيس حكومة ~'],
    },
  },
  {
    title: 'defence minister',
    phrases: {
      en: [
        '~ defence minister',
        '~ defense minister',
        '~ acting defence minister',
        '~ acting defense minister',
        'acting ~ defence minister',
        'defence minister of ~',
      ],
      ru: ['министр обороны ~', 'министра обороны ~', 'глава минобороны ~', '~ министр обороны'],
      fa: ['وزیر دفاع ~'],
      ps: ['~ د دفاع وزیر', '~ دفاع وزیر'],
      ar: ['وزير الدفاع ~', 'وزير دفاع ~'],
    },
  },
  {
    title: 'interior minister',
    phrases: {
      en: ['~ interior minister', '~ acting interior minister', 'interior minister of ~'],
      ru: ['министр внутренних дел ~', 'глава мвд ~', 'министра внутренних дел ~'],
      fa: ['وزیر داخله ~', 'وزیر کشور ~', 'وزیر امور داخله ~'],
      ps: ['~ د کورنیو چارو وزیر', '~ کورنیو چارو وزیر'],
      ar: ['وزير الداخلية ~', 'وزير داخلية ~'],
    },
  },
  {
    title: 'supreme leader',
    phrases: {
      en: ['~ supreme leader', 'supreme leader of ~'],
      ru: ['верховный лидер ~', 'духовный лидер ~', 'лидер ~'],
      fa: ['رهبر ~', 'رهبر عالی ~'],
      ps: ['~ مشر', '~ عالي رهبر'],
      ar: ['زعيم ~', 'المرشد الأعلى ~'],
    },
  },
  {
    title: 'secretary-general',
    phrases: {
      en: ['~ secretary general', '~ chief', 'secretary general of ~'],
      ru: [
        'генеральный секретарь ~',
        'генсек ~',
        'генсека ~',
        'генсеком ~',
        'генсеку ~',
        'генерального секретаря ~',
      ],
      fa: ['دبیرکل ~', 'دبیر کل ~', 'سرمنشی ~'],
      ps: ['~ سرمنشي', '~ عمومي منشي', '~ سرمنشی'],
      ar: ['الأمين العام ل', 'الأمين العام ~'],
    },
  },
];

/** Bare words for an office that refer back to the person last named with it ("the minister"). */
export const BARE_OFFICES: Readonly<Record<string, readonly (readonly [phrase: string, title: RegExp])[]>> = {
  en: [
    ['the foreign minister', /foreign minister/u],
    ['the minister', /minister/u],
    ['the president', /^(?:acting )?president$/u],
    ['the prime minister', /prime minister/u],
    ['the special envoy', /envoy|special representative/u],
    ['the envoy', /envoy|special representative/u],
    ['the spokesman', /spokesman/u],
    ['the spokeswoman', /spokes(?:woman|person)/u],
    ['the ambassador', /ambassador/u],
    ['the special rapporteur', /rapporteur/u],
    ['the rapporteur', /rapporteur/u],
    ['the special representative', /special representative|envoy/u],
    ['the secretary general', /secretary-general/u],
    ['the spokesperson', /spokes(?:man|woman|person)|press secretary/u],
    ['the press secretary', /press secretary|spokesman/u],
    ['the defence minister', /defen[cs]e minister/u],
    ['the defense minister', /defen[cs]e minister/u],
    ['the interior minister', /interior minister/u],
    ['the security council secretary', /secretary of the security council|security council/u],
    ['the chargé d affaires', /chargé/u],
  ],
  ru: [
    ['министр', /minister/u],
    ['глава мид', /foreign minister/u],
    ['глава ведомства', /minister/u],
    ['глава дипломатии', /foreign minister/u],
    ['президент', /^president$/u],
    ['глава государства', /^president$/u],
    ['премьер министр', /prime minister/u],
    ['премьер', /prime minister/u],
    ['спецпредставитель', /special representative|envoy/u],
    ['спецпосланник', /special representative|envoy/u],
    ['постпред', /permanent representative/u],
    ['посол', /ambassador/u],
    ['докладчик', /rapporteur/u],
    ['спецдокладчик', /rapporteur/u],
    ['генсек', /secretary-general/u],
    ['пресс секретарь', /press secretary|spokesman/u],
    ['официальный представитель', /spokes(?:man|woman|person)/u],
    ['дипломат', /foreign ministry|foreign minister|ambassador|special representative|envoy|chargé/u],
  ],
  fa: [
    ['وزیر خارجه', /foreign minister/u],
    ['وزیر امور خارجه', /foreign minister/u],
    ['وزیر دفاع', /defen[cs]e minister/u],
    ['وزیر داخله', /interior minister/u],
    ['وزیر', /minister/u],
    ['رئیس جمهور', /^(?:acting )?president$/u],
    ['رئیس جمهوری', /^(?:acting )?president$/u],
    ['رییس جمهور', /^(?:acting )?president$/u],
    ['رئیس الوزرا', /prime minister/u],
    ['صدراعظم', /prime minister/u],
    ['نخست وزیر', /prime minister/u],
    ['نماینده ویژه', /special representative|envoy/u],
    ['فرستاده ویژه', /special representative|envoy/u],
    ['گزارشگر ویژه', /rapporteur/u],
    ['سخنگو', /spokes(?:man|woman|person)|press secretary/u],
    ['سفیر', /ambassador/u],
    ['سرمنشی', /secretary-general/u],
    ['دبیرکل', /secretary-general/u],
  ],
  ps: [
    ['د بهرنیو چارو وزیر', /foreign minister/u],
    ['د بهرنیو چارو سرپرست وزیر', /foreign minister/u],
    ['د دفاع وزیر', /defen[cs]e minister/u],
    ['د کورنیو چارو وزیر', /interior minister/u],
    ['ولسمشر', /^(?:acting )?president$/u],
    ['رییس الوزرا', /prime minister/u],
    ['رئیس الوزرا', /prime minister/u],
    ['لومړی وزیر', /prime minister/u],
    ['صدراعظم', /prime minister/u],
    ['ځانګړی استازی', /special representative|envoy/u],
    ['ځانګړي استازي', /special representative|envoy/u],
    ['ځانګړی راپورټر', /rapporteur/u],
    ['ځانګړي راپورټر', /rapporteur/u],
    ['ویاند', /spokes(?:man|woman|person)|press secretary/u],
    ['ویاندې', /spokes(?:woman|person)/u],
    ['سفیر', /ambassador/u],
    ['وزیر', /minister/u],
    ['سرمنشي', /secretary-general/u],
  ],
  ar: [
    ['وزير الخارجية', /foreign minister/u],
    ['وزير الدفاع', /defen[cs]e minister/u],
    ['وزير الداخلية', /interior minister/u],
    ['رئيس الوزراء', /prime minister/u],
    ['الوزير', /minister/u],
    ['الرئيس', /^(?:acting )?president$/u],
    ['المبعوث الخاص', /special representative|envoy/u],
    ['المبعوث', /special representative|envoy/u],
    ['المقرر الخاص', /rapporteur/u],
    ['المقررة الخاصة', /rapporteur/u],
    ['المتحدث', /spokesman|spokesperson|press secretary/u],
    ['المتحدثة', /spokeswoman|spokesperson/u],
    ['الناطق', /spokesman|spokesperson/u],
    ['السفير', /ambassador/u],
    ['الأمين العام', /secretary-general/u],
  ],
};

/** Adjectives of the states whose office-holders the registry knows. Russian and Arabic ones are beginnings, for their endings vary. */
export const STATE_ADJECTIVES: Readonly<Record<string, Readonly<Record<string, string>>>> = stateAdjectives;

/** A phrase as folded words. */
export function foldWords(phrase: string): string[] {
  return phrase.split(/[\s-]+/u).map((word) => foldText(word).text);
}
