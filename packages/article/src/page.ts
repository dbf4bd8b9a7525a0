import { z } from 'zod';

/** What came over HTTP, before anybody read it. `body` are the bytes after content decoding. */
export interface Page {
  readonly url: string;
  /** After redirects. */
  readonly finalUrl: string;
  /** UTC ISO 8601. */
  readonly fetchedAt: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export const RefusalReason = z.enum([
  'robots', // robots.txt forbids it, or could not be read (RFC 9309)
  'address', // the address guard: private, loopback, literal or by DNS
  'scheme',
  'too-large',
  'too-slow',
  'too-many-redirects',
  'content-type',
  'bad-encoding',
  'http-error', // 4xx but 429
  'server-error', // 5xx, 429
  'network', // DNS, connection, TLS
  'gone', // 404, 410
]);
export type RefusalReason = z.infer<typeof RefusalReason>;

export type Fetched =
  | { readonly kind: 'page'; readonly page: Page }
  | {
      readonly kind: 'not-modified';
      readonly url: string;
      readonly fetchedAt: string;
      /** Lower-case names. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'refused';
      readonly url: string;
      readonly reason: RefusalReason;
      /** In words, naming the thing, the limit and the value. */
      readonly detail: string;
      readonly status?: number;
      readonly retry: 'later' | 'never';
      /** From Retry-After, milliseconds from now. */
      readonly retryAfterMs?: number;
    };

/** What a conditional request needs from the last answer. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface FetchPageOptions {
  readonly validators?: Validators;
  /** Which media types are wanted; anything else is refused with `content-type`. */
  readonly accept?: 'html' | 'feed' | 'any';
  /** Least gap between two requests to this host. */
  readonly delayMs?: number;
  /** Let a browser draw the page, where there is one: for pages that are empty without their scripts. */
  readonly render?: boolean;
  readonly signal?: AbortSignal;
}

/** The function that steps are handed to read the web: polite, guarded, bounded. Never throws for what a site does. */
export type FetchPage = (url: string, options?: FetchPageOptions) => Promise<Fetched>;

/** Where in the bytes a declaration of the encoding is looked for. */
export type TextKind = 'html' | 'xml' | 'text';

/** The function that steps are handed to turn bytes into text: byte order mark, Content-Type header, declarations and statistics decide. Never throws. */
export type DecodeText = (
  bytes: Uint8Array,
  contentType: string | undefined,
  kind: TextKind,
) => { readonly text: string; readonly charset: string };
