import { z } from 'zod';

import { Entity, EntityId, EntityName, EntityRole } from './entity.ts';
import { EntityType } from './tagged-article.ts';

/** A name as people point at it: the kind does not matter. */
export const NameKey = z.strictObject({
  language: z.string().min(2).max(20),
  text: z.string().trim().min(1).max(200),
});
export type NameKey = z.infer<typeof NameKey>;

const Rule = z.string().trim().min(1).max(200);

/** One change that an analyst makes to the registry; applied over the data files in order. */
export const RegistryEdit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add-entity'), entity: Entity }),
  z.strictObject({ kind: z.literal('add-names'), id: EntityId, names: z.array(EntityName).min(1).max(50) }),
  /** It is no name of this entity. */
  z.strictObject({ kind: z.literal('reject-name'), id: EntityId, name: NameKey }),
  /** Not with one of `unless` near, only with one of `near`: added to the rules of the name. */
  z.strictObject({
    kind: z.literal('limit-name'),
    id: EntityId,
    name: NameKey,
    unless: z.array(Rule).max(20).optional(),
    near: z.array(Rule).max(20).optional(),
  }),
  /** The shown name of a language; the one before stays as an alias. */
  z.strictObject({ kind: z.literal('rename-label'), id: EntityId, name: NameKey }),
  /** `id` was the same as `into`: its names go there, and it answers as `into` from now on. */
  z.strictObject({ kind: z.literal('merge'), id: EntityId, into: EntityId }),
  /** Names that belong to somebody else: a new entity of its own. */
  z.strictObject({
    kind: z.literal('split'),
    id: EntityId,
    entity: z.strictObject({ id: EntityId, type: EntityType }),
    names: z.array(NameKey).min(1).max(50),
  }),
  /** No longer looked for; what was found stays readable. */
  z.strictObject({
    kind: z.literal('retire'),
    id: EntityId,
    reason: z.string().trim().max(500).optional(),
  }),
  /** null removes a fact; absent leaves it. */
  z.strictObject({
    kind: z.literal('change-facts'),
    id: EntityId,
    roles: z.array(EntityRole).max(50).optional(),
    wikidata: z
      .string()
      .regex(/^Q[1-9]\d*$/, 'a Wikidata id is Q and a number, such as Q159')
      .nullable()
      .optional(),
    partOf: EntityId.nullable().optional(),
    actsFor: EntityId.nullable().optional(),
    note: z.string().trim().max(1000).nullable().optional(),
  }),
  /** Proposed names that are nobody the registry should know. */
  z.strictObject({ kind: z.literal('dismiss-names'), names: z.array(NameKey).min(1).max(200) }),
]);
export type RegistryEdit = z.infer<typeof RegistryEdit>;

/** An edit, or that an earlier entry no longer holds. */
export const RegistryChange = z.discriminatedUnion('kind', [
  ...RegistryEdit.options,
  z.strictObject({ kind: z.literal('undo'), entry: z.number().int().min(1) }),
]);
export type RegistryChange = z.infer<typeof RegistryChange>;

/** A change as the record keeps it. */
export interface RegistryEntry {
  /** Rises by time; later entries refer to it. */
  readonly number: number;
  /** UTC ISO 8601. */
  readonly at: string;
  readonly userId: string;
  readonly note: string | null;
  readonly change: RegistryChange;
}
