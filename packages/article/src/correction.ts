import { z } from 'zod';

import { StanceLabel } from './tagged-article.ts';

const Field = z.enum(['title', 'text']);
const Place = {
  field: Field,
  start: z.number().int().min(0),
  end: z.number().int().min(0),
};

/** Who stands how towards whom, as a person says it or as it was said before. */
export const SaidStance = z.object({ holder: z.string(), target: z.string(), label: StanceLabel });
export type SaidStance = z.infer<typeof SaidStance>;

/**
 * What a person says against the tagger. `was` null: the tagger saw nothing there; `says` null: there is nothing there.
 * `text` is the evidence or the name as it stood there, by which the place is found again when the article is tagged anew or edited.
 */
export const CorrectionSubject = z.discriminatedUnion('about', [
  z.object({
    about: z.literal('stance'),
    ...Place,
    text: z.string(),
    was: SaidStance.nullable(),
    says: SaidStance.nullable(),
  }),
  /** Holds for every mention of the same name and entity in the article. */
  z.object({
    about: z.literal('mention'),
    ...Place,
    text: z.string(),
    was: z.string(),
    says: z.string().nullable(),
  }),
  /** The article is not about the subject: its topics, its relevance and its stances do not count. */
  z.object({ about: z.literal('article'), says: z.literal('off-topic') }),
]);
export type CorrectionSubject = z.infer<typeof CorrectionSubject>;

/** A person's word on an article; wins over every method until it is undone. */
export const Correction = z.object({
  id: z.string(),
  articleId: z.string(),
  subject: CorrectionSubject,
  note: z.string(),
  /** User id. */
  by: z.string(),
  at: z.string(),
  /** The correction of the same thing that this one replaced; it counts again when this one is undone. */
  supersedes: z.string().nullable(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
});
export type Correction = z.infer<typeof Correction>;
