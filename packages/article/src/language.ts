import { z } from 'zod';

/** BCP 47 tags that Khabar tells apart; `und` is "not determined". Dari is `fa-AF`; `fa` is Persian of unknown or Iranian variety. */
export const LanguageCode = z.string().regex(/^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$/);
export type LanguageCode = z.infer<typeof LanguageCode>;

/** Languages whose coverage Khabar analyses in full; others are kept, searched and shown. */
export const ANALYSED_LANGUAGES = ['en', 'ru', 'fa', 'ps', 'ar'] as const;
export type AnalysedLanguage = (typeof ANALYSED_LANGUAGES)[number];

/** 'fa-AF' -> 'fa'. */
export function primaryLanguage(code: LanguageCode): string {
  return code.split('-')[0] ?? code;
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'ps', 'ur', 'he', 'ug', 'sd', 'ckb', 'yi', 'dv']);

/** Writing direction of a language; `auto` where the language is not determined. */
export function writingDirection(code: LanguageCode): 'ltr' | 'rtl' | 'auto' {
  const primary = primaryLanguage(code);
  if (primary === 'und') return 'auto';
  return RIGHT_TO_LEFT.has(primary) ? 'rtl' : 'ltr';
}
