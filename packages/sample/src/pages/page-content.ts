import type { Furniture } from '../coverage.ts';

/** A link to another page of the same outlet. */
export interface PageLink {
  readonly url: string;
  readonly title: string;
  /** ISO time, only where the outlet puts machine dates into its markup. */
  readonly published?: string;
}

/** Everything a build needs to lay out one article. */
export interface PageContent {
  readonly outletName: string;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly homepage: string;
  readonly url: string;
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  readonly section: string;
  readonly tags: readonly string[];
  readonly paragraphs: readonly string[];
  /** The date as readers see it; empty on an undated page. */
  readonly dateText: string;
  /** ISO times, absent where the outlet's markup has none. */
  readonly published?: string;
  readonly updated?: string;
  /** A notice below the text; empty for none. */
  readonly note: string;
  /** An encoding to declare in a meta tag; absent where only the HTTP header says it. */
  readonly metaCharset?: string;
  readonly related: readonly PageLink[];
  readonly latest: readonly PageLink[];
  readonly furniture: Furniture;
}

/** Lays out one article as a whole HTML document. */
export type PageBuild = (page: PageContent) => string;
