import type { Span } from '@khabar/article';

/** Where an agency's report was written, before its first sentence: "MOSCOW (Agency) - ", "KABUL, July 3 — ", «موسكو (…) - ». */
const DATELINES: readonly RegExp[] = [
  /^[\p{L}\s/,.’'-]{2,40}\([^()\n]{1,40}\)\s*[-–—:]\s/gmu,
  /^[\p{Lu}\s/,.’'-]{3,40}(?:,[^\n,.]{1,20}[.,]?)?\s*[-–—]\s/gmu,
];

/** Datelines of a text: their places are neither subject nor venue of what follows. UTF-16 spans, in order. */
export function datelineSpans(text: string): Span[] {
  return DATELINES.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), (match) => ({
      start: match.index,
      end: match.index + match[0].length,
    })),
  ).toSorted((one, other) => one.start - other.start);
}
