import { EXTRA_SPELLINGS, MONTH_LOCALES, type MonthName } from './month-spellings.ts';

export type { MonthName };

/** Folds a name as `foldDateText` folds a text, so that both meet. */
export function foldMonth(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[يىئ]/g, 'ی')
    .replaceAll('ك', 'ک')
    .replaceAll('ګ', 'گ')
    .replaceAll('ة', 'ه')
    .replaceAll(/[أإآٱ]/g, 'ا')
    .replaceAll('ؤ', 'و')
    .replaceAll('ۍ', 'ی')
    .replaceAll(/[\u064B-\u0652\u0670\u0640]/g, '')
    .replaceAll(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069\u061C\uFEFF]/g, '')
    .replaceAll(/[.’']/g, '')
    .trim();
}

type Table = Map<string, MonthName>;

function tableOf(locale: string): Table {
  const table: Table = new Map();
  const put = (name: string, month: MonthName): void => {
    const key = foldMonth(name);
    if (key !== '' && !/\d/.test(key) && !table.has(key)) table.set(key, month);
  };
  for (const [calendar, names] of EXTRA_SPELLINGS[locale] ?? [])
    names.forEach((spellings, index) => {
      for (const name of spellings.split('|')) put(name, { calendar, month: index + 1 });
    });
  for (const style of ['long', 'short'] as const) {
    for (const options of [{ month: style, day: 'numeric' }, { month: style }] as const) {
      const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, {
        ...options,
        timeZone: 'UTC',
      });
      for (let month = 1; month <= 12; month += 1) {
        const part = format.formatToParts(Date.UTC(2023, month - 1, 15)).find(({ type }) => type === 'month');
        if (part !== undefined) put(part.value, { calendar: 'gregory', month });
      }
    }
  }
  return table;
}

const tables = new Map<string, Table>();
let everyone: Table | undefined;

function cachedTable(locale: string): Table {
  const known = tables.get(locale);
  if (known !== undefined) return known;
  const table = tableOf(locale);
  tables.set(locale, table);
  return table;
}

/** All languages together; a name that means two months in two languages is left out. */
function tableOfAll(): Table {
  if (everyone !== undefined) return everyone;
  const all: Table = new Map();
  const disputed = new Set<string>();
  for (const locale of MONTH_LOCALES)
    for (const [name, month] of cachedTable(locale)) {
      const other = all.get(name);
      if (other !== undefined && (other.month !== month.month || other.calendar !== month.calendar))
        disputed.add(name);
      else all.set(name, month);
    }
  for (const name of disputed) all.delete(name);
  everyone = all;
  return all;
}

/** Month of a name (folded with `foldMonth`), read as the language of the text would; in other languages where it knows no such name. */
export function monthOf(folded: string, language: string): MonthName | null {
  const primary = language.split('-')[0] ?? language;
  const own = MONTH_LOCALES.includes(primary) ? cachedTable(primary).get(folded) : undefined;
  return (
    own ?? (primary === 'en' ? undefined : cachedTable('en').get(folded)) ?? tableOfAll().get(folded) ?? null
  );
}
