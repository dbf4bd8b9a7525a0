import { z } from 'zod';

import { AlertDecision } from './alert-timing.ts';

const WebAddress = z.url({ protocol: /^https?$/ }).max(2000);
/** An address of one person: no quoting, no spaces, no control characters. */
export const MailAddress = z.email().max(254);

/**
 * Where alerts go. Feeds need no delivery: they are read. `secret` is what a stranger could use; it is write-only after saving and
 * sealed in the record.
 */
export const ChannelConfig = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('feed') }),
  z.object({
    kind: z.literal('webhook'),
    url: WebAddress,
    /** Standard Webhooks secret (`whsec_...`). */
    secret: z.string(),
  }),
  z.object({ kind: z.literal('email'), to: z.array(MailAddress).min(1).max(50) }),
  z.object({
    kind: z.literal('slack'),
    /** Host of the address, to be shown. */
    host: z.string(),
    /** The whole address of the incoming webhook. */
    secret: z.string(),
  }),
  z.object({
    kind: z.literal('telegram'),
    /** Number of the chat, or @name of a channel. */
    chat: z.string().min(1).max(100),
    /** The Bot API; another than Telegram's own where a Bot API server is run. */
    server: WebAddress,
    /** Token of the bot. */
    secret: z.string(),
  }),
  z.object({
    kind: z.literal('matrix'),
    server: WebAddress,
    /** `!id:server` of the room. */
    room: z.string().min(1).max(255),
    /** Access token. */
    secret: z.string(),
  }),
  z.object({
    kind: z.literal('ntfy'),
    server: WebAddress,
    topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
    /** Access token, where the topic wants one. */
    secret: z.string().optional(),
  }),
  z.object({
    kind: z.literal('apprise'),
    /** Apprise API. */
    server: WebAddress,
    /** Key of a configuration that is kept there; absent: `secret` says where it goes. */
    key: z
      .string()
      .regex(/^[-_A-Za-z0-9]{1,128}$/)
      .optional(),
    /** Addresses in Apprise's own form, which hold passwords. */
    secret: z.string().optional(),
  }),
]);
export type ChannelConfig = z.infer<typeof ChannelConfig>;

export const AlertRule = z.object({
  id: z.string(),
  searchId: z.string(),
  name: z.string(),
  query: z.string(),
  active: z.boolean(),
  channels: z.array(z.string()),
  createdAt: z.string(),
});
export type AlertRule = z.infer<typeof AlertRule>;

/** One line of the ledger: this article met this rule. Unique by (rule, article). */
export const Alert = z.object({
  ruleId: z.string(),
  articleId: z.string(),
  at: z.string(),
  /** The words that matched, for the message. */
  matched: z.array(
    z.object({
      field: z.enum(['title', 'text']),
      text: z.string(),
      start: z.number().int(),
      end: z.number().int(),
      /** The part of the query that it met. */
      clause: z.string().optional(),
      /** Id of the entity that the words name. */
      entity: z.string().optional(),
    }),
  ),
  /** Absent: fired. */
  decision: AlertDecision.optional(),
  /** The article of the same story that was told. */
  duplicateOf: z.string().nullable().optional(),
  /** When the message that it waits for is due. */
  dueAt: z.string().nullable().optional(),
  /** What happened, for kinds other than a search. */
  detail: z.record(z.string(), z.unknown()).optional(),
});
export type Alert = z.infer<typeof Alert>;
