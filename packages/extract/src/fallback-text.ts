import type { PageBlocks } from './page-blocks.ts';
import type { PageIndex } from './page-index.ts';
import { textUnder } from './page-index.ts';
import { isJsonObject } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';
import type { Piece } from './select-blocks.ts';
import { decodeEntities, tidyText } from './tidy-text.ts';

/** Text found elsewhere than in the blocks of the page. */
export interface FallbackText {
  readonly pieces: readonly Piece[];
  readonly from: string;
}

const ENOUGH_CHARS = 250;
const MAX_STATE_CHARS = 4_000_000;

/** Text for a page whose visible blocks hold (nearly) none: JSON-LD articleBody, the state of a script-drawn page; null: none better. */
export function fallbackPieces(
  index: PageIndex,
  from: { metadata: Metadata; page: PageBlocks; found: readonly Piece[] },
): FallbackText | null {
  const chars = from.found.reduce((sum, { text }) => sum + text.length, 0);
  const body = from.metadata.articleBody;
  if (body !== null && body.length > chars * 2.5 && chars < 1_500)
    return { pieces: paragraphs(body), from: 'json-ld articleBody' };
  if (chars >= ENOUGH_CHARS) return null;
  const state = scriptState(index);
  return state !== null && state.length > Math.max(ENOUGH_CHARS * 2, chars * 2.5)
    ? { pieces: paragraphs(state), from: 'state of a script' }
    : null;
}

function paragraphs(text: string): Piece[] {
  return text
    .split(/\n+|\r+|\u2029/)
    .map((line) => tidyText(line))
    .filter((line) => line !== '')
    .map((line) => ({ text: line, kind: 'paragraph' }));
}

/** The longest body of text in the JSON state that frameworks leave in the page. */
function scriptState(index: PageIndex): string | null {
  const source = index
    .byTag('script')
    .filter(
      ({ element }) =>
        element.attribs['id'] === '__NEXT_DATA__' || element.attribs['type'] === 'application/json',
    )
    .map(({ element }) => textUnder(element, MAX_STATE_CHARS))
    .filter((text) => text.length < MAX_STATE_CHARS);
  let best: string | null = null;
  for (const text of source) {
    const found = bodyInState(text);
    if (found !== null && found.length > (best?.length ?? 0)) best = found;
  }
  return best;
}

const BODY_KEY =
  /^(?:body|bodyHtml|content|contentHtml|html|text|articleBody|story|paragraphs|blocks|elements)$/i;

function bodyInState(source: string): string | null {
  let state: unknown;
  try {
    state = JSON.parse(source);
  } catch {
    return null;
  }
  let best = '';
  const queue: { value: unknown; key: string }[] = [{ value: state, key: '' }];
  for (let at = 0; at < queue.length && at < 200_000; at += 1) {
    const { value, key } = queue[at] ?? { value: null, key: '' };
    if (typeof value === 'string' && BODY_KEY.test(key)) {
      const text = plain(value);
      if (text.length > best.length && text.split(/[.!?؟۔]\s/).length > 2) best = text;
    } else if (Array.isArray(value)) {
      if (BODY_KEY.test(key)) {
        const lines = value.map((item: unknown) => lineOf(item)).filter((line) => line !== '');
        const text = lines.join('\n');
        if (lines.length > 1 && text.length > best.length) best = text;
      }
      for (const item of value) queue.push({ value: item, key });
    } else if (isJsonObject(value)) {
      for (const [name, item] of Object.entries(value)) queue.push({ value: item, key: name });
    }
  }
  return best === '' ? null : best;
}

function lineOf(item: unknown): string {
  if (typeof item === 'string') return plain(item);
  if (!isJsonObject(item)) return '';
  const text = item['content'] ?? item['text'] ?? item['html'];
  return typeof text === 'string' ? plain(text) : '';
}

function plain(html: string): string {
  return decodeEntities(
    html.replaceAll(/<\/(?:p|div|h[1-6]|li)>|<br[^>]{0,20}>/gi, '\n').replaceAll(/<[^>]{1,2000}>/g, ''),
  );
}
