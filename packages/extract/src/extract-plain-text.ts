import type { Extraction } from '@khabar/article';

import { readDateline } from './dateline.ts';
import { detectLanguage } from './detect-language.ts';
import { emptyExtraction } from './empty-extraction.ts';
import { joinBlocks } from './select-blocks.ts';
import { tidyText } from './tidy-text.ts';
import { EXTRACT_VERSION } from './version.ts';

export interface PlainTextOptions {
  /** Language expected (BCP 47). */
  readonly language?: string | undefined;
}

const TITLE_CHARS = 160;

/**
 * Reads a text that came without address, title or date. A short first line without a full stop is its title; the
 * dateline names the outlet and the place; the date stays unknown.
 */
export function extractPlainText(text: string, options: PlainTextOptions = {}): Extraction {
  const lines = linesOf(text);
  if (lines.length === 0) return emptyExtraction('the text is empty');
  const [first = '', ...rest] = lines;
  const title = rest.length > 0 && looksLikeTitle(first, rest) ? first : null;
  const { text: body, blocks } = joinBlocks(
    (title === null ? lines : rest).map((line) => ({ text: line, kind: 'paragraph' as const })),
  );
  const { language, confidence } = detectLanguage(body, options.language);
  const dateline = readDateline(body);
  const { reason: _, ...withoutReason } = emptyExtraction('');
  return {
    ...withoutReason,
    isArticle: true,
    title,
    text: body,
    blocks,
    language,
    languageConfidence: confidence,
    siteName: dateline.outlet,
    datelinePlace: dateline.place,
    method: 'plain-text',
    confidence: 1,
    version: EXTRACT_VERSION,
  };
}

/** Paragraphs: lines, or where lines are wrapped at a fixed width, what stands between empty lines. */
function linesOf(text: string): string[] {
  const raw = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\u2029', '\n\n')
    .replaceAll(/[\u2028\u0085]/g, '\n');
  const lines = raw.split('\n');
  const filled = lines.filter((line) => line.trim() !== '');
  const longest = Math.max(0, ...filled.map((line) => line.length));
  const open = filled.filter((line) => !/[.!?:؟۔…»”"]\s*$/u.test(line)).length;
  const wrapped =
    filled.length > 4 && longest <= 100 && lines.length > filled.length && open > filled.length * 0.4;
  return raw
    .split(wrapped ? /\n\s*\n/ : /\n+/)
    .map((line) => tidyText(line))
    .filter((line) => line !== '');
}

function looksLikeTitle(first: string, rest: readonly string[]): boolean {
  if (first.length > TITLE_CHARS || /[.،,;:۔]$/u.test(first)) return false;
  if (readDateline(first).outlet !== null) return false;
  return Math.max(...rest.map((line) => line.length)) > first.length;
}
