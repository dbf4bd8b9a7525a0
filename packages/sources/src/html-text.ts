import { decodeHTML } from 'entities';

const BLOCK =
  /^(address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|td|th|tr|ul)$/;
/** Content that is never text. */
const HIDDEN = /^(script|style|template|noscript|iframe|object|svg|math|head)$/;

/** End of the tag that opens at `start`, quotes respected; -1 when it never closes. */
function tagEnd(html: string, start: number): number {
  const close = html.indexOf('>', start);
  if (close < 0) return -1;
  // Attributes may hold ">" in quotes; looked for only in a window, so that a torn tag cannot make this quadratic.
  const window = html.slice(start, Math.min(html.length, start + 2_000));
  const whole = /^<\/?[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(window);
  return whole ? start + whole[0].length - 1 : close;
}

/** Next "<" that opens something; one before a space or a digit is a sign in the text. */
function markupAt(html: string, from: number): number {
  for (let at = html.indexOf('<', from); at >= 0; at = html.indexOf('<', at + 1)) {
    const next = html.charCodeAt(at + 1);
    const isLetter = (next >= 0x41 && next <= 0x5a) || (next >= 0x61 && next <= 0x7a);
    if (isLetter || next === 0x2f || next === 0x21 || next === 0x3f) return at;
  }
  return -1;
}

/** Walks over markup once and hands on runs of text and names of tags. */
function scan(
  html: string,
  onText: (text: string) => void,
  onTag: (name: string, closes: boolean) => void,
): void {
  let at = 0;
  while (at < html.length) {
    const open = markupAt(html, at);
    if (open < 0) {
      onText(html.slice(at));
      return;
    }
    onText(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    const name = /^<\/?([a-zA-Z][^\s/>]{0,40})/.exec(html.slice(open, open + 50))?.[1];
    const end = tagEnd(html, open);
    if (end < 0) {
      // Without a ">" it is a cut tag when it looks like one ("<a href=…"), else a sign in the text ("A<B").
      if (!html.slice(open, open + 1_000).includes('=')) onText(html.slice(open));
      return;
    }
    if (name !== undefined) onTag(name.toLowerCase(), html[open + 1] === '/');
    at = end + 1;
  }
}

/**
 * HTML -> plain text: tags dropped, entities decoded, blocks on lines of their own, scripts and styles left out. One pass, so
 * that no nesting or torn markup makes it slow. Never throws.
 */
export function htmlToText(html: string): string {
  const parts: string[] = [];
  let hidden = '';
  scan(
    html,
    (text) => {
      if (hidden === '') parts.push(text);
    },
    (name, closes) => {
      if (hidden !== '') {
        if (closes && name === hidden) hidden = '';
        return;
      }
      if (HIDDEN.test(name) && !closes) hidden = name;
      else if (BLOCK.test(name)) parts.push('\n');
    },
  );
  return decodeHTML(parts.join(''))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\n ]*/g, '\n')
    .trim();
}

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
/** A new one of these ends the last: they nest only through what lies between. */
const SELF_ENDING = /^(p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option|optgroup)$/;

/** Do the tags of this markup nest deeper than `limit`? Counted as a parser would, without building a tree. */
export function nestsDeeper(html: string, limit: number): boolean {
  const stack: string[] = [];
  const open = new Map<string, number>();
  let deepest = 0;
  const count = (name: string, by: number): void => void open.set(name, (open.get(name) ?? 0) + by);
  scan(
    html,
    () => {},
    (name, closes) => {
      if (deepest > limit || VOID.test(name) || SELF_ENDING.test(name)) return;
      if (!closes) {
        stack.push(name);
        count(name, 1);
        deepest = Math.max(deepest, stack.length);
        return;
      }
      // An end tag without a start is ignored, so that "<a></b>" goes a level down each time.
      if ((open.get(name) ?? 0) === 0) return;
      for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
        count(top, -1);
        if (top === name) return;
      }
    },
  );
  return deepest > limit;
}

const MAX_TAG_LENGTH = 100_000;

/** Is there a tag so long that it must hold thousands of attributes (or was never closed)? */
export function hasHugeTag(html: string): boolean {
  let open = html.indexOf('<');
  while (open >= 0) {
    const close = html.indexOf('>', open);
    if (close < 0) return html.length - open > MAX_TAG_LENGTH;
    if (close - open > MAX_TAG_LENGTH) return true;
    open = html.indexOf('<', close);
  }
  return false;
}
