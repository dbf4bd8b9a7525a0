import { z } from 'zod';

/** Where alerts go. Feeds need no delivery: they are read. */
export const ChannelConfig = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('feed') }),
  z.object({
    kind: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/ }),
    /** Standard Webhooks secret (`whsec_...`); write-only after saving. */
    secret: z.string(),
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
    }),
  ),
});
export type Alert = z.infer<typeof Alert>;
