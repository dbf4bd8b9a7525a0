import { existsSync, readFileSync } from 'node:fs';

import { z } from 'zod';

const Span = z.object({ start: z.number(), end: z.number() });
const Side = z.enum(['against', 'neutral', 'favor']);
const NameType = z.enum(['PER', 'ORG', 'LOC']);

/** Offsets in code points, as in the data sets. */
export const StanceRow = z.object({
  id: z.string(),
  lang: z.string(),
  text: z.string(),
  target: Span,
  label: Side,
});
export const NameRow = z.object({
  lang: z.string(),
  text: z.string(),
  entities: z.array(Span.extend({ type: NameType })),
});
/** `gold.jsonl` of the data sets; offsets in code points. */
export const SharedGoldRow = z.object({
  lang: z.string(),
  text: z.string(),
  entities: z.array(Span.extend({ type: z.string(), id: z.string().nullish() })),
  stances: z.array(
    z.object({
      holder: z.string(),
      holder_any: z.array(z.string()).optional(),
      target: z.string(),
      target_any: z.array(z.string()).optional(),
      label: Side,
    }),
  ),
});
/** Our own rows; offsets in UTF-16. */
export const GoldRow = z.object({
  text: z.string(),
  language: z.string(),
  stances: z.array(
    z.object({
      holder: z.array(z.string()),
      target: z.array(z.string()),
      label: z.enum(['favor', 'against']),
    }),
  ),
  given: z.array(Span.extend({ label: Side })),
});
export type GoldRow = z.infer<typeof GoldRow>;

export const QuoteRow = z.object({
  language: z.string(),
  text: z.string(),
  quotes: z.array(
    Span.extend({ kind: z.enum(['direct', 'partial', 'indirect']), speaker: z.string().nullable() }),
  ),
});

/** The worked example. */
export const SeedGold = z.object({
  entities: z.array(z.string()),
  quotes: z.array(z.object({ speaker: z.string(), text: z.string() })),
  stances: z.array(
    z.object({ holder_any: z.array(z.string()), target_any: z.array(z.string()), label: Side }),
  ),
});

/** Rows of a JSON-lines file; none where there is no such file. */
export function readRows<T>(path: string, schema: z.ZodType<T>): T[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** The UTF-16 span of a span in code points. */
export function utf16(text: string, { start, end }: z.infer<typeof Span>): z.infer<typeof Span> {
  const letters = Array.from(text);
  const at = (count: number): number => letters.slice(0, count).join('').length;
  return { start: at(start), end: at(end) };
}
