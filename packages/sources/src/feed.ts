/** One entry of a feed. `undefined`: the feed does not say. */
export interface FeedEntry {
  /** Plain text. */
  readonly title: string | undefined;
  /** Absolute address of the article. */
  readonly link: string | undefined;
  readonly id: string | undefined;
  /** UTC ISO 8601. */
  readonly published: string | undefined;
  readonly updated: string | undefined;
  readonly author: string | undefined;
  /** Safe HTML. */
  readonly summary: string | undefined;
  /** Safe HTML, where the feed carries the text itself. */
  readonly content: string | undefined;
  readonly language: string | undefined;
  readonly categories: readonly string[];
  /** Addresses of attached media. */
  readonly enclosures: readonly string[];
}

export interface Feed {
  readonly kind: 'feed';
  readonly format: 'rss' | 'rdf' | 'atom' | 'cdf' | 'json';
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly id: string | undefined;
  /** Safe HTML. */
  readonly subtitle: string | undefined;
  readonly language: string | undefined;
  readonly author: string | undefined;
  readonly updated: string | undefined;
  readonly published: string | undefined;
  readonly entries: readonly FeedEntry[];
  /** Page of the entries before these (RFC 5005 `next` and `prev-archive`, JSON Feed `next_url`). */
  readonly older?: string | undefined;
  /** There were more entries than the cap. */
  readonly truncated: boolean;
}

export type FeedResult = Feed | { readonly kind: 'refused'; readonly reason: string };

export const EMPTY_ENTRY: FeedEntry = {
  title: undefined,
  link: undefined,
  id: undefined,
  published: undefined,
  updated: undefined,
  author: undefined,
  summary: undefined,
  content: undefined,
  language: undefined,
  categories: [],
  enclosures: [],
};
