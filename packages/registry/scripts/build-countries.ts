/**
 * Writes data/countries.jsonl: every territory of CLDR with its names in eight languages (cldr-localenames-full, Unicode-3.0), with
 * the aliases and rules of country-aliases.json. Run again after a change: `npx node packages/registry/scripts/build-countries.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { Entity, type EntityName } from '@khabar/article';
import { foldText } from '@khabar/text';
import { z } from 'zod';

import { compareIds } from '../src/registry.ts';

const LANGUAGES = ['en', 'ru', 'fa', 'ps', 'ar', 'ur', 'tr', 'uz', 'tk', 'tg'] as const;
const NOT_COUNTRIES = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'ZZ',
]);

const Rules = z.object({ unless: z.array(z.string()).optional(), near: z.array(z.string()).optional() });
const Alias = z.union([z.string(), Rules.extend({ text: z.string() })]);
const Aliases = z.object({
  id: z.string().optional(),
  /** Names of CLDR or of this file that are also common words. */
  drop: z.array(z.string()).optional(),
  /** The CLDR label is not a name as written ("Myanmar (Burma)"): the first alias is the label. */
  dropLabel: z.boolean().optional(),
  /** What is shown, by language, where CLDR's label is not what newspapers write. */
  label: z.record(z.string(), z.string()).optional(),
  rules: z.record(z.string(), Rules).optional(),
  ...Object.fromEntries(LANGUAGES.map((language) => [language, z.array(Alias).optional()])),
});
type Aliases = z.infer<typeof Aliases>;

const Territories = z.record(
  z.string(),
  z.object({ localeDisplayNames: z.object({ territories: z.record(z.string(), z.string()) }) }),
);
const require = createRequire(import.meta.url);

async function territories(language: string): Promise<Record<string, string>> {
  const path = require.resolve(`cldr-localenames-full/main/${language}/territories.json`);
  const { main } = z.object({ main: Territories }).parse(JSON.parse(await readFile(path, 'utf8')));
  return main[language]?.localeDisplayNames.territories ?? {};
}

function slug(name: string): string {
  const { text } = foldText(name.replaceAll('&', 'and'));
  return text
    .normalize('NFD')
    .replaceAll(/[^a-z0-9\s-]/gu, '')
    .trim()
    .replaceAll(/\s+/gu, '-');
}

function isAcronym(text: string): boolean {
  return /^(?:\p{Lu}\.?){2,5}$/u.test(text);
}

function namesIn(
  language: string,
  code: string,
  sources: { cldr: Record<string, string>; aliases: Aliases | undefined },
): EntityName[] {
  const { cldr, aliases } = sources;
  const listed = z.array(Alias).parse(Reflect.get(aliases ?? {}, language) ?? []);
  const own = listed.map((alias) => (typeof alias === 'string' ? { text: alias } : alias));
  const cldrNames = [cldr[code], cldr[`${code}-alt-short`], cldr[`${code}-alt-variant`]];
  const label = aliases?.label?.[language];
  const texts = [label, ...(aliases?.dropLabel === true ? cldrNames.slice(1) : cldrNames)].filter(
    (text) => text !== undefined,
  );
  const [first, ...others] = texts.map((text) => ({ text }));
  const kept = new Map<string, z.infer<typeof Rules> & { text: string }>();
  for (const name of [...(first === undefined ? [] : [first]), ...own, ...others]) {
    const isName = !/[()،]/u.test(name.text) && !(aliases?.drop ?? []).includes(name.text);
    if (isName) kept.set(name.text, { ...kept.get(name.text), ...name });
  }
  const rules = aliases?.rules?.[language] ?? {};
  return [...kept.values()].map((name, index) => ({
    language,
    text: name.text,
    kind: index === 0 ? ('label' as const) : ('alias' as const),
    ...rules,
    ...name,
    ...(isAcronym(name.text) ? { caseSensitive: true } : {}),
  }));
}

const file = new URL('country-aliases.json', import.meta.url);
const aliasesByCode = z.record(z.string(), Aliases).parse(JSON.parse(await readFile(file, 'utf8')));
const names = new Map(
  await Promise.all(LANGUAGES.map(async (language) => [language, await territories(language)] as const)),
);
const english = names.get('en') ?? {};
const countries = Object.keys(english)
  .filter((code) => /^[A-Z]{2}$/u.test(code) && !NOT_COUNTRIES.has(code))
  .map((code) => {
    const aliases = aliasesByCode[code];
    return Entity.parse({
      id: `country:${aliases?.id ?? slug(english[code] ?? code)}`,
      type: 'country',
      names: LANGUAGES.flatMap((language) =>
        namesIn(language, code, { cldr: names.get(language) ?? {}, aliases }),
      ),
      note: `ISO 3166-1 ${code}; names from CLDR (Unicode-3.0)`,
    });
  })
  .toSorted((one, other) => compareIds(one.id, other.id));
const lines = countries.map((country) => JSON.stringify(country)).join('\n');
await writeFile(new URL('../data/countries.jsonl', import.meta.url), `${lines}\n`);
