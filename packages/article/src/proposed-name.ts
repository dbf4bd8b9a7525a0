import { z } from 'zod';

/** A name in a text that the registry lacks, for an analyst to take over or dismiss. */
export const ProposedName = z.object({
  field: z.enum(['title', 'text']),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  surface: z.string().min(1),
  type: z.enum(['PER', 'ORG', 'LOC', 'MISC']),
  /** `rule`: it stands behind a title ("spokesman X"); `learned`: the learned tagger found it. */
  foundBy: z.enum(['rule', 'learned']),
  /** What spellings of one name share across scripts: its consonants. */
  sound: z.string(),
  /** The sentence around it. */
  sentence: z.string(),
  confidence: z.number().min(0).max(1),
});
export type ProposedName = z.infer<typeof ProposedName>;
