import type { InterfaceLanguage } from '../settings/settings.ts';
import type en from './messages/en.json';

type WithoutPlural<Key> = Key extends `${infer Base}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}`
  ? Base
  : Key;
/** Name of a message; plural forms share one. */
export type MessageKey = WithoutPlural<keyof typeof en>;

export type MessageFile = Readonly<Record<string, string>>;

/** The messages of one language with English behind them. */
export interface Messages {
  readonly language: InterfaceLanguage;
  /** The message of a key; with `count` in the plural form that the language asks for (CLDR, by Intl). */
  pattern(key: string, count?: number): string;
}

const LOADERS: Readonly<Record<InterfaceLanguage, () => Promise<MessageFile>>> = {
  en: async () => (await import('./messages/en.json')).default,
  ru: async () => (await import('./messages/ru.json')).default,
  'fa-AF': async () => (await import('./messages/fa-af.json')).default,
  ps: async () => (await import('./messages/ps.json')).default,
  ar: async () => (await import('./messages/ar.json')).default,
};

/** Messages of a language from its file; what it lacks is answered from `fallback`. */
export function messagesOf(language: InterfaceLanguage, file: MessageFile, fallback: MessageFile): Messages {
  const plural = new Intl.PluralRules(language);
  const english = new Intl.PluralRules('en');
  return {
    language,
    pattern(key, count) {
      const forms = (rules: Intl.PluralRules): string[] =>
        count === undefined ? [key] : [`${key}_${rules.select(count)}`, `${key}_other`, key];
      const own = forms(plural).find((form) => file[form] !== undefined);
      const other = forms(english).find((form) => fallback[form] !== undefined);
      return file[own ?? ''] ?? fallback[other ?? ''] ?? key;
    },
  };
}

// i18next would do this too, for 15 kB of the entry's 125.
/** Loads the messages of a language, each in a file of its own; English stands behind it for whatever it lacks. */
export async function loadMessages(language: InterfaceLanguage): Promise<Messages> {
  const [file, fallback] = await Promise.all([LOADERS[language](), LOADERS.en()]);
  return messagesOf(language, file, fallback);
}

/** A message with its values set in. A place without a value stays visible. */
export function fillIn(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{\{(\w+)\}\}/g, (place, name: string) => values[name] ?? place);
}
