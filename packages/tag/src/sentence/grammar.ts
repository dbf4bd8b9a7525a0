import { z } from 'zod';

const Words = z.array(z.string().min(1)).default([]);

/** What the role finder must know of a language; data in `data/grammar/<language>.json`. */
export const Grammar = z.strictObject({
  language: z.string(),
  /** Order of subject, verb and object; `vso` also copes with subjects before the verb. */
  order: z.enum(['svo', 'sov', 'vso']),
  /** Words that negate what is near; how far, in words, they may stand before and after it. */
  not: Words,
  notBefore: z.number().int(),
  notAfter: z.number().int(),
  /** What makes a negation no negation when it follows: "not only". */
  notOnly: Words,
  /** Words that open a content clause: "that". */
  that: Words,
  relative: Words,
  and: Words,
  /** Words that open a clause with a subject of its own: "but", "while". */
  but: Words,
  /** Prepositions whose noun can be neither holder nor target: "during", "despite". */
  circumstance: Words,
  /** Prepositions of place: a venue is nobody's target. */
  place: Words,
  /** Prepositions that leave a noun phrase usable as a holder: "of", "for". */
  genitive: Words,
  /** All other prepositions: their noun may be a target, not a holder. */
  prepositions: Words,
  /** What marks the one who does it in a passive clause: "by". */
  agent: Words,
  /** The same as postpositions: «له خوا», «کې», «په وینا». */
  agentAfter: Words,
  placeAfter: Words,
  /** Letters that negate a verb when written before its stem: «نکرد»; and those stems. */
  negativePrefix: z.string().optional(),
  verbStems: Words,
  /** Postpositions of an object: «را». */
  object: Words,
  /** Postpositions that mark a place, or another non-subject. */
  postpositions: Words,
  /** Modifiers between a preposition and its noun. */
  modifiers: Words,
  /** Words that open a noun phrase: nothing but its preposition stands before them. */
  determiners: Words,
  /** First person: the speaker. Third: the one last named. */
  firstPerson: Words,
  thirdPerson: Words,
  /** Object pronouns: the actor named before the holder. */
  objectPronouns: Words,
  /** Pronouns that mean the object only right behind the verb: "it". */
  objectRightBehind: Words.default([]),
  conditional: Words,
  /** Letters written together with the next word: Arabic و ف ب ل ك. */
  prefixes: Words,
  /** Beginnings of words whose first letter only looks like a proclitic preposition. */
  notGlued: Words,
  /** Auxiliaries that, before a participle, make a clause passive: "were". */
  passive: Words,
  participleEndings: Words,
  /** Words before a role that is only ascribed: "as". */
  as: Words,
  /** A step named for a whole clause: "a step Russia hailed". */
  step: Words,
  /** Beginnings of words for an office: "minister", «представител». */
  titles: Words,
  /** Prepositions and postpositions of enmity: cooperation "against" somebody is no good to them. */
  adverse: Words,
  /** Prepositions of a subject matter: a declaration "on Afghanistan". */
  about: Words,
  /** Words that open a clause of time or condition: "when". */
  when: Words,
  /** Words that open an indirect question: "whether". */
  whether: Words,
  /** Third person plural, which means no single person; third person that means only persons. */
  plural: Words,
  personal: Words,
  /** Nouns for rulers, which a verb of recognition may have as its object without their name. */
  rulers: Words,
  /** Verbs between a subject and what it is said to be; empty where a language needs none. */
  copula: Words,
  /** Nouns of time: "in the same month" places no venue. */
  time: Words,
  /** Everybody, in whose name a speaker demands: "the world must not …". */
  everyone: Words,
  /** Unnamed holders: "critics", "activists". */
  critics: Words,
});
export type Grammar = z.infer<typeof Grammar>;
