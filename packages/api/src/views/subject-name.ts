import type { ApiServices } from '../services.ts';

/** Name of a subject, or of one of its searches, in the language of the page; Dari is read in Persian, what is missing in English. */
export function nameIn(names: ApiServices['subjects'][number]['names'], ui: string): string {
  const [primary = 'en'] = ui.toLowerCase().split('-');
  const known = (['ru', 'fa', 'ps', 'ar'] as const).find((language) => language === primary) ?? 'en';
  return names[known];
}
