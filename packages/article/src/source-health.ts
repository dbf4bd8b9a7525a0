import { z } from 'zod';

/** How a source fares. `new`: not visited yet; `changed`: it answers, but not as it did. */
export const SourceState = z.enum(['new', 'ok', 'quiet', 'failing', 'blocked', 'changed', 'paused']);
export type SourceState = z.infer<typeof SourceState>;

/** Why a source is not `ok`. Stable: kept in the record, worded where it is shown. */
export const SourceTrouble = z.enum([
  // blocked
  'robots-forbidden',
  'http-forbidden',
  'challenge',
  'login-wall',
  // failing
  'rate-limited',
  'server-error',
  'unreachable',
  'timeout',
  'gone',
  'http-error',
  'redirect-loop',
  'oversized',
  'not-a-feed',
  'address-refused',
  'empty-feed',
  'articles-failing',
  // changed
  'not-modified-forever',
  'moved',
  'language-changed',
  'teasers',
  'future-dates',
  'profile-drift',
  // quiet
  'volume-missed',
  'nothing-new',
]);
export type SourceTrouble = z.infer<typeof SourceTrouble>;

/** Values that the words of a reason name; instants are UTC ISO 8601. */
export const TroubleValues = z.record(z.string(), z.union([z.string(), z.number()]));
export type TroubleValues = z.infer<typeof TroubleValues>;

/** How a source or a channel of it fares, as the last visit left it. */
export const SourceHealth = z.object({
  state: SourceState,
  /** null: nothing is wrong. */
  code: SourceTrouble.nullable(),
  values: TroubleValues,
  /** Of the first visit that found it so, UTC ISO 8601. */
  since: z.string(),
});
export type SourceHealth = z.infer<typeof SourceHealth>;

/** The state that a reason leads to. */
export function stateOfTrouble(code: SourceTrouble): SourceState {
  switch (code) {
    case 'robots-forbidden':
    case 'http-forbidden':
    case 'challenge':
    case 'login-wall':
      return 'blocked';
    case 'rate-limited':
    case 'server-error':
    case 'unreachable':
    case 'timeout':
    case 'gone':
    case 'http-error':
    case 'redirect-loop':
    case 'oversized':
    case 'not-a-feed':
    case 'address-refused':
    case 'empty-feed':
    case 'articles-failing':
      return 'failing';
    case 'not-modified-forever':
    case 'moved':
    case 'language-changed':
    case 'teasers':
    case 'future-dates':
    case 'profile-drift':
      return 'changed';
    case 'volume-missed':
    case 'nothing-new':
      return 'quiet';
  }
}

const WORDS: Readonly<Record<SourceTrouble, (values: TroubleValues) => string>> = {
  'robots-forbidden': () => 'Its robots.txt forbids it.',
  'http-forbidden': ({ status }) => `It refuses to answer (${status}).`,
  challenge: () => 'It answers with a challenge page (are you human?) instead of its content.',
  'login-wall': () => 'It asks for a login or a subscription.',
  'rate-limited': () => 'It says that it is asked too often (429).',
  'server-error': ({ status }) => `Its server fails (${status}).`,
  unreachable: () => 'It cannot be reached (name, connection or certificate).',
  timeout: () => 'It does not answer in time.',
  gone: ({ status }) => `Its address is gone (${status}).`,
  'http-error': ({ status }) => `It answers with an error (${status}).`,
  'redirect-loop': () => 'Its address leads round in a circle.',
  oversized: () => 'What it sends is too large.',
  'not-a-feed': () => 'It answers, but not with what it should be (a feed, sitemap or page).',
  'address-refused': () => 'Its address is not one of the public internet.',
  'empty-feed': () => 'It answers with an empty list.',
  'articles-failing': ({ failed, of }) =>
    `Its list answers, but ${failed} of its last ${of} articles failed.`,
  'not-modified-forever': ({ since }) =>
    `It has said "not modified" since ${String(since).slice(0, 10)} although it changed; it is read whole now.`,
  moved: ({ from, to }) => `It moved from ${from} to ${to}.`,
  'language-changed': ({ from, to }) => `Its language changed from ${from} to ${to}.`,
  teasers: ({ words, before }) => `Its texts are cut short: ${words} words, ${before} before.`,
  'future-dates': ({ future, of }) => `${future} of ${of} dates lie in the future.`,
  'profile-drift': ({ profile }) => `The page profile ${profile} no longer fits its pages.`,
  'volume-missed': ({ expected, found, hours }) =>
    `${found} articles in ${hours} hours; about ${expected} were to be expected.`,
  'nothing-new': ({ days }) => `Visits work; nothing new for ${days} days.`,
};

/** The reason in English words; null where nothing is wrong. The dashboard has its own words in each of its languages. */
export function troubleInWords(health: Pick<SourceHealth, 'code' | 'values'>): string | null {
  return health.code === null ? null : WORDS[health.code](health.values);
}
