import { z } from 'zod';

/**
 * One cue of a stance, a line of data in `data/stance/<language>.json`.
 * - `act`: somebody does it to the target: praise, accuse, fight.
 * - `passive`: the same with the target as its subject: "is accused by".
 * - `thing`: what is good (1) or bad (-1) for the one it is given to: recognition, sanctions.
 * - `op`: wants (1) or refuses, ends, puts off (-1) the act or thing it governs.
 * - `says`: a judgement about its subject in the words of the speaker or the outlet: "is a reality".
 * - `name`: calls the target what a judgement (`says`) says: "called … an ally".
 * - `deny`: says that something is not so; no stance about it.
 * - `contact`: they met, talked, travelled; no stance.
 * - `none`: words that only look like a cue: "banned organisations".
 */
export const Frame = z.strictObject({
  /** Words in order; `*` after letters: any ending; `a|b`: either; `..`: up to eight words between. */
  cue: z.string().min(1),
  as: z.enum(['act', 'passive', 'thing', 'op', 'says', 'name', 'deny', 'contact', 'none']),
  polarity: z.union([z.literal(1), z.literal(0), z.literal(-1)]),
  /** 0 to 1. */
  strength: z.number().min(0).max(1),
  /** Prepositions or postpositions, separated by `|`, that mark its target; without it word order decides. */
  target: z.string().optional(),
  /** Topic the cue is about: with `org:taliban` as its target, `topic:taliban-<topic>`. */
  topic: z.string().optional(),
  /** A cue whose negation says the contrary (1) rather than nothing (0). */
  negates: z.union([z.literal(1), z.literal(0)]).optional(),
  /** An act against a common enemy: who reports it of somebody thinks well of them. */
  enemy: z.literal(true).optional(),
  /** Ends what was imposed: "lift", "suspend". With a thing that is bad for somebody, good for them. */
  lifts: z.literal(true).optional(),
  /** Violence: who condemns it is against its doer, and says nothing of its victim; only a named subject does it. */
  event: z.literal(true).optional(),
  /** A verb in the first person: its subject is the one who speaks. */
  first: z.literal(true).optional(),
  /** Never governs what stands with it: "threatened with sanctions" is not against the sanctions. */
  alone: z.literal(true).optional(),
  /** Decides alone: what stands further in or out changes nothing ("premature", "does not mean"). */
  final: z.literal(true).optional(),
  /** Only repeats a refusal that it stands with: "rejected the baseless claims" is rejected once. */
  once: z.literal(true).optional(),
  /** A demand: against the one it is put to, in favour of what is demanded. */
  demand: z.literal(true).optional(),
  /** Its target stands between its words, nowhere else: "urged Russia to stop". */
  within: z.literal(true).optional(),
  /** The name inside the cue does the inner act: "prevents Moscow from". */
  inner: z.literal(true).optional(),
  /** A noun or adjective that needs "is" between it and its subject. */
  predicate: z.literal(true).optional(),
  /** An Arabic verb with its object as a suffix; made when the file is read. */
  suffixed: z.literal(true).optional(),
  note: z.string().optional(),
});
export type Frame = z.infer<typeof Frame>;
