import { z } from 'zod';

import { LanguageCode } from './language.ts';

/** What kind of institution speaks: an analyst reads a state agency and an exile paper differently. */
export const OutletKind = z.enum([
  'state',
  'public',
  'agency',
  'independent',
  'exile',
  'commercial',
  'think-tank',
  'international',
  'party',
  'blog',
  'other',
]);
export type OutletKind = z.infer<typeof OutletKind>;

const WebAddress = z.url({ protocol: /^https?$/ });

/** One place in which an outlet announces articles. */
export const Channel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('feed'), url: WebAddress }),
  z.object({
    kind: z.literal('sitemap'),
    url: WebAddress,
    /** How far back a visit takes pages that the sitemap dates; 7 days unless said. */
    lookBackDays: z.number().int().min(1).max(36_500).optional(),
  }),
  z.object({
    kind: z.literal('listing'),
    url: WebAddress,
    /** CSS selector of the links to articles; without it every same-site link that looks like an article counts. */
    links: z.string().optional(),
  }),
  /** A public Telegram channel by its web preview: `https://t.me/s/NAME`. */
  z.object({ kind: z.literal('telegram'), url: WebAddress }),
  /** A search of Google News as RSS: headlines of many outlets, their addresses only where it gives them. */
  z.object({ kind: z.literal('google-news'), url: WebAddress }),
  /** A search of GDELT (its DOC service, `mode=ArtList&format=json`): addresses of articles of many outlets. */
  z.object({ kind: z.literal('gdelt'), url: WebAddress }),
]);
export type Channel = z.infer<typeof Channel>;

/** CSS selectors that beat the generic extraction where an outlet needs them. */
export const Selectors = z.object({
  title: z.string().optional(),
  body: z.string().optional(),
  published: z.string().optional(),
  authors: z.string().optional(),
  remove: z.array(z.string()).optional(),
});
export type Selectors = z.infer<typeof Selectors>;

/** A news outlet and how it is watched. Data only: adding one needs no code. */
export const Outlet = z.object({
  /** Host-like slug, unique: `kubha-news`, `tass.ru`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  name: z.string().min(1),
  /** ISO 3166-1 alpha-2 of the seat; exile outlets carry the seat, `about` says what they cover. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  language: LanguageCode,
  /** All languages in which it publishes, where they are several; `language` is the first. */
  languages: z.array(LanguageCode).min(1).optional(),
  kind: OutletKind,
  /** How it stands to a state or party, in words, where `kind` says too little. */
  affiliation: z.string().optional(),
  /** Publisher that it shares with other outlets, as a slug: those count as one voice. */
  family: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*$/)
    .optional(),
  homepage: WebAddress,
  channels: z.array(Channel).default([]),
  selectors: Selectors.optional(),
  /** Least milliseconds between two requests to a host of this outlet (robots.txt may ask for more). */
  delayMs: z.number().int().min(0).max(600_000).optional(),
  /** How often its channels are looked at, in minutes. */
  everyMinutes: z.number().int().min(1).max(10_080).default(30),
  timeZone: z.string().optional(),
  about: z.string().optional(),
  /** How sure its addresses are: A a maintained or tested list names them, B two lists, C one. */
  grade: z.enum(['A', 'B', 'C']).optional(),
  /** Its addresses are known to the site alone, or change: they are looked for when it is checked. */
  findChannels: z.boolean().optional(),
  /** Its pages are empty without their scripts: they are drawn by a browser, where one is allowed. */
  render: z.boolean().optional(),
  /** Where the facts of this entry come from. */
  note: z.string().optional(),
  sample: z.boolean().optional(),
});
export type Outlet = z.infer<typeof Outlet>;
