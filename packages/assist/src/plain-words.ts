const SCRIPTS: Readonly<Record<string, RegExp>> = {
  en: /\p{Script=Latin}/gu,
  ru: /\p{Script=Cyrillic}/gu,
  fa: /\p{Script=Arabic}/gu,
  ps: /\p{Script=Arabic}/gu,
  ar: /\p{Script=Arabic}/gu,
};
const LETTERS = /\p{L}/gu;

/** Why a text is not plain words in a language; null: it is. */
export function faultOf(text: string, language: string, given: string): string | null {
  if (text.trim() === '') return 'it is empty';
  if (/<\/?[a-z][^>]*>|\[[^\]]*\]\([^)]*\)/iu.test(text)) return 'it holds markup';
  const address = /(?:https?:\/\/|www\.)[^\s)]+/iu.exec(text)?.[0];
  if (address !== undefined && !given.includes(address))
    return 'it holds an address that the article has not';
  const script = SCRIPTS[language.toLowerCase().split('-')[0] ?? ''];
  const letters = text.match(LETTERS)?.length ?? 0;
  if (script !== undefined && (text.match(script)?.length ?? 0) < letters * 0.6)
    return `it is not written in the letters of "${language}"`;
  return null;
}
