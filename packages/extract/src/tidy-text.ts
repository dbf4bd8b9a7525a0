import { decodeHTMLStrict } from 'entities';

import { isPlainAscii } from './character-classes.ts';

// Embedding and isolate controls order a line on a screen; stored text must not carry them. ZWNJ and ZWJ spell words and stay.
const CONTROLS = /(?!\s)\p{Cc}|[\u00AD\u200B\u200E\u200F\u061C\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

/** NFC, one space for any white space, no control characters but ZWNJ and ZWJ. */
export function tidyText(text: string): string {
  if (isPlainAscii(text)) return text.includes('  ') ? text.replaceAll(/ {2,}/g, ' ').trim() : text.trim();
  return text.replaceAll(CONTROLS, '').replaceAll(/\s+/g, ' ').trim().normalize('NFC');
}

const FOLDED: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ك: 'ک',
  ة: 'ه',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ё: 'е',
};

/** Letters and digits only, lower case, Arabic-script variants folded: for "is this the title again". */
export function bareText(text: string): string {
  if (isPlainAscii(text)) return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .replaceAll(/[يىكةأإآё]/g, (letter) => FOLDED[letter] ?? letter);
}

/** Decodes HTML entities that were left in a string (in JSON, in doubly escaped feeds), twice at most. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const once = decodeHTMLStrict(text);
  return once.includes('&') ? decodeHTMLStrict(once) : once;
}
