import { foldText } from '@khabar/text';

import type { StanceLabelName } from './query-node.ts';

const LANGUAGE_NAMES: ReadonlyMap<string, string> = new Map([
  ['english', 'en'],
  ['russian', 'ru'],
  ['persian', 'fa'],
  ['farsi', 'fa'],
  ['dari', 'fa-AF'],
  ['pashto', 'ps'],
  ['arabic', 'ar'],
  ['urdu', 'ur'],
  ['uzbek', 'uz'],
  ['tajik', 'tg'],
  ['turkish', 'tr'],
  ['prs', 'fa-AF'],
]);
const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** A field's value and whether it is one that can exist. */
export interface FieldValue {
  readonly value: string;
  readonly known: boolean;
}

/** `FA-af` -> `fa-AF`, `Dari` -> `fa-AF`. */
export function languageValue(typed: string): FieldValue {
  const value = typed.trim().toLowerCase().replace('_', '-');
  const named = LANGUAGE_NAMES.get(value);
  if (named !== undefined) return { value: named, known: true };
  const [primary = '', region] = value.split('-');
  const known =
    /^[a-z]{2,3}$/.test(primary) && (primary === 'und' || languageNames.of(primary) !== undefined);
  return { value: region ? `${primary}-${region.toUpperCase()}` : primary, known };
}

function countriesByName(): ReadonlyMap<string, string> {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return new Map(
    codes.flatMap((code) => {
      const name = countryNames.of(code);
      return name === undefined ? [] : [[foldText(name).text, code]];
    }),
  );
}

let byName: ReadonlyMap<string, string> | undefined;

/** `af` -> `AF`, `Afghanistan` -> `AF`. */
export function countryValue(typed: string): FieldValue {
  const value = typed.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(value)) return { value, known: countryNames.of(value) !== undefined };
  byName ??= countriesByName();
  const code = byName.get(foldText(typed.trim()).text);
  return code === undefined ? { value, known: false } : { value: code, known: true };
}

const POLARITIES: Readonly<Record<StanceLabelName, readonly string[]>> = {
  favor: ['favor', 'favour', 'positive', 'pro', 'for', 'support', 'supportive', 'pos'],
  against: ['against', 'negative', 'anti', 'contra', 'critical', 'neg'],
  neutral: ['neutral', 'neut'],
  unclear: ['unclear', 'mixed', 'ambiguous'],
};

/** `positive` -> `favor`; null: no such label. */
export function polarityValue(typed: string): StanceLabelName | null {
  const value = typed.trim().toLowerCase();
  if (POLARITIES.favor.includes(value)) return 'favor';
  if (POLARITIES.against.includes(value)) return 'against';
  if (POLARITIES.neutral.includes(value)) return 'neutral';
  return POLARITIES.unclear.includes(value) ? 'unclear' : null;
}
