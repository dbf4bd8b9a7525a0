const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'ps', 'ur', 'he', 'ug', 'sd', 'ckb', 'yi', 'dv']);

/** Writing direction of a language tag; `auto` where it is not determined. */
export function directionOf(language: string): 'ltr' | 'rtl' | 'auto' {
  const primary = language.split('-')[0] ?? language;
  if (primary === 'und' || primary === '') return 'auto';
  return RIGHT_TO_LEFT.has(primary) ? 'rtl' : 'ltr';
}

/** `lang` and `dir` of the element that holds a text from outside. */
export function textAttributes(
  language: string,
  direction = directionOf(language),
): { lang?: string; dir: 'ltr' | 'rtl' | 'auto' } {
  return language === 'und' || language === '' ? { dir: direction } : { lang: language, dir: direction };
}

/** Without the invisible marks that could turn the text around it. */
export function withoutDirectionControls(text: string): string {
  return text.replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '');
}

/** Isolated, so that a name in another script does not disturb the sentence it stands in. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
