import type { Channel, DecodeText, FetchPage, Lead, Page } from '@khabar/article';

/** What a channel said of one article. */
export interface FoundLink {
  readonly url: string;
  readonly title?: string | undefined;
  /** UTC ISO 8601. */
  readonly published?: string | undefined;
  readonly updated?: string | undefined;
  readonly language?: string | undefined;
  /** Safe HTML. */
  readonly summary?: string | undefined;
  /** Of a post in a channel: who reads it and whom it repeats. */
  readonly post?: Lead['post'] | undefined;
  /** Of a discovery service: the outlet as it names it. */
  readonly site?: string | undefined;
  /** The address is the service's own, that of the article is not given: there is no more to be had than this. */
  readonly headlineOnly?: boolean | undefined;
}

export type ReaderResult =
  | {
      readonly kind: 'links';
      readonly links: readonly FoundLink[];
      /** In words, where something was left out. */
      readonly note?: string | undefined;
    }
  | { readonly kind: 'refused'; readonly reason: string };

export interface ReaderDeps {
  readonly fetchPage: FetchPage;
  readonly decodeText: DecodeText;
  readonly now: () => Date;
}

/** One way to find articles. Reads the page that a channel answered with; may fetch more (sitemaps of an index). Never throws. */
export interface Reader {
  readonly kind: Channel['kind'];
  /** What to ask for. */
  readonly accept: 'html' | 'feed';
  read(page: Page, channel: Channel, deps: ReaderDeps): Promise<ReaderResult>;
}
