import { decodeHTMLStrict } from 'entities';
import { Parser } from 'htmlparser2';

/** An element of a feed or sitemap. Names are lower case with a prefix by meaning, not by what the file calls it: `dc:date`, `atom:link`, `title`. */
export interface XmlElement {
  readonly name: string;
  /** Lower-case names; `xml:base` and `xml:lang` are in `base` and `lang`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Base address in force (xml:base, resolved). */
  readonly base: string;
  readonly lang: string | undefined;
  /** The document ended inside this element: what it holds may be cut. */
  readonly cut: boolean;
  readonly children: readonly (XmlElement | string)[];
}

export interface XmlTree {
  /** Holds the top-level elements; `name` is empty. */
  readonly root: XmlElement;
  /** The document was cut: too many elements or items. */
  readonly truncated: boolean;
}

export interface XmlLimits {
  /** Elements of these names count as items; reading stops after `maxItems` of them. */
  readonly itemNames: ReadonlySet<string>;
  readonly maxItems: number;
}

/** Nesting beyond this is no feed; the parser's own stack gets slow with depth. */
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 1_000_000;
const SLICE = 64 * 1024;
/** Entities that a document defines itself: few, short and flat, or a kilobyte could become a gigabyte. */
const MAX_ENTITIES = 100;
const MAX_ENTITY_LENGTH = 1_000;

