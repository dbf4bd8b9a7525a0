/** One entry of a feed, sitemap or listing. */
export interface Entry {
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  /** ISO times; absent where the outlet does not tell. */
  readonly published?: string;
  readonly updated?: string;
}

/** What a document of discovery is made from. */
export interface Announcement {
  readonly outletName: string;
  readonly language: string;
  readonly homepage: string;
  /** Address of the document itself. */
  readonly self: string;
  readonly entries: readonly Entry[];
}

/** Later of an entry's times, or nothing. */
export function lastChange(entry: Entry): string | undefined {
  return entry.updated ?? entry.published;
}
