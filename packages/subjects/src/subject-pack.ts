import { EntityId, type Entity } from '@khabar/article';
import { z } from 'zod';

/** A text in the languages of the interface; English is what the others fall back to. */
const Texts = z.strictObject({
  en: z.string().min(1),
  ru: z.string().min(1),
  fa: z.string().min(1),
  ps: z.string().min(1),
  ar: z.string().min(1),
});

/** A party that an article about the subject must name. */
const Side = z.strictObject({
  names: Texts,
  /** Entities (with all that is part of them or acts for them) that are the party. */
  strong: z.array(EntityId).min(1),
  /** Entities that only hint at it. */
  weak: z.array(EntityId),
});
export type Side = z.infer<typeof Side>;

/** Something that is disputed about one party: "recognition" said of `claimant` is a statement on a topic of its own. */
const Claim = z.strictObject({
  claimant: EntityId,
  /** Names that mean the claimant where a claim is spoken of. */
  standsFor: z.array(EntityId),
  /** The state that the claimant rules: a victim of its rulers is no party of its own. */
  rules: EntityId.optional(),
  /** Topic of a stance cue (`recognition`) -> topic of the registry. */
  topics: z.record(z.string(), EntityId),
});
export type Claim = z.infer<typeof Claim>;

/** A subject as an analyst writes it: `subject.json` of a pack. */
export const SubjectFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  names: Texts,
  note: z.string(),
  sides: z.array(Side).min(1),
  /** Also one of the topics must be spoken of: the sides alone meet about much else. */
  needsTopic: z.boolean().default(false),
  /** Places that count for a state only where they stand for it. */
  venueOnly: z.array(EntityId),
  /** Topics of the subject in the order shown. */
  topics: z.array(EntityId),
  /** Who towards whom is looked at first. */
  pairs: z.array(z.strictObject({ holder: EntityId, target: EntityId })),
  claims: z.array(Claim),
  /** ISO 3166-1 codes of the countries whose outlets belong to the subject. */
  outletCountries: z.array(z.string().regex(/^[A-Z]{2}$/)),
  /** Searches that people begin with. */
  searches: z.array(z.strictObject({ names: Texts, query: z.string().min(1) })),
  /** Examples of the query language, by the rule that each shows. */
  examples: z.record(z.string(), z.string().min(1)),
});
export type SubjectFile = z.infer<typeof SubjectFile>;

/** A subject with the topics that it brings, each an entity of its own. */
export interface SubjectPack extends SubjectFile {
  readonly entities: readonly Entity[];
}
