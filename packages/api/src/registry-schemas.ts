import { z } from '@hono/zod-openapi';
import { EntityName, RegistryChange } from '@khabar/article';

import { EntityRef, OutletRef } from './schemas.ts';

const Instant = z.string().openapi({ description: 'UTC, ISO 8601', example: '2025-07-03T16:40:00.000Z' });
const Count = z.number().int();

/** What a change of the registry touches in the articles that are kept; they change when they are tagged again. */
export const RegistryEffect = z
  .object({
    articles: Count,
    mentions: Count,
    /** Names that go from one entity to another. */
    names: z.array(EntityName),
    /** Whom it is about, the one that is kept last. */
    entities: z.array(EntityRef.extend({ articles: Count, mentions: Count })),
  })
  .openapi('RegistryEffect');
export type RegistryEffect = z.infer<typeof RegistryEffect>;

/** GET /registry/changes: newest first */
export const RegistryEntryView = z
  .object({
    number: Count,
    at: Instant,
    by: z.string(),
    note: z.string().nullable(),
    change: RegistryChange,
    /** Whom it is about. */
    entities: z.array(EntityRef),
    /** Number of the entry that undid it. */
    undoneBy: Count.nullable(),
    /** Why it has no effect: the data or another change overtook it. */
    problem: z.string().nullable(),
  })
  .openapi('RegistryEntry');
export type RegistryEntryView = z.infer<typeof RegistryEntryView>;
export const RegistryHistory = z
  .object({
    version: z.string(),
    total: Count,
    items: z.array(RegistryEntryView),
    cursor: z.string().nullable(),
  })
  .openapi('RegistryHistory');
export type RegistryHistory = z.infer<typeof RegistryHistory>;

/** POST /registry/changes and /registry/changes/preview */
export const NewRegistryChange = z
  .object({
    change: RegistryChange,
    /** Why, for those who read the history. */
    note: z.string().trim().min(1).max(500).optional(),
  })
  .openapi('NewRegistryChange');
export type NewRegistryChange = z.input<typeof NewRegistryChange>;
export const RegistryChanged = z
  .object({
    number: Count,
    /** Of the registry, now. */
    version: z.string(),
    effect: RegistryEffect,
    /** Whom it is about, under the id it has now. */
    entity: EntityRef.nullable(),
  })
  .openapi('RegistryChanged');
export type RegistryChanged = z.infer<typeof RegistryChanged>;

/** POST /registry/import */
export const RegistryImport = z
  .object({
    lines: z.string().min(1).openapi({
      description: 'JSONL: edits as the export writes them, or entities as the data files have them',
    }),
    dryRun: z.boolean().default(false),
    note: z.string().trim().min(1).max(500).optional(),
  })
  .openapi('RegistryImport');
export type RegistryImport = z.input<typeof RegistryImport>;
export const RegistryImported = z
  .object({
    /** false: a dry run, or a line could not be taken, and then none was. */
    applied: z.boolean(),
    taken: Count,
    known: Count,
    refused: Count,
    lines: z.array(
      z.object({
        line: Count,
        outcome: z.enum(['taken', 'known', 'refused']),
        kind: z.string().nullable(),
        problem: z.string().nullable(),
      }),
    ),
  })
  .openapi('RegistryImported');
export type RegistryImported = z.infer<typeof RegistryImported>;

/** GET /registry/entities: all that are known, mentioned or not */
export const RegisteredList = z
  .object({
    total: Count,
    version: z.string(),
    items: z.array(EntityRef.extend({ names: z.array(EntityName), retired: z.boolean() })),
    cursor: z.string().nullable(),
  })
  .openapi('RegisteredList');
export type RegisteredList = z.infer<typeof RegisteredList>;

/** GET /registry/proposals: names in texts that the registry lacks */
export const ProposalView = z
  .object({
    /** What the spellings share. */
    key: z.string(),
    type: z.enum(['person', 'org', 'place']),
    articles: Count,
    mentions: Count,
    /** 0 to 1. */
    confidence: z.number(),
    foundBy: z.enum(['rule', 'learned']),
    lastAt: Instant,
    spellings: z.array(
      z.object({
        surface: z.string(),
        language: z.string(),
        articles: Count,
        mentions: Count,
        articleId: z.string(),
        sentence: z.string(),
        source: OutletRef,
      }),
    ),
  })
  .openapi('Proposal');
export type ProposalView = z.infer<typeof ProposalView>;
export const ProposalList = z
  .object({ total: Count, items: z.array(ProposalView), cursor: z.string().nullable() })
  .openapi('ProposalList');
export type ProposalList = z.infer<typeof ProposalList>;
