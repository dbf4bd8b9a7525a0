import { z } from 'zod';

/** Does the sentence encoder help the rules: for people to see. `unavailable`: wanted, but it cannot be used here. */
export const EncoderStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('on'), version: z.string() }),
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('unavailable'), reason: z.string() }),
]);
export type EncoderStatus = z.infer<typeof EncoderStatus>;
