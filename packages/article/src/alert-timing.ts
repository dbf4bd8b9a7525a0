import { z } from 'zod';

/** An IANA time zone that this machine knows. */
const TimeZone = z.string().refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}, 'no time zone of this name');
const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** When a rule's alerts are sent. Times of day are those of `timeZone`. */
export const AlertTiming = z.object({
  when: z.enum(['comes', 'hourly', 'daily', 'weekly']).default('comes'),
  /** As they come: what follows the first within so many minutes goes with it. 0: each batch at once. */
  groupMinutes: z.number().int().min(0).max(1440).default(0),
  timeZone: TimeZone.default('UTC'),
  /** Of daily and weekly digests. */
  hour: z.number().int().min(0).max(23).default(8),
  /** Of weekly digests; 1 is Monday. */
  weekday: z.number().int().min(1).max(7).default(1),
  /** Nothing is sent from one time of day to the other; over midnight where `from` is the later one. */
  quiet: z.object({ from: TimeOfDay, to: TimeOfDay }).nullable().default(null),
  /** Most articles in one message; the rest is counted. */
  cap: z.number().int().min(1).max(100).default(20),
});
export type AlertTiming = z.infer<typeof AlertTiming>;

/**
 * What was decided of an article that met a rule. `fired`: sent at once; `grouped`, `digest`, `quiet`, `snoozed`: kept until the rule's
 * next message; `capped`: in a message, counted but not shown; `duplicate`: its story was alerted; `muted`: only names that the rule ignores.
 */
export const AlertDecision = z.enum([
  'fired',
  'grouped',
  'digest',
  'quiet',
  'snoozed',
  'capped',
  'duplicate',
  'muted',
]);
export type AlertDecision = z.infer<typeof AlertDecision>;

/** "Never match this alias again": by a person, for one rule; undone ones stay on record. */
export const AlertMute = z.object({
  alias: z.string(),
  by: z.string(),
  at: z.string(),
  undoneBy: z.string().optional(),
  undoneAt: z.string().optional(),
});
export type AlertMute = z.infer<typeof AlertMute>;

/** Nothing is sent before this time. */
export const AlertSnooze = z.object({ until: z.string(), by: z.string(), at: z.string() });
export type AlertSnooze = z.infer<typeof AlertSnooze>;

/** What has to happen before articles that meet a rule's search alert. */
export const AlertRuleKind = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('search') }),
  /** Its share of all articles in this hour is `factor` times that of the same weekday and hour over `weeks` weeks. */
  z.object({
    kind: z.literal('spike'),
    weeks: z.number().int().min(1).max(26).default(4),
    factor: z.number().min(1.1).max(100).default(3),
    least: z.number().int().min(1).max(10_000).default(5),
  }),
  /** The first article ever, or in `days` days, that mentions the entity. */
  z.object({
    kind: z.literal('first-mention'),
    entity: z.string(),
    days: z.number().int().min(1).max(3650).nullable().default(null),
  }),
  /** What the holder says of the target has turned within `days` days, by `originals` distinct texts on each side. */
  z.object({
    kind: z.literal('stance-shift'),
    holder: z.string(),
    target: z.string(),
    days: z.number().int().min(2).max(365).default(30),
    originals: z.number().int().min(2).max(100).default(2),
  }),
  /** A source (or any) gives nothing new for longer than it ever does. */
  z.object({ kind: z.literal('silent-source'), outlets: z.array(z.string()).default([]) }),
]);
export type AlertRuleKind = z.infer<typeof AlertRuleKind>;

/** Why a rule can not do what it was made for. */
export const AlertRuleTrouble = z.object({
  code: z.enum(['entity-gone', 'search-gone', 'channel-gone', 'source-gone']),
  /** Name or id of what is gone. */
  what: z.string(),
});
export type AlertRuleTrouble = z.infer<typeof AlertRuleTrouble>;
