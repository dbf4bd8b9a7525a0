import type { Fetched, RefusalReason, SourceTrouble, TroubleValues } from '@khabar/article';
import { TroubleValues as Values, SourceTrouble as Trouble } from '@khabar/article';
import { z } from 'zod';

const Times = z.object({ times: z.number(), since: z.string() });

/** What is remembered of a channel from visit to visit. */
export const ChannelMemory = z.object({
  failures: z.number().default(0),
  /** Of the last visit, where it failed. */
  trouble: z.object({ code: Trouble, values: Values, since: z.string() }).nullable().default(null),
  everRead: z.boolean().default(false),
  everFull: z.boolean().default(false),
  /** Visits in a row that found an empty list. */
  empty: Times.nullable().default(null),
  notModifiedSince: z.string().nullable().default(null),
  /** When it was last read without conditions, to see whether "not modified" is true. */
  probedAt: z.string().nullable().default(null),
  /** It says "not modified" of what was: conditions are left out. */
  liesSince: z.string().nullable().default(null),
  /** Hash of the addresses in its list. */
  contents: z.string().nullable().default(null),
  /** Visits in a row that ended on another site, or named articles of other sites only. */
  moved: Times.extend({ from: z.string(), to: z.string() }).nullable().default(null),
  language: Times.extend({ to: z.string() }).nullable().default(null),
  future: Times.extend({ future: z.number(), of: z.number() }).nullable().default(null),
});
export type ChannelMemory = z.infer<typeof ChannelMemory>;

/** A memory as it was kept; one that cannot be read is a fresh one. */
export function readMemory(kept: unknown): ChannelMemory {
  return ChannelMemory.safeParse(kept ?? {}).data ?? ChannelMemory.parse({});
}

/** What a visit saw of a channel. */
export type ChannelSight =
  | { readonly kind: 'failed'; readonly code: SourceTrouble; readonly values: TroubleValues }
  | { readonly kind: 'not-modified' }
  | {
      readonly kind: 'read';
      readonly leads: number;
      readonly contents: string;
      /** It was asked without conditions although it had said "not modified". */
      readonly probe: boolean;
      readonly moved: { readonly from: string; readonly to: string } | null;
      /** Language of its titles where it is another one than the outlet's. */
      readonly otherLanguage: string | null;
      readonly dates: { readonly future: number; readonly of: number };
    };

/** Dates ahead of the clock in a list are an error of the site when they are many. */
const MOST_FUTURE = 0.5;
const LEAST_DATES = 3;

function again<T extends object>(
  before: z.infer<typeof Times> | null,
  seen: T | null,
  at: string,
): (T & z.infer<typeof Times>) | null {
  return seen === null ? null : { ...seen, times: (before?.times ?? 0) + 1, since: before?.since ?? at };
}

/** The memory after a visit. */
export function remember(memory: ChannelMemory, sight: ChannelSight, at: string): ChannelMemory {
  switch (sight.kind) {
    case 'failed': {
      const same = memory.trouble?.code === sight.code;
      const since = same ? (memory.trouble?.since ?? at) : at;
      return {
        ...memory,
        failures: memory.failures + 1,
        trouble: { code: sight.code, values: sight.values, since },
      };
    }
    case 'not-modified':
      return {
        ...memory,
        failures: 0,
        trouble: null,
        everRead: true,
        notModifiedSince: memory.notModifiedSince ?? at,
        empty: memory.empty === null ? null : { ...memory.empty, times: memory.empty.times + 1 },
      };
    case 'read': {
      const changed = memory.contents !== null && memory.contents !== sight.contents;
      const { future, of } = sight.dates;
      const lies = sight.probe && changed ? (memory.notModifiedSince ?? at) : null;
      return {
        failures: 0,
        trouble: null,
        everRead: true,
        everFull: memory.everFull || sight.leads > 0,
        empty: again(memory.empty, sight.leads === 0 ? {} : null, at),
        // A probe that found the same: the site says the truth, and was silent so long.
        notModifiedSince: sight.probe && !changed ? memory.notModifiedSince : null,
        probedAt: sight.probe ? at : memory.probedAt,
        liesSince: memory.liesSince ?? lies,
        contents: sight.contents,
        moved: again(memory.moved, sight.moved, at),
        language: again(
          memory.language,
          sight.otherLanguage === null ? null : { to: sight.otherLanguage },
          at,
        ),
        future: again(
          memory.future,
          of >= LEAST_DATES && future / of >= MOST_FUTURE ? { future, of } : null,
          at,
        ),
      };
    }
  }
}

const BY_REASON: Readonly<Record<RefusalReason, SourceTrouble>> = {
  robots: 'robots-forbidden',
  address: 'address-refused',
  scheme: 'address-refused',
  'too-large': 'oversized',
  'too-slow': 'timeout',
  'too-many-redirects': 'redirect-loop',
  'content-type': 'not-a-feed',
  'bad-encoding': 'not-a-feed',
  'http-error': 'http-error',
  'server-error': 'server-error',
  network: 'unreachable',
  gone: 'gone',
};

/** The stable code of a refused request, with the values that its words name. */
export function troubleOf(refused: Extract<Fetched, { kind: 'refused' }>): {
  code: SourceTrouble;
  values: TroubleValues;
} {
  const { reason, detail, status, retry } = refused;
  const values: TroubleValues = { detail, ...(status === undefined ? {} : { status }) };
  if (reason === 'robots' && retry === 'later') return robotsTrouble(detail);
  if (status === 429) return { code: 'rate-limited', values };
  if (status === 401 || status === 403 || status === 407 || status === 451)
    return { code: 'http-forbidden', values };
  if (status === 402) return { code: 'login-wall', values };
  // Nothing was known that could have been "not modified".
  if (status === 304) return { code: 'not-modified-forever', values };
  return { code: BY_REASON[reason], values };
}

/** A robots.txt that cannot be read stands for its whole host. */
function robotsTrouble(detail: string): { code: SourceTrouble; values: TroubleValues } {
  const status = /\banswered (\d{3})\b/.exec(detail)?.[1];
  if (status === '429') return { code: 'rate-limited', values: { detail, status: 429 } };
  if (status !== undefined) return { code: 'server-error', values: { detail, status: Number(status) } };
  return { code: /not complete within/.test(detail) ? 'timeout' : 'unreachable', values: { detail } };
}