/** Namespace -> prefix by which the readers know it; the empty one is RSS itself. */
const NAMESPACES: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/(www\.)?w3\.org\/2005\/atom/, 'atom'],
  [/^https?:\/\/purl\.org\/atom\//, 'atom'],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/content/, 'content'],
  [/^https?:\/\/purl\.org\/dc\/terms/, 'dcterms'],
  [/^https?:\/\/purl\.org\/(dc\/elements|rss\/1\.0\/modules\/dc)/, 'dc'],
  [/^https?:\/\/([^/]*)\/dtds\/podcast-1\.0\.dtd/, 'itunes'],
  [/^https?:\/\/search\.yahoo\.com\/mrss/, 'media'],
  [/^https?:\/\/www\.w3\.org\/1999\/xhtml/, 'xhtml'],
  [/^https?:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns/, 'rdf'],
  [/^https?:\/\/rssnamespace\.org\/feedburner/, 'feedburner'],
  [/^https?:\/\/www\.sitemaps\.org\/schemas\/sitemap|^https?:\/\/www\.google\.com\/schemas\/sitemap\/0/, ''],
  [/^https?:\/\/purl\.org\/(net\/)?rss1?(\/1\.0|\.1)?(#|\/)?$/, ''],
  [/^https?:\/\/(my|channel)\.netscape\.com\/(publish|rdf)/, ''],
  [/^https?:\/\/backend\.userland\.com\/rss/, ''],
  [/^https?:\/\/(blogs|cyber)\.law\.harvard\.edu\/(tech\/)?rss/, ''],
  [/^https?:\/\/www\.google\.com\/schemas\/play-podcasts/, 'googleplay'],
  [/^https?:\/\/www\.google\.com\/schemas\/sitemap-news/, 'news'],
  [/^https?:\/\/www\.google\.com\/schemas\/sitemap-image/, 'image'],
  [/^https?:\/\/www\.google\.com\/schemas\/sitemap-video/, 'video'],
];

class Stop extends Error {}
class Refused extends Error {}

interface Open {
  readonly element: XmlElement & { children: (XmlElement | string)[]; cut: boolean };
  readonly prefixes: ReadonlyMap<string, string>;
}

function prefixFor(uri: string): string | undefined {
  const lower = uri.trim().toLowerCase();
  return NAMESPACES.find(([pattern]) => pattern.test(lower))?.[1];
}

function declared(
  attributes: Readonly<Record<string, string>>,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  let own: Map<string, string> | undefined;
  for (const [name, value] of Object.entries(attributes)) {
    const lower = name.toLowerCase();
    if (lower !== 'xmlns' && !lower.startsWith('xmlns:')) continue;
    own ??= new Map(outer);
    const prefix = lower.slice(6);
    own.set(prefix, prefixFor(value) ?? prefix);
  }
  return own ?? outer;
}

/** `DC:Date` in a file that declares DC as Dublin Core -> `dc:date`. */
function meaningOf(name: string, prefixes: ReadonlyMap<string, string>): string {
  const lower = name.toLowerCase();
  const colon = lower.indexOf(':');
  const prefix = colon < 0 ? '' : lower.slice(0, colon);
  const local = colon < 0 ? lower : lower.slice(colon + 1);
  const meaning = prefixes.get(prefix) ?? prefix;
  return meaning === '' ? local : `${meaning}:${local}`;
}

interface Prepared {
  readonly text: string;
  readonly entities: ReadonlyMap<string, string>;
}

/** Where a DOCTYPE stands: before the first element, after declarations and comments at most; -1: there is none. */
function doctypeAt(text: string): number {
  let at = 0;
  for (;;) {
    at += /^[\s\uFEFF\0]*/.exec(text.slice(at, at + 10_000))?.[0].length ?? 0;
    if (/^<!doctype/i.test(text.slice(at, at + 9))) return at;
    const end = closingMark(text.slice(at, at + 4));
    if (end === undefined) return -1;
    const found = text.indexOf(end, at);
    if (found < 0) return -1;
    at = found + end.length;
  }
}

function closingMark(start: string): string | undefined {
  if (start.startsWith('<?')) return '?>';
  return start === '<!--' ? '-->' : undefined;
}

/** Takes the DOCTYPE out, with the simple entities that it defines. External ones are never read. */
function withoutDoctype(text: string): Prepared {
  const start = doctypeAt(text);
  if (start < 0) return { text, entities: new Map() };
  const open = text.indexOf('[', start);
  const end = text.indexOf('>', start);
  if (end < 0) return { text: text.slice(0, start), entities: new Map() };
  if (open < 0 || open > end)
    return { text: text.slice(0, start) + text.slice(end + 1), entities: new Map() };
  const close = /\]\s{0,100}>/.exec(text.slice(open));
  if (!close) return { text: text.slice(0, start), entities: new Map() };
  const after = text.slice(open + close.index + close[0].length);
  return { text: text.slice(0, start) + after, entities: entitiesIn(text.slice(open, open + close.index)) };
}

function entitiesIn(subset: string): ReadonlyMap<string, string> {
  const entities = new Map<string, string>();
  for (const [, name = '', double, single] of subset.matchAll(
    /<!ENTITY\s+([\w.-]{1,64})\s+(?:"([^"]*)"|'([^']*)')\s*>/g,
  )) {
    const value = double ?? single ?? '';
    if (/&(?!#|(?:amp|lt|gt|quot|apos);)/.test(value))
      throw new Refused('it defines entities by other entities, as bombs do');
    if (value.length <= MAX_ENTITY_LENGTH && entities.size < MAX_ENTITIES)
      entities.set(name, decodeHTMLStrict(value));
  }
  return entities;
}

/**
 * Reads XML as forgivingly as feeds need: HTML entities, stray ampersands, missing end tags, anything before the root. One pass without
 * recursion; throws an Error, with the reason, for nesting that no feed has and for entity bombs. Nothing is fetched, entities cannot multiply.
 */
export function readXmlTree(input: string, baseUrl: string, limits: XmlLimits): XmlTree {
  const { text, entities } = withoutDoctype(input);
  const root: Open['element'] = {
    name: '',
    attributes: new Map(),
    base: baseUrl,
    lang: undefined,
    cut: false,
    children: [],
  };
  const stack: Open[] = [{ element: root, prefixes: new Map() }];
  let run = '';
  let inCdata = false;
  let elements = 0;
  let items = 0;
  let truncated = false;
  let ending = false;
  let expanded = 0;

  const top = (): Open => stack.at(-1) ?? { element: root, prefixes: new Map() };
  const decode = (raw: string): string => {
    if (!raw.includes('&')) return raw;
    const own =
      entities.size === 0
        ? raw
        : raw.replace(/&([\w.-]{1,64});/g, (whole, name: string) => {
            const value = entities.get(name);
            expanded += value?.length ?? 0;
            return value === undefined || expanded > SLICE * 16 ? whole : value;
          });
    return decodeHTMLStrict(own);
  };
  const flush = (): void => {
    if (run !== '') top().element.children.push(decode(run));
    run = '';
  };

  const parser = new Parser(
    {
      onopentag(name, raw) {
        flush();
        if (stack.length > MAX_DEPTH) throw new Refused(`elements nest deeper than ${MAX_DEPTH}`);
        elements += 1;
        const outer = top();
        const prefixes = declared(raw, outer.prefixes);
        const attributes = new Map<string, string>();
        for (const [key, value] of Object.entries(raw)) attributes.set(key.toLowerCase(), decode(value));
        const xmlBase = attributes.get('xml:base');
        const lang = attributes.get('xml:lang') ?? outer.element.lang;
        const base =
          xmlBase === undefined
            ? outer.element.base
            : (URL.parse(xmlBase.trim(), outer.element.base)?.href ?? outer.element.base);
        const meaning = meaningOf(name, prefixes);
        if (limits.itemNames.has(meaning)) items += 1;
        if (items > limits.maxItems || elements > MAX_ELEMENTS) throw new Stop();
        const element: Open['element'] = {
          name: meaning,
          attributes,
          base,
          lang: lang === '' ? undefined : lang,
          cut: false,
          children: [],
        };
        outer.element.children.push(element);
        stack.push({ element, prefixes });
      },
      ontext(data) {
        if (inCdata) top().element.children.push(data);
        else run += data;
      },
      oncdatastart() {
        flush();
        inCdata = true;
      },
      oncdataend() {
        inCdata = false;
      },
      onclosetag() {
        flush();
        const closed = stack.length > 1 ? stack.pop() : undefined;
        if (ending && closed) closed.element.cut = true;
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  try {
    for (let at = 0; at < text.length; at += SLICE) parser.write(text.slice(at, at + SLICE));
    ending = true;
    parser.end();
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause;
    truncated = true;
  }
  flush();
  return { root, truncated };
}

/** Child elements, in order. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** First child of one of these names; earlier names win over earlier places. */
export function firstChild(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  const children = elementsOf(element);
  for (const name of names) {
    const found = children.find((child) => child.name === name);
    if (found) return found;
  }
  return undefined;
}

/** Last child of one of these names, earlier names first: where a feed says a thing twice, readers take the later. */
export function lastChild(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  for (const name of names) {
    const found = elementsOf(element).findLast((child) => child.name === name);
    if (found) return found;
  }
  return undefined;
}

export function childrenNamed(element: XmlElement, ...names: readonly string[]): readonly XmlElement[] {
  return elementsOf(element).filter((child) => names.includes(child.name));
}

/** All text inside, descendants included. */
export function textOf(element: XmlElement | undefined): string {
  if (!element) return '';
  return element.children
    .map((child) => (typeof child === 'string' ? child : textOf(child)))
    .join('')
    .trim();
}
