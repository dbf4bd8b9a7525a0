/** A search as its address has it: every part is text, absent means the default. */
export interface CoverageSearch {
  readonly q?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly lang?: string | undefined;
  readonly source?: string | undefined;
  readonly country?: string | undefined;
  readonly entity?: string | undefined;
  readonly topic?: string | undefined;
  readonly stance?: string | undefined;
  readonly type?: string | undefined;
  /** Kinds of article. */
  readonly genre?: string | undefined;
  readonly subject?: string | undefined;
  readonly dated?: string | undefined;
}

export interface SearchPageSearch extends CoverageSearch {
  readonly dup?: 'all' | undefined;
  readonly sort?: 'new' | 'old' | 'rel' | undefined;
  readonly scale?: 'share' | 'count' | undefined;
  readonly bucket?: 'hour' | 'day' | 'week' | 'month' | 'year' | undefined;
  readonly size?: '20' | '50' | '100' | undefined;
}

export interface StanceSearch extends CoverageSearch {
  readonly holder?: string | undefined;
  readonly target?: string | undefined;
  readonly view?: 'matrix' | 'statements' | undefined;
  readonly net?: '1' | undefined;
  /** Every reprint of a sentence is a statement of its own. */
  readonly dup?: 'all' | undefined;
  readonly bucket?: SearchPageSearch['bucket'];
}

export interface OverviewSearch {
  readonly range?: string | undefined;
  readonly holder?: string | undefined;
  readonly target?: string | undefined;
  readonly scale?: 'share' | 'count' | undefined;
}

export interface ReaderSearch {
  readonly q?: string | undefined;
  readonly ev?: string | undefined;
  readonly s?: string | undefined;
  readonly tab?: 'metadata' | undefined;
}

export interface EntitiesSearch {
  readonly q?: string | undefined;
  readonly type?: string | undefined;
  readonly sort?: 'trend' | 'name' | undefined;
}

export interface EntityPageSearch extends CoverageSearch {
  readonly tab?: 'statements' | 'names' | undefined;
  readonly scale?: 'share' | 'count' | undefined;
}

export interface AlertsSearch {
  readonly rule?: string | undefined;
  readonly tab?: 'ledger' | 'channels' | undefined;
}

export interface SourcesSearch {
  readonly status?: string | undefined;
  readonly lang?: string | undefined;
  readonly country?: string | undefined;
  readonly q?: string | undefined;
}

export interface CorrectionsSearch {
  readonly state?: 'counting' | undefined;
}

export interface RetagSearch {
  readonly run?: string | undefined;
}

type Raw = Readonly<Record<string, unknown>>;

const LIST = /^-?[^,]+(?:,-?[^,]+)*$/u;
const DATE = /^(?:-\d{1,5}[hdwmy]|now|all|\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:.]+Z)?)?)?)$/;
const ENTITY = /^[a-z]+(?::[a-z0-9-]+)?$/;

function text(raw: Raw, name: string, form = /^[\s\S]+$/): string | undefined {
  const value = raw[name];
  const shown = typeof value === 'number' ? String(value) : value;
  return typeof shown === 'string' && form.test(shown) ? shown : undefined;
}

function choice<const T extends readonly string[]>(
  raw: Raw,
  name: string,
  allowed: T,
): T[number] | undefined {
  return allowed.find((candidate) => candidate === String(raw[name]));
}

const BUCKETS = ['hour', 'day', 'week', 'month', 'year'] as const;

/** Filters that every page about coverage shares; what is not understood falls back to the default. */
export function coverageSearch(raw: Raw): CoverageSearch {
  return {
    q: text(raw, 'q'),
    from: text(raw, 'from', DATE),
    to: text(raw, 'to', DATE),
    lang: text(raw, 'lang', LIST),
    source: text(raw, 'source', LIST),
    country: text(raw, 'country', LIST),
    entity: text(raw, 'entity', LIST),
    topic: text(raw, 'topic', LIST),
    stance: text(raw, 'stance', LIST),
    type: text(raw, 'type', LIST),
    genre: text(raw, 'genre', LIST),
    subject: text(raw, 'subject', LIST),
    dated: text(raw, 'dated', LIST),
  };
}

