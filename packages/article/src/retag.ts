import { z } from 'zod';

/** Which articles a retag looks at; every part narrows it. */
export const RetagScope = z.object({
  /** First seen (or published) at or after this instant. */
  since: z.iso.datetime().optional(),
  outlets: z.array(z.string().max(200)).max(500).optional(),
  /** Primary languages: `fa` covers `fa-AF`. */
  languages: z.array(z.string().max(20)).max(50).optional(),
  /** Articles that mention this entity, or whose words hold one of its names. */
  entity: z.string().max(200).optional(),
  /** Also those that the present version tagged. */
  all: z.boolean().optional(),
});
export type RetagScope = z.infer<typeof RetagScope>;

export const RETAG_KINDS = [
  'mention-added',
  'mention-removed',
  'quote-added',
  'quote-removed',
  'stance-added',
  'stance-removed',
  'stance-flipped',
  'relevance',
  'topics',
  'genre',
] as const;
export const RetagKind = z.enum(RETAG_KINDS);
export type RetagKind = z.infer<typeof RetagKind>;

/** How many differences of each kind; a kind that is missing has none. */
export const RetagCounts = z.partialRecord(RetagKind, z.number().int());
export type RetagCounts = z.infer<typeof RetagCounts>;

/** One side of a difference. */
export const RetagSaid = z.object({
  entity: z.string().optional(),
  surface: z.string().optional(),
  speaker: z.string().nullable().optional(),
  holder: z.string().optional(),
  target: z.string().optional(),
  label: z.string().optional(),
  topics: z.array(z.string()).optional(),
  relevance: z.record(z.string(), z.number()).optional(),
  genre: z.string().optional(),
});
export type RetagSaid = z.infer<typeof RetagSaid>;

export const RetagExample = z.object({
  articleId: z.string(),
  language: z.string(),
  /** The sentence it stands in; the title where it is about the whole article. */
  sentence: z.string(),
  before: RetagSaid.nullable(),
  after: RetagSaid.nullable(),
});
export type RetagExample = z.infer<typeof RetagExample>;

/** Difference between what is stored and what the rules and the registry of now say; corrections of people count on both sides. */
export const RetagReport = z.object({
  articles: z.number().int(),
  /** Articles in which something differs. */
  changed: z.number().int(),
  counts: RetagCounts,
  byLanguage: z.record(z.string(), RetagCounts),
  byEntity: z.record(z.string(), RetagCounts),
  /** The first of each kind, at most 50. */
  examples: z.partialRecord(RetagKind, z.array(RetagExample)),
  /** Articles on which the tagger failed, at most 50, with the reason; they stay as they were. */
  failed: z.array(z.object({ articleId: z.string(), reason: z.string() })),
});
export type RetagReport = z.infer<typeof RetagReport>;

export const RetagState = z.enum([
  'comparing',
  'compared',
  'applying',
  'applied',
  'rolling-back',
  'rolled-back',
  'stopped',
]);
export type RetagState = z.infer<typeof RetagState>;

export function emptyRetagReport(): RetagReport {
  return { articles: 0, changed: 0, counts: {}, byLanguage: {}, byEntity: {}, examples: {}, failed: [] };
}
