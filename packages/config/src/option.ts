import { z } from 'zod';

/** An option of Khabar: its name in the environment, what it may be, what it is when absent, and a sentence for `khabar config`. */
export interface Option<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** As it would be written in the environment; '' is "not set". */
  readonly fallback: string;
  readonly sentence: string;
  /** Shown as `***`. */
  readonly secret?: boolean;
}

/** A whole number between two bounds, both included. */
export const wholeNumber = (min: number, max: number): z.ZodType<number> =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be ${min} or more`).max(max, `must be ${max} or less`));

/** A URL of one of these schemes (`'redis:'`); undefined when empty. */
export const address = (...schemes: string[]): z.ZodType<string | undefined> =>
  z
    .string()
    .transform((value) => (value === '' ? undefined : value))
    .pipe(
      z
        .string()
        .refine(
          (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol),
          `must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
        )
        .optional(),
    );

/** `on` or `off`. */
export const onOff: z.ZodType<boolean> = z
  .enum(['on', 'off'], { error: 'must be on or off' })
  .transform((value) => value === 'on');
/** Any text; undefined when empty. */
export const optionalText: z.ZodType<string | undefined> = z
  .string()
  .transform((value) => (value === '' ? undefined : value));
/** A text that may not be empty. */
export const text = (message: string): z.ZodType<string> => z.string().min(1, message);
