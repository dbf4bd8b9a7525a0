import { type Chip, expandSaved, type Hint, parseQuery, type QueryNode } from '@khabar/query';

import type { SearchFilters, SearchRequest, StanceFilter, ValueFilter } from './port.ts';

/** The parameters of an address (dashboard, API, saved search), by name. */
export type SearchParams = Readonly<Record<string, string | undefined>>;

/** Something in the address that was understood otherwise than written, or not at all. */
export interface ParamHint {
  readonly code: 'bad-date' | 'bad-value' | 'bad-number';
  readonly parameter: string;
  readonly message: string;
}

/** A search as the address says it. `query` can be compiled; the rest of the request is in `request`. */
export interface ReadSearch {
  readonly text: string;
  readonly request: SearchRequest;
  readonly understood: readonly Chip[];
  readonly queryHints: readonly Hint[];
  readonly paramHints: readonly ParamHint[];
  /** True where the address gave neither `from` nor `to`. */
  readonly defaultRange: boolean;
}

const DEFAULT_FROM = '-30d';
const DAY_MS = 24 * 60 * 60_000;
const UNITS: Readonly<Record<string, number>> = {
  h: 60 * 60_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
  m: 30 * DAY_MS,
  y: 365 * DAY_MS,
};
const SORTS = ['new', 'old', 'rel'] as const;
const DUPLICATES = ['fold', 'all'] as const;
const MOST_VALUES = 100;

/** Query text of a saved search by its name; undefined: there is none. */
export type FindSaved = (name: string) => string | undefined;

/** Reads an address. Unknown parameters are ignored, invalid ones fall back to the default and are named in a hint; never throws. */
export function readSearchParams(
  params: SearchParams,
  now: Date,
  findSaved: FindSaved = () => undefined,
): ReadSearch {
  const text = params['q'] ?? '';
  const parsed = parseQuery(text);
  const hints: ParamHint[] = [];
  const read = { params, now, hints };
  const query: QueryNode = expandSaved(parsed.ast, (name) => {
    const saved = findSaved(name);
    return saved === undefined ? null : parseQuery(saved).ast;
  });
  const hasTerms = text.trim() !== '';
  const cursor = params['cursor'];
  return {
    text,
    understood: parsed.understood,
    queryHints: parsed.hints,
    paramHints: hints,
    defaultRange: !isSet(params['from']) && !isSet(params['to']),
    request: {
      query,
      filters: filtersOf(read),
      duplicates: oneOf(read, { name: 'dup', values: DUPLICATES, fallback: 'fold' }),
      sort: oneOf(read, { name: 'sort', values: SORTS, fallback: hasTerms ? 'rel' : 'new' }),
      size: sizeOf(read),
      ...(isSet(cursor) ? { cursor } : {}),
    },
  };
}

interface Reading {
  readonly params: SearchParams;
  readonly now: Date;
  readonly hints: ParamHint[];
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function filtersOf(read: Reading): SearchFilters {
  const { params } = read;
  const openStart = isSet(params['to']) ? undefined : relative(DEFAULT_FROM, read.now);
  const from = isSet(params['from']) ? instant(read, 'from') : openStart;
  const to = isSet(params['to']) ? instant(read, 'to') : undefined;
  const ids = params['ids'];
  const dated = params['dated'];
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...values('language', params['lang']),
    ...values('source', params['source']),
    ...values('country', params['country']),
    ...entitiesAndTopics(params['entity'], params['topic']),
    ...values('kind', params['type']),
    ...values('genre', params['genre']),
    ...values('subject', params['subject']),
    ...stances(params['stance']),
    ...(dated === 'yes' || dated === 'no' ? { dated: dated === 'yes' } : {}),
    ...(isSet(ids) ? { ids: ids.split(',').slice(0, 1000) } : {}),
  };
}

function values<
  K extends 'language' | 'source' | 'country' | 'entity' | 'topic' | 'kind' | 'genre' | 'subject',
>(field: K, list: string | undefined): { [P in K]?: ValueFilter } {
  if (!isSet(list)) return {};
  const items = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '' && item !== '-')
    .slice(0, MOST_VALUES);
  if (items.length === 0) return {};
  const filter: ValueFilter = {
    include: items.filter((item) => !item.startsWith('-')),
    exclude: items.filter((item) => item.startsWith('-')).map((item) => item.slice(1)),
  };
  // The one key of the type, with the one value that it may have.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { [field]: filter } as { [P in K]?: ValueFilter };
}

