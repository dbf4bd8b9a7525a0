/** What covers a language: `zh-Hant-TW`, `zh-Hant`, `zh`. */
export function languageVarieties(language: string): string[] {
  const parts = language.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}
