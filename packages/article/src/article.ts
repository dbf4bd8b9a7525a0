import { z } from 'zod';

import { LanguageCode } from './language.ts';

/** One block of the text, as the reader shows it. Offsets are UTF-16 into `Article.text`, end exclusive. */
export const Block = z.object({
  kind: z.enum(['paragraph', 'heading', 'quote', 'list-item', 'caption', 'table']),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  /** Of a heading: 1 to 6, as the page marks it. */
  level: z.number().int().min(1).max(6).optional(),
  /** Of a list item: the list is numbered. */
  ordered: z.boolean().optional(),
});
export type Block = z.infer<typeof Block>;

/** Where a date came from; the order is from sure to doubtful. */
export const DateSource = z.enum([
  'json-ld',
  'meta',
  'microdata',
  'selector',
  'time-element',
  'feed',
  'sitemap',
  'text',
  'url',
  'given',
  'none',
]);
export type DateSource = z.infer<typeof DateSource>;

/** Which of the ways of extraction answered. */
export const ExtractionMethod = z.enum([
  'selectors',
  'structured',
  'density',
  'plain-text',
  'feed-text',
  'none',
]);
export type ExtractionMethod = z.infer<typeof ExtractionMethod>;

/** How an outlet's profile (its selectors) fared beside the generic extraction of the same page. */
export const ProfileVerdict = z.enum([
  'agrees',
  'found-more', // the generic extraction found next to nothing: the profile's text was taken
  'found-nothing', // from here on the profile no longer fits, and the generic text was taken
  'found-less',
  'disagrees',
]);
export type ProfileVerdict = z.infer<typeof ProfileVerdict>;

/** What a profile did for one page. */
export const ProfileReading = z.object({
  /** Name of the profile; `outlet` where the outlet's own selectors were used. */
  id: z.string(),
  /** Words in common of the profile's text and the generic one (F1), 0 to 1. */
  agreement: z.number().min(0).max(1),
  verdict: ProfileVerdict,
  /** Fields of the extraction that came from the profile. */
  fields: z.array(z.enum(['title', 'authors', 'published', 'text'])),
});
export type ProfileReading = z.infer<typeof ProfileReading>;

/** A field of an Extraction that was read from some place of the page. */
export const ExtractedField = z.enum([
  'title',
  'authors',
  'published',
  'modified',
  'text',
  'language',
  'canonicalUrl',
  'siteName',
  'image',
  'section',
  'tags',
  'paywalled',
  'nextPage',
]);
export type ExtractedField = z.infer<typeof ExtractedField>;

/** What a page says, once read. `null` is "the page does not say", never a guess and never now. */
export const Extraction = z.object({
  isArticle: z.boolean(),
  /** Why it is not an article, or has no text; in words. */
  reason: z.string().optional(),
  title: z.string().nullable(),
  authors: z.array(z.string()),
  /** ISO 8601, with the offset of the page where it gave one; a date alone (`2025-07-04`) where it gave no time. */
  published: z.string().nullable(),
  publishedFrom: DateSource,
  /** 0 to 1. */
  publishedConfidence: z.number().min(0).max(1),
  modified: z.string().nullable(),
  modifiedFrom: DateSource.optional(),
  /** Plain text: blocks joined by one LF; offsets of blocks, mentions and stances point into it. NFC, no direction controls but ZWNJ/ZWJ. */
  text: z.string(),
  blocks: z.array(Block),
  language: LanguageCode,
  /** 0 to 1. */
  languageConfidence: z.number().min(0).max(1),
  canonicalUrl: z.string().nullable(),
  /** The outlet as the text names it: site name, or the dateline ("MOSCOW (Kubha News)"). */
  siteName: z.string().nullable(),
  /** Place of the dateline, as written. */
  datelinePlace: z.string().nullable(),
  image: z.string().nullable(),
  section: z.string().nullable(),
  tags: z.array(z.string()),
  paywalled: z.boolean(),
  nextPage: z.string().nullable(),
  /** The page reports as things happen: its updates stand in `text` one after another. */
  liveBlog: z.boolean().optional(),
  /** Where each field came from, in short words for people: `json-ld headline`, `meta og:title`, `h1`. Fields without a value have none. */
  provenance: z.partialRecord(ExtractedField, z.string()).optional(),
  method: ExtractionMethod,
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** Where the outlet has a profile and the page is an article. */
  profile: ProfileReading.optional(),
  /** What made this: name and version, raised with every change of meaning. */
  version: z.string(),
});
export type Extraction = z.infer<typeof Extraction>;

/** An article of the record. */
export const Article = z.object({
  id: z.string(),
  /** Canonical address; a `urn:khabar:text:` name for a text that came without one. */
  url: z.string(),
  outletId: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  /** UTC ISO 8601; null: unknown. */
  publishedAt: z.string().nullable(),
  publishedFrom: DateSource,
  publishedConfidence: z.number(),
  firstSeenAt: z.string(),
  updatedAt: z.string(),
  revision: z.number().int().min(1),
  language: LanguageCode,
  languageConfidence: z.number(),
  text: z.string(),
  blocks: z.array(Block),
  section: z.string().nullable(),
  tags: z.array(z.string()),
  image: z.string().nullable(),
  datelinePlace: z.string().nullable(),
  paywalled: z.boolean(),
  /** Words of `text`. */
  wordCount: z.number().int(),
  /** Group of copies and near-copies; the id of its first article. */
  storyId: z.string(),
  sample: z.boolean(),
});
export type Article = z.infer<typeof Article>;
