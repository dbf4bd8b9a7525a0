import { expect, test } from 'vitest';

import { INTERFACE_LANGUAGES, readSettings } from '../settings/settings.ts';
import { interfaceText } from './interface-text.tsx';
import { fillIn, messagesOf, type MessageFile } from './messages.ts';
import ar from './messages/ar.json';
import en from './messages/en.json';
import faAf from './messages/fa-af.json';
import ps from './messages/ps.json';
import ru from './messages/ru.json';

const FILES: Readonly<Record<(typeof INTERFACE_LANGUAGES)[number], MessageFile>> = {
  en,
  ru,
  'fa-AF': faAf,
  ps,
  ar,
};
const PLURAL = /_(?:zero|one|two|few|many|other)$/;

function baseKeys(file: MessageFile): string[] {
  return [...new Set(Object.keys(file).map((key) => key.replace(PLURAL, '')))].toSorted();
}

/** A message without the places for its values. */
function words(pattern: string): string {
  return pattern.replaceAll(/\{\{\w+\}\}/g, '');
}

function places(pattern: string): string[] {
  return [...pattern.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).toSorted();
}

test.each(INTERFACE_LANGUAGES)('%s has every message and none that nobody asks for', (language) => {
  expect(baseKeys(FILES[language])).toEqual(baseKeys(en));
});

test.each(INTERFACE_LANGUAGES)(
  '%s has every plural form its language needs, or one that never changes',
  (language) => {
    const file = FILES[language];
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const incomplete = Object.keys(file)
      .filter((key) => PLURAL.test(key))
      .map((key) => key.replace(PLURAL, ''))
      .filter((base) => {
        const forms = Object.keys(file).filter((key) => key.replace(PLURAL, '') === base && PLURAL.test(key));
        const onlyOther = forms.length === 1 && forms[0] === `${base}_other`;
        return !onlyOther && needed.some((category) => !forms.includes(`${base}_${category}`));
      });
    expect(incomplete).toEqual([]);
  },
);

test.each(INTERFACE_LANGUAGES)('%s sets the same values into each message as English does', (language) => {
  const different = Object.entries(FILES[language]).filter(([key, pattern]) => {
    const english: MessageFile = en;
    const original = english[key] ?? english[`${key.replace(PLURAL, '')}_other`] ?? '';
    return places(pattern).join() !== places(original).join();
  });
  expect(different).toEqual([]);
});

test.each(['ru', 'fa-AF', 'ps', 'ar'] as const)('%s leaves no English sentence untranslated', (language) => {
  const english: MessageFile = en;
  const same = Object.entries(FILES[language]).filter(
    ([key, pattern]) =>
      pattern === english[key] &&
      /[a-z]{4}/i.test(words(pattern)) &&
      !/^(?:JSON|robots\.txt|Slack|Telegram|Matrix|ntfy|Apprise)$/.test(pattern),
  );
  expect(same).toEqual([]);
});

test('Russian counts by its own plural forms', () => {
  const messages = messagesOf('ru', ru, en);
  expect([1, 3, 5, 21].map((count) => messages.pattern('overview.articles', count))).toEqual([
    '{{n}} статья',
    '{{n}} статьи',
    '{{n}} статей',
    '{{n}} статья',
  ]);
});

test('a message that a language lacks is answered in English', () => {
  expect(messagesOf('ar', {}, en).pattern('nav.search')).toBe('Search');
  expect(messagesOf('ar', {}, en).pattern('overview.stories', 2)).toBe('{{n}} stories');
});

test('values are isolated for direction and numbers take the digits of the settings', () => {
  const settings = readSettings('{"language":"fa-AF"}', []);
  const { t } = interfaceText(messagesOf('fa-AF', faAf, en), settings);
  expect(t('overview.articles', { count: 1408 })).toBe('\u2068۱٬۴۰۸\u2069 مقاله');
  expect(t('search.titled', { query: 'МИД' })).toBe('جستجو: \u2068МИД\u2069');
});

test('a place without a value stays visible', () => {
  expect(fillIn('{{a}} and {{b}}', { a: '1' })).toBe('1 and {{b}}');
});
