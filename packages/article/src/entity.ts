import { z } from 'zod';

import { EntityType } from './tagged-article.ts';

/** One name of an entity in one language. */
export const EntityName = z.object({
  language: z.string(),
  text: z.string().min(1),
  /** label: how it is shown; alias: also found; surname: found only after the full name stood, or alone where unambiguous. */
  kind: z.enum(['label', 'alias', 'surname', 'title']),
  /** Words near it that make it somebody else ("not this" rule), folded. */
  unless: z.array(z.string()).optional(),
  /** Only with one of these near. */
  near: z.array(z.string()).optional(),
  /** Upper and lower case matter ("IS", "Is"). */
  caseSensitive: z.boolean().optional(),
});
export type EntityName = z.infer<typeof EntityName>;

export const EntityId = z
  .string()
  .regex(
    /^(person|org|country|place|region|topic):[a-z0-9-]+$/,
    'an id is person:, org:, country:, place:, region: or topic: and then small Latin letters, digits and hyphens',
  );

/** `{ title: 'acting foreign minister', of: 'org:taliban', from: '2021-09-07' }` */
export const EntityRole = z.object({
  title: z.string(),
  of: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
});
export type EntityRole = z.infer<typeof EntityRole>;

/** A registered person, organisation, place, country, region or topic. One line of data an analyst can review. */
export const Entity = z.object({
  id: EntityId,
  type: EntityType,
  names: z.array(EntityName).min(1),
  /** Dated roles. */
  roles: z.array(EntityRole).optional(),
  /** Entity for which it stands in metonymy (`place:moscow` -> `country:russia`). */
  actsFor: z.string().optional(),
  /** Larger entity to which it belongs (`org:ministry-foreign-affairs-russia` -> `country:russia`). */
  partOf: z.string().optional(),
  wikidata: z
    .string()
    .regex(/^Q[1-9]\d*$/)
    .optional(),
  gender: z.enum(['f', 'm']).optional(),
  note: z.string().optional(),
});
export type Entity = z.infer<typeof Entity>;