export function searchPageSearch(raw: Raw): SearchPageSearch {
  return {
    ...coverageSearch(raw),
    dup: choice(raw, 'dup', ['all']),
    sort: choice(raw, 'sort', ['new', 'old', 'rel']),
    scale: choice(raw, 'scale', ['share', 'count']),
    bucket: choice(raw, 'bucket', BUCKETS),
    size: choice(raw, 'size', ['20', '50', '100']),
  };
}

export function stanceSearch(raw: Raw): StanceSearch {
  return {
    ...coverageSearch(raw),
    holder: text(raw, 'holder', ENTITY),
    target: text(raw, 'target', ENTITY),
    view: choice(raw, 'view', ['matrix', 'statements']),
    net: choice(raw, 'net', ['1']),
    dup: choice(raw, 'dup', ['all']),
    bucket: choice(raw, 'bucket', BUCKETS),
  };
}

export function overviewSearch(raw: Raw): OverviewSearch {
  return {
    range: text(raw, 'range', DATE),
    holder: text(raw, 'holder', ENTITY),
    target: text(raw, 'target', ENTITY),
    scale: choice(raw, 'scale', ['share', 'count']),
  };
}

export function readerSearch(raw: Raw): ReaderSearch {
  return { q: text(raw, 'q'), ev: text(raw, 'ev'), s: text(raw, 's'), tab: choice(raw, 'tab', ['metadata']) };
}

export function entitiesSearch(raw: Raw): EntitiesSearch {
  return { q: text(raw, 'q'), type: text(raw, 'type', LIST), sort: choice(raw, 'sort', ['trend', 'name']) };
}

export function entityPageSearch(raw: Raw): EntityPageSearch {
  return {
    ...coverageSearch(raw),
    tab: choice(raw, 'tab', ['statements', 'names']),
    scale: choice(raw, 'scale', ['share', 'count']),
  };
}

export function alertsSearch(raw: Raw): AlertsSearch {
  return { rule: text(raw, 'rule'), tab: choice(raw, 'tab', ['ledger', 'channels']) };
}

export function sourcesSearch(raw: Raw): SourcesSearch {
  return {
    status: text(raw, 'status', LIST),
    lang: text(raw, 'lang', LIST),
    country: text(raw, 'country', LIST),
    q: text(raw, 'q'),
  };
}

export function correctionsSearch(raw: Raw): CorrectionsSearch {
  return { state: choice(raw, 'state', ['counting']) };
}

export function retagSearch(raw: Raw): RetagSearch {
  return { run: text(raw, 'run', /^[a-z0-9]+$/) };
}

/** Address parameters that were given but not used, for the hint that says so. */
export function ignoredParameters(given: string, used: object): readonly string[] {
  const kept = new Map<string, unknown>(Object.entries(used));
  return [...new URLSearchParams(given)]
    .filter(([name, value]) => kept.has(name) && kept.get(name) !== value && value !== '')
    .map(([name]) => name);
}

/** Address parameters -> plain text values: no JSON in addresses, `q=2025` stays text. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** The other way; commas, colons and arrows of filters stay readable. */
export function stringifySearch(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' && value !== '') search.set(name, value);
  }
  const written = search.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%3E', '>');
  return written === '' ? '' : `?${written}`;
}

/** A list parameter as its values, each wanted or not wanted (`-` in front). */
export function readList(list: string | undefined): ReadonlyMap<string, 'include' | 'exclude'> {
  const values = (list ?? '').split(',').filter((value) => value !== '');
  return new Map(
    values.map((value) => (value.startsWith('-') ? [value.slice(1), 'exclude'] : [value, 'include'])),
  );
}

/** Off -> include -> exclude -> off. */
export function cycleValue(list: string | undefined, value: string): string | undefined {
  const values = new Map(readList(list));
  const now = values.get(value);
  if (now === undefined) values.set(value, 'include');
  else if (now === 'include') values.set(value, 'exclude');
  else values.delete(value);
  const written = [...values].map(([name, wanted]) => (wanted === 'exclude' ? `-${name}` : name)).join(',');
  return written === '' ? undefined : written;
}
