import { z } from 'zod';

/** Name of a line; the answer carries the same. */
export const LineId = z.union([z.string(), z.number()]).nullable().default(null);

/** The answer of one line, less its id. */
export type Answer = Readonly<Record<string, unknown>>;

/** Answers lines of one kind. */
export interface LineKind {
  /** Throws for a line it cannot read; whoever runs it answers `{"id","error"}`. */
  answer(line: unknown): Answer | Promise<Answer>;
  /** How many lines may be in work at once; answers then come in any order. Default 1. */
  readonly concurrency?: number;
  close?(): Promise<void>;
}

/** Base64 with or without line breaks and padding. */
export const Base64Bytes = z.string().transform((text): Uint8Array => Buffer.from(text, 'base64'));
