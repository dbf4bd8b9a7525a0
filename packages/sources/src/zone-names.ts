/** Zone abbreviations in feeds, minutes east of UTC. Ambiguous ones as RFC 822 and most feeds mean them. */
const ZONE_TABLE: readonly (readonly [number, string])[] = [
  [-600, 'hst'],
  [-540, 'akst'],
  [-480, 'pt pst akdt'],
  [-420, 'mt mst pdt'],
  [-360, 'ct cst mdt'],
  [-300, 'et est cdt'],
  [-240, 'at ast edt'],
  [-180, 'adt brt art'],
  [0, 'z ut utc gmt wet'],
  [60, 'west bst cet met mez wat'],
  [120, 'cest mest mesz eet cat sast'],
  [180, 'eest msk trt eat'],
  [210, 'irst'],
  [240, 'msd samt'],
  [270, 'aft irdt'],
  [300, 'pkt uzt tjt tmt yekt'],
  [330, 'ist'],
  [420, 'novt'],
  [480, 'sgt hkt awst'],
  [540, 'kst jst'],
  [600, 'aest'],
  [660, 'aedt'],
  [720, 'nzst'],
  [780, 'nzdt'],
];

const ZONES: ReadonlyMap<string, number> = new Map(
  ZONE_TABLE.flatMap(([minutes, names]) => names.split(' ').map((name): [string, number] => [name, minutes])),
);

/** Minutes east of UTC of a zone abbreviation in lower case, or undefined. */
export function zoneOffset(name: string): number | undefined {
  return ZONES.get(name);
}

// How newsrooms write the zone of their readers out.
const SPOKEN: readonly (readonly [string, RegExp])[] = [
  [
    'msk',
    /(?:по московскому времени|по москве|московского времени|мск|moscow time|به وقت (?:مسکو|مسكو)|بتوقيت موسكو)/gu,
  ],
  ['aft', /(?:по кабульскому времени|kabul time|به وقت (?:کابل|كابل|افغانستان)|د کابل په وخت|بتوقيت كابل)/gu],
  ['irst', /(?:по тегеранскому времени|tehran time|به وقت (?:تهران|ایران)|بتوقيت طهران)/gu],
  ['eat', /(?:بتوقيت (?:مكة المكرمة|مكة|السعودية|الرياض)|mecca time|ksa|trt|tsi|türkiye saati)/gu],
  ['pkt', /(?:به وقت اسلام ?آباد|pakistan time|پاکستانی وقت)/gu],
  [
    'gmt',
    /(?:по гринвичу|به وقت گرینویچ|گرینویچ|بتوقيت (?:غرينتش|جرينتش)|غرينتش|جرينتش|greenwich mean time|د گرینویچ په وخت)/gu,
  ],
];

/** Zones written out in words become their abbreviations; takes lower case. */
export function abbreviateZones(text: string): string {
  return SPOKEN.reduce((rest, [name, pattern]) => rest.replace(pattern, ` ${name} `), text);
}
