import { z } from 'zod';

/** Where the sentence encoder puts an article: nearer means about the same. Compare by cosine, and only those of one model. */
export const ArticleVector = z.object({
  /** Version of the encoder and of the head that made it. */
  model: z.string(),
  /** int8: each number over the largest, times 127. Their length has no meaning. */
  values: z.array(z.number().int().min(-127).max(127)),
});
export type ArticleVector = z.infer<typeof ArticleVector>;
