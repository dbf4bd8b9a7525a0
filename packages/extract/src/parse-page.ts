import { type Document, DomHandler } from 'domhandler';
import { Parser } from 'htmlparser2';

/**
 * What one page may cost. The largest of 747 pages of newspapers and blogs have 1.5 million letters, 10,000 elements, 600 distinct classes and
 * 310,000 letters of text; browsers flatten below 512 levels.
 */
export const PAGE_LIMITS = {
  maxChars: 16_000_000,
  /** Outside scripts and styles: more than two long novels. */
  maxTextChars: 2_500_000,
  maxDepth: 1_000,
  /** Of one element. */
  maxAttributes: 20_000,
  /** Of all elements. */
  maxAllAttributes: 500_000,
  maxNodes: 40_000,
} as const;

export type ParsedPage =
  | { readonly kind: 'page'; readonly document: Document }
  | { readonly kind: 'refused'; readonly reason: string };

// A check every chunk keeps a hostile page from costing more than one chunk beyond a limit.
const CHUNK_CHARS = 65_536;

const SILENT = new Set(['script', 'style', 'noscript', 'template', 'svg']);

class BoundedHandler extends DomHandler {
  refusal: string | null = null;
  #nodes = 0;
  #attributes = 0;
  #allAttributes = 0;
  #textChars = 0;
  #isSilent = false;

  override onopentag(name: string, attribs: Record<string, string>): void {
    super.onopentag(name, attribs);
    this.#nodes += 1;
    this.#attributes = 0;
    this.#isSilent = SILENT.has(name);
    if (this.tagStack.length > PAGE_LIMITS.maxDepth)
      this.refusal = `elements nested deeper than ${PAGE_LIMITS.maxDepth}`;
    if (this.#nodes > PAGE_LIMITS.maxNodes) this.refusal = `more than ${PAGE_LIMITS.maxNodes} elements`;
  }

  override onclosetag(): void {
    super.onclosetag();
    this.#isSilent = false;
  }

  override ontext(data: string): void {
    super.ontext(data);
    if (this.#isSilent) return;
    this.#textChars += data.length;
    if (this.#textChars > PAGE_LIMITS.maxTextChars)
      this.refusal = `more than ${PAGE_LIMITS.maxTextChars} letters of text`;
  }

  onattribute(): void {
    this.#attributes += 1;
    this.#allAttributes += 1;
    if (this.#allAttributes > PAGE_LIMITS.maxAllAttributes)
      this.refusal = `more than ${PAGE_LIMITS.maxAllAttributes} attributes`;
    if (this.#attributes > PAGE_LIMITS.maxAttributes)
      this.refusal = `an element with more than ${PAGE_LIMITS.maxAttributes} attributes`;
  }
}

/** HTML -> document, in time linear in its length; a page beyond PAGE_LIMITS is refused with the limit it broke. */
export function parsePage(html: string): ParsedPage {
  if (html.length > PAGE_LIMITS.maxChars)
    return { kind: 'refused', reason: `page of ${html.length} letters, limit ${PAGE_LIMITS.maxChars}` };
  const handler = new BoundedHandler();
  const parser = new Parser(handler);
  for (let at = 0; at < html.length; at += CHUNK_CHARS) {
    parser.write(html.slice(at, at + CHUNK_CHARS));
    if (handler.refusal !== null) return { kind: 'refused', reason: handler.refusal };
  }
  parser.end();
  return { kind: 'page', document: handler.root };
}
