import { foldText } from '@khabar/text';

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
  ],
  ru: [
    ['министр', /minister/u],
    ['глава мид', /foreign minister/u],
    ['президент', /^president$/u],
    ['спецпредставитель', /special representative|envoy/u],
    ['посол', /ambassador/u],
    ['дипломат', /foreign ministry|foreign minister|ambassador|special representative|envoy|chargé/u],
  ],
};

/** Adjectives of the states whose office-holders the registry knows. Russian and Arabic ones are beginnings, for their endings vary. */
export const STATE_ADJECTIVES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {
    russian: 'country:russia',
    pakistani: 'country:pakistan',
    iranian: 'country:iran',
    indian: 'country:india',
    chinese: 'country:china',
    uzbek: 'country:uzbekistan',
    tajik: 'country:tajikistan',
    turkmen: 'country:turkmenistan',
    kazakh: 'country:kazakhstan',
    kyrgyz: 'country:kyrgyzstan',
    qatari: 'country:qatar',
    turkish: 'country:turkey',
    saudi: 'country:saudi-arabia',
    emirati: 'country:united-arab-emirates',
    german: 'country:germany',
    french: 'country:france',
    ukrainian: 'country:ukraine',
    belarusian: 'country:belarus',
  },
  ru: {
    российск: 'country:russia',
    пакистанск: 'country:pakistan',
    иранск: 'country:iran',
    индийск: 'country:india',
    китайск: 'country:china',
    узбекск: 'country:uzbekistan',
    таджикск: 'country:tajikistan',
    туркменск: 'country:turkmenistan',
    казахстанск: 'country:kazakhstan',
    киргизск: 'country:kyrgyzstan',
    катарск: 'country:qatar',
    турецк: 'country:turkey',
    саудовск: 'country:saudi-arabia',
    немецк: 'country:germany',
    германск: 'country:germany',
    французск: 'country:france',
    украинск: 'country:ukraine',
    белорусск: 'country:belarus',
  },
  ar: {
    الروسي: 'country:russia',
    الباكستاني: 'country:pakistan',
    الإيراني: 'country:iran',
    الهندي: 'country:india',
    الصيني: 'country:china',
    الأوزبكي: 'country:uzbekistan',
    الطاجيكي: 'country:tajikistan',
    الكازاخي: 'country:kazakhstan',
    القطري: 'country:qatar',
    التركي: 'country:turkey',
    السعودي: 'country:saudi-arabia',
    الإماراتي: 'country:united-arab-emirates',
    الألماني: 'country:germany',
    الفرنسي: 'country:france',
  },
};

/** A phrase as folded words. */
export function foldWords(phrase: string): string[] {
  return phrase.split(/[\s-]+/u).map((word) => foldText(word).text);
}
