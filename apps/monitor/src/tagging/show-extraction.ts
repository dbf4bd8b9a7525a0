import { type Block, type Extraction, writingDirection } from '@khabar/article';

import type { Colours } from '../colours.ts';
import { textTable } from '../text-table.ts';

/** An extraction and the address of its page, if it has one. */
export interface Shown {
  readonly extraction: Extraction;
  readonly url: string | undefined;
}

interface Piece {
  readonly block: Block;
  readonly text: string;
}

function piecesOf({ text, blocks }: Extraction): Piece[] {
  return blocks.map((block) => ({ block, text: text.slice(block.start, block.end) }));
}

function isRun({ kind }: Block): boolean {
  return kind === 'list-item' || kind === 'table';
}

/** Blocks with an empty line between, but none inside a list or a table. */
function joined(pieces: readonly Piece[], write: (piece: Piece, index: number) => string): string {
  return pieces
    .map((piece, index) => {
      const before = pieces[index - 1]?.block;
      const gap = before !== undefined && isRun(before) && before.kind === piece.block.kind ? '\n' : '\n\n';
      return (index === 0 ? '' : gap) + write(piece, index);
    })
    .join('');
}

function byline({ authors, published, siteName }: Extraction): string {
  return [authors.join(', '), published ?? '', siteName ?? ''].filter((part) => part !== '').join(' · ');
}

/**
 * Title, byline and text. On a screen each line of a right-to-left article is isolated, so that it reads from its own side whatever it begins
 * with; a file gets the letters alone.
 */
export function articleAsText({ extraction, url }: Shown, isScreen: boolean): string {
  const { title, language } = extraction;
  const body = joined(piecesOf(extraction), ({ block, text }) =>
    block.kind === 'list-item' ? `• ${text}` : text,
  );
  const head = [title ?? '', byline(extraction), url ?? ''].filter((line) => line !== '');
  const lines = [...head, '', ...body.split('\n')];
  const isolates = isScreen && writingDirection(language) === 'rtl';
  // U+2067 RIGHT-TO-LEFT ISOLATE … U+2069 POP DIRECTIONAL ISOLATE; an address stays as it is.
  return `${lines
    .map((line) => (isolates && line !== '' && line !== url ? `\u2067${line}\u2069` : line))
    .join('\n')}\n`;
}

/** The article as CommonMark: title, byline, image, headings, lists, quotes. */
export function articleAsMarkdown({ extraction, url }: Shown): string {
  const { title, image } = extraction;
  const pieces = piecesOf(extraction);
  const body = joined(pieces, (piece, index) => markdownOf(piece, numberIn(pieces, index)));
  const line = escapedLine(byline(extraction));
  const head = [
    title === null ? '' : `# ${escapedLine(title)}`,
    line === '' ? '' : `*${line}*`,
    url === undefined ? '' : `<${url}>`,
    image === null ? '' : `![](<${image.replaceAll(/[<>]/g, encodeURIComponent)}>)`,
  ].filter((part) => part !== '');
  return `${[...head, body].join('\n\n')}\n`;
}

/** Place of an item in its numbered list, from 1. */
function numberIn(pieces: readonly Piece[], index: number): number {
  let number = 1;
  for (let at = index - 1; pieces[at]?.block.kind === 'list-item'; at -= 1) number += 1;
  return number;
}

function markdownOf({ block, text }: Piece, number: number): string {
  const line = escapedLine(text);
  switch (block.kind) {
    case 'heading':
      // The title is the only heading of the first level.
      return `${'#'.repeat(Math.max(2, block.level ?? 2))} ${line}`;
    case 'quote':
      return `> ${line}`;
    case 'list-item':
      return block.ordered === true ? `${number}. ${line}` : `- ${line}`;
    case 'caption':
      return `*${line}*`;
    case 'table':
      // Two spaces at the end of a line break it.
      return `${line}  `;
    case 'paragraph':
      return line;
  }
}

/** Letters that CommonMark would read as marks. */
function escapedLine(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>]/g, String.raw`\$&`)
    .replace(/^(\s*)([#+-]|=+$|~~~)/, String.raw`$1\$2`)
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`);
}

/** What was found, where each field came from, and what the outlet's profile did. */
export function extractionReport({ extraction }: Shown, { bold }: Pick<Colours, 'bold'>): string {
  const { isArticle, reason, language, languageConfidence, method, confidence, version, profile } =
    extraction;
  const facts = [
    ['article', isArticle ? 'yes' : `no: ${reason ?? 'no text'}`],
    ['method', `${method} (${confidence.toFixed(2)})`],
    ['language', `${language} (${languageConfidence.toFixed(2)})`],
    ['profile', profile === undefined ? 'none' : profileLine(profile)],
    ['version', version],
  ];
  const rows = fieldRows(extraction).map(([field, from, value]) => [field, from, `\u2068${value}\u2069`]);
  return [
    `${bold('Found')}\n${textTable(['', ''], facts, Number.POSITIVE_INFINITY)}`,
    `${bold('Where each field came from')}\n${textTable(['field', 'from', 'value'], rows, Number.POSITIVE_INFINITY)}`,
  ].join('\n');
}

function profileLine({ id, verdict, agreement, fields }: NonNullable<Extraction['profile']>): string {
  const gave = fields.length === 0 ? 'gave nothing' : `gave ${fields.join(', ')}`;
  return `${id}: ${verdict} with the generic reading (${agreement.toFixed(2)}), ${gave}`;
}

const EXCERPT = 80;

function fieldRows(extraction: Extraction): (readonly [string, string, string])[] {
  const { provenance, publishedFrom, publishedConfidence, modifiedFrom } = extraction;
  const sure = `${publishedFrom} (${publishedConfidence.toFixed(2)})`;
  const values: readonly (readonly [keyof NonNullable<Extraction['provenance']>, string | null, string])[] = [
    ['title', extraction.title, ''],
    ['authors', extraction.authors.join(', '), ''],
    ['published', extraction.published, sure],
    ['modified', extraction.modified, modifiedFrom ?? ''],
    ['text', extraction.text, extraction.method],
    ['canonicalUrl', extraction.canonicalUrl, ''],
    ['siteName', extraction.siteName, ''],
    ['image', extraction.image, ''],
    ['section', extraction.section, ''],
    ['tags', extraction.tags.join(', '), ''],
    ['nextPage', extraction.nextPage, ''],
  ];
  return values.flatMap(([field, value, otherwise]) => {
    if (value === null || value === '') return [];
    const from = provenance?.[field] ?? otherwise;
    const line = value.replaceAll('\n', ' ');
    const shown = line.length > EXCERPT ? `${line.slice(0, EXCERPT)}… (${value.length} letters)` : line;
    return [[field, from === '' ? '-' : from, shown] as const];
  });
}
