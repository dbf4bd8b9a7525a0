import type { QueryNode } from '@khabar/query';

/** What the index knows of an article. Everything comes from the record, so the index can be thrown away. */
export interface SearchDocument {
  readonly id: string;
  readonly url: string;
  readonly outletId: string;
  readonly title: string;
  readonly text: string;
  readonly authors: readonly string[];
  readonly language: string;
  /** ISO 3166-1 alpha-2 of the outlet. */
  readonly country: string | null;
  /** Kind of the outlet. */
  readonly kind: string;
  /** Kind of the article (news, opinion, ...); absent: not told. */
  readonly genre?: string;
  /** Ids of the subjects that it is about. */
  readonly subjects?: readonly string[];
  readonly section: string | null;
  /** UTC ISO 8601; null: undated, then filtered and sorted by `firstSeenAt`. */
  readonly publishedAt: string | null;
  readonly firstSeenAt: string;
  readonly storyId: string;
  readonly topics: readonly string[];
  /** Entity ids with the number of mentions; metonymy counts for the entity acted for too. */
  readonly entities: readonly { readonly id: string; readonly count: number }[];
  readonly stances: readonly {
    readonly holder: string;
    readonly target: string;
    readonly label: 'favor' | 'against' | 'neutral' | 'unclear';
    readonly strength: number;
    readonly confidence: number;
  }[];
}

/** Values to have and values not to have; empty lists do not filter. */
export interface ValueFilter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** `HOLDER>TARGET>LABEL`, each part may be missing; one statement must satisfy all that are given. */
export interface StanceFilter {
  readonly holder?: string;
  readonly target?: string;
  readonly label?: string;
  readonly exclude?: boolean;
}

export type FacetField =
  | 'language'
  | 'source'
  | 'country'
  | 'entity'
  | 'topic'
  | 'stance'
  | 'kind'
  | 'genre'
  | 'subject'
  | 'dated';

export interface SearchFilters {
  /** UTC ISO 8601, inclusive. */
  readonly from?: string;
  /** UTC ISO 8601, exclusive. */
  readonly to?: string;
  readonly language?: ValueFilter;
  readonly source?: ValueFilter;
  readonly country?: ValueFilter;
  readonly entity?: ValueFilter;
  readonly topic?: ValueFilter;
  readonly kind?: ValueFilter;
  readonly genre?: ValueFilter;
  readonly subject?: ValueFilter;
  readonly stance?: readonly StanceFilter[];
  readonly dated?: boolean;
  /** Only among these articles (alert sweep, ids of a batch). */
  readonly ids?: readonly string[];
}

export interface SearchRequest {
  readonly query: QueryNode;
  readonly filters: SearchFilters;
  /** `fold`: one item a story, its best article; `all`: every article. */
  readonly duplicates: 'fold' | 'all';
  readonly sort: 'new' | 'old' | 'rel';
  /** 1 to 1,000. */
  readonly size: number;
  /** From the page before; stable while articles are added. */
  readonly cursor?: string;
}

/** UTF-16 offsets into the original title or text. */
export interface Highlight {
  readonly field: 'title' | 'text';
  readonly start: number;
  readonly end: number;
}

export interface SearchHit {
  readonly id: string;
  readonly storyId: string;
  /** Articles of the same story that match too, this one left out. */
  readonly copies: number;
  readonly score: number;
  readonly highlights: readonly Highlight[];
}

export interface SearchPage {
  /** Stories when folded, articles otherwise. */
  readonly total: number;
  readonly totalArticles: number;
  readonly totalSources: number;
  readonly items: readonly SearchHit[];
  readonly cursor: string | null;
}

export interface FacetValue {
  readonly value: string;
  readonly count: number;
  /** The count is an estimate, within some percent, and may be a minute old. */
  readonly approximate?: true;
}

export type Bucket = 'hour' | 'day' | 'week' | 'month' | 'year';

export interface TimelineBucket {
  /** UTC ISO 8601 of its begin. */
  readonly start: string;
  /** Matching stories or articles. */
  readonly matching: number;
  /** All that were collected in the same bucket under the same language, source, country and kind filters, without the query words. */
  readonly collected: number;
  /** `matching`, `collected` or both are estimates, within some percent, and may be a minute old. */
  readonly approximate?: true;
}

export interface StanceBucket {
  readonly start: string;
  readonly favor: number;
  readonly against: number;
  readonly neutral: number;
  readonly unclear: number;
}

/**
 * An index on its way to take the place of the one that is searched. It lives in the store, not in the process: whoever begins it
 * again by the same id goes on with it. Meanwhile `put` and `remove` of the search write to both.
 */
export interface Rebuild {
  /** `begun`: it is empty; `resumed`: it holds what was put before; `finished`: this id has taken its place already. */
  readonly state: 'begun' | 'resumed' | 'finished';
  /** Adds documents; those that were written since it began are left alone, as what is brought here may be older. */
  put(documents: readonly SearchDocument[]): Promise<void>;
  /** Takes out what has left the record between being read and being put. */
  remove(ids: readonly string[]): Promise<void>;
  /** From now on it is searched, and holds nothing but what was put since it began; the one before is deleted. A second time is a no-op. */
  finish(): Promise<void>;
  /** Gives it up; what is searched stays. */
  abandon(): Promise<void>;
}

/** A rebuildable index of the record in which articles are found. Failures throw KhabarError SEARCH_UNAVAILABLE (retry later). */
export interface Search {
  /** Writes or replaces documents by id; a second time is a no-op. */
  put(documents: readonly SearchDocument[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  find(request: SearchRequest): Promise<SearchPage>;
  count(
    request: Pick<SearchRequest, 'query' | 'filters' | 'duplicates'>,
  ): Promise<{ total: number; totalArticles: number }>;
  /** Ids of all matching articles, newest first, streamed in pages (export, alerts). */
  ids(request: Pick<SearchRequest, 'query' | 'filters'>): AsyncIterable<readonly string[]>;
  /** Counts by value; a field's own filter is left out of its counts. Selected values are always listed. */
  facets(
    request: Pick<SearchRequest, 'query' | 'filters' | 'duplicates'>,
    fields: readonly FacetField[],
    options: { readonly size: number; readonly prefix?: string },
  ): Promise<Record<FacetField, readonly FacetValue[]>>;
  timeline(
    request: Pick<SearchRequest, 'query' | 'filters' | 'duplicates'>,
    bucket: Bucket,
  ): Promise<{ buckets: readonly TimelineBucket[]; truncated: boolean }>;
  /** Statements of matching articles over time, one pair or any. */
  stanceTimeline(
    request: Pick<SearchRequest, 'query' | 'filters' | 'duplicates'>,
    pair: { readonly holder?: string; readonly target?: string },
    bucket: Bucket,
  ): Promise<readonly StanceBucket[]>;
  /** First and last sort date under the filters; null where nothing matches. */
  dateRange(
    request: Pick<SearchRequest, 'query' | 'filters'>,
  ): Promise<{ first: string; last: string } | null>;
  /** Words of the index that start so (completion). */
  terms(prefix: string, limit: number): Promise<readonly FacetValue[]>;
  size(): Promise<{ documents: number; bytes: number }>;
  /**
   * Begins to build the index anew beside the one that is searched, or goes on with it (`id`: small letters and digits). There is one at a
   * time: another id gives up the one before.
   */
  beginRebuild(id: string): Promise<Rebuild>;
  close(): Promise<void>;
}
