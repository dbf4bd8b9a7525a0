import { z } from 'zod';

import { LanguageCode } from './language.ts';

/** An address that may be an article, and where it was seen. What the channel said of it is kept as evidence. */
export const Lead = z.object({
  url: z.string(),
  outletId: z.string(),
  /** Address of the feed, sitemap or listing that named it. */
  foundIn: z.string(),
  title: z.string().optional(),
  /** UTC ISO 8601, as the channel claims. */
  published: z.string().optional(),
  updated: z.string().optional(),
  language: LanguageCode.optional(),
  summary: z.string().optional(),
  /** Of a discovery service: the outlet as it names it. */
  site: z.string().optional(),
  /** What a channel of posts says of one beside its text. */
  post: z
    .object({
      /** As the channel rounds them. */
      views: z.number().optional(),
      forwardedFrom: z.string().optional(),
      forwardedUrl: z.string().optional(),
      /** Addresses that its text links to. */
      links: z.array(z.string()).readonly(),
      images: z.array(z.string()).readonly(),
    })
    .optional(),
});
export type Lead = z.infer<typeof Lead>;
