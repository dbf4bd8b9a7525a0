import { z } from 'zod';

/** Words of attribution of a language; data in `data/quotes/<language>.json`. Patterns as in stance frames. */
export const SpeechData = z.strictObject({
  /** "said", «заявил». */
  verbs: z.array(z.string().min(1)).min(1),
  /** Verbs whose object is a clause without "that" too: "said", «گفت». */
  bare: z.array(z.string().min(1)).default([]),
  /** "according to" before the speaker. */
  accordingTo: z.array(z.string().min(1)).default([]),
  /** The same after the speaker: «په وینا». */
  accordingToAfter: z.array(z.string().min(1)).default([]),
  /** Words that make a clause before the reported one of a verb: «Как отметил Кабулов, …». */
  openingClause: z.array(z.string().min(1)).default([]),
  /** Words that hold a verb of speech and are none: «گفت‌وگو», a conversation. */
  notSpeech: z.array(z.string().min(1)).default([]),
});
export type SpeechData = z.infer<typeof SpeechData>;
