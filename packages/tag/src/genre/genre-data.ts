import { z } from 'zod';

const Words = z.array(z.string().min(1)).default([]);

/** Marks of one kind of article. A trailing `*` lets any ending follow. */
const Marks = z.strictObject({
  /** Whole names of sections, tags, or parts of the address. */
  labels: Words,
  /** The title begins so. */
  titleStart: Words,
  /** Anywhere in the title. */
  title: Words,
  /** In the text, outside quotation marks; a mark of the kind by itself. */
  text: Words,
});

/** What tells the kind of an article in one language; data in `data/genre/<language>.json`. */
export const GenreData = z.strictObject({
  opinion: Marks.extend({
    /** Words of somebody who argues, outside quotation marks; one alone means little. */
    voice: Words,
    /** "I", "my": outside quotation marks nobody speaks so in news. */
    singular: Words,
  }),
  interview: Marks.extend({
    /** Before a colon at the beginning of a paragraph. */
    question: Words,
    answer: Words,
  }),
  statement: Marks,
  brief: Marks,
  live: Marks,
  /** Words with which news says who said it. */
  reported: Words,
});
export type GenreData = z.infer<typeof GenreData>;