function isTopic(item: string): boolean {
  return item.trim().replace(/^-/, '').startsWith('topic:');
}

/** A topic is an entity to whoever writes the address; the index keeps the two apart. */
function entitiesAndTopics(
  entities: string | undefined,
  topics: string | undefined,
): Pick<SearchFilters, 'entity' | 'topic'> {
  const items = (entities ?? '').split(',');
  return {
    ...values('entity', items.filter((item) => !isTopic(item)).join(',')),
    ...values('topic', [topics ?? '', ...items.filter(isTopic)].join(',')),
  };
}

/** `HOLDER>TARGET>LABEL`, each part may be empty; several are separated by commas and must all be satisfied. */
function stances(list: string | undefined): { stance?: readonly StanceFilter[] } {
  if (!isSet(list)) return {};
  const filters = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item): StanceFilter => {
      const exclude = item.startsWith('-');
      const [holder = '', target = '', label = ''] = (exclude ? item.slice(1) : item)
        .split('>')
        .map((part) => part.trim());
      return {
        ...(holder === '' ? {} : { holder }),
        ...(target === '' ? {} : { target }),
        ...(label === '' ? {} : { label: labelOf(label) }),
        ...(exclude ? { exclude } : {}),
      };
    });
  return filters.length === 0 ? {} : { stance: filters };
}

function labelOf(label: string): string {
  if (label === 'positive') return 'favor';
  return label === 'negative' ? 'against' : label;
}

function oneOf<T extends string>(
  read: Reading,
  choice: { name: string; values: readonly T[]; fallback: T },
): T {
  const given = read.params[choice.name];
  if (!isSet(given)) return choice.fallback;
  const value = choice.values.find((one) => one === given);
  if (value !== undefined) return value;
  read.hints.push({
    code: 'bad-value',
    parameter: choice.name,
    message: `${choice.name}=${given} is none of ${choice.values.join(', ')}; ${choice.fallback} was taken.`,
  });
  return choice.fallback;
}

function sizeOf(read: Reading): number {
  const given = read.params['size'];
  if (!isSet(given)) return 20;
  const size = Number(given);
  if (Number.isInteger(size) && size >= 1 && size <= 100) return size;
  read.hints.push({
    code: 'bad-number',
    parameter: 'size',
    message: `size=${given} is not a whole number from 1 to 100; 20 was taken.`,
  });
  return 20;
}

/** `2025`, `2025-07`, `2025-07-04`, an instant, `now`, `-7d`. As `to`, a day, month or year is meant whole. */
function instant(read: Reading, name: 'from' | 'to'): string | undefined {
  const given = (read.params[name] ?? '').trim();
  if (given === 'all') return undefined;
  if (given === 'now') return read.now.toISOString();
  const back = relative(given, read.now);
  if (back !== undefined) return back;
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(given);
  if (parts !== null) {
    const [year, month, day] = [
      Number(parts[1]),
      parts[2] === undefined ? null : Number(parts[2]) - 1,
      parts[3] === undefined ? null : Number(parts[3]),
    ];
    const start = new Date(Date.UTC(year, month ?? 0, day ?? 1));
    const valid =
      (month === null || (month >= 0 && month <= 11)) && (day === null || start.getUTCDate() === day);
    if (valid)
      return name === 'from' ? start.toISOString() : after(start, month === null, day === null).toISOString();
  }
  const time = /^\d{4}-\d\d-\d\dT/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  read.hints.push({
    code: 'bad-date',
    parameter: name,
    message: `${name}=${given} is not a date like 2025-07-04 or -7d; it was left out.`,
  });
  return undefined;
}

function after(start: Date, wholeYear: boolean, wholeMonth: boolean): Date {
  if (wholeYear) return new Date(Date.UTC(start.getUTCFullYear() + 1, 0, 1));
  if (wholeMonth) return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  return new Date(start.getTime() + DAY_MS);
}

function relative(text: string, now: Date): string | undefined {
  const match = /^-(\d{1,5})([hdwmy])$/.exec(text);
  if (match === null) return undefined;
  return new Date(now.getTime() - Number(match[1]) * (UNITS[match[2] ?? 'd'] ?? DAY_MS)).toISOString();
}
