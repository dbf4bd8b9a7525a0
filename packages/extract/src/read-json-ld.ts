import { decodeEntities } from './tidy-text.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const MAX_NODES = 2_000;

/** Parses what sites put into `application/ld+json`: CDATA, comments, raw line feeds and trailing commas are forgiven. */
function parseTolerantly(source: string): unknown {
  const bare = source
    .replaceAll(
      /^\s*(?:\/\/\s*|\/\*\s*)?<!(?:\[CDATA\[|--)(?:\s*\*\/)?|(?:\/\/\s*|\/\*\s*)?(?:\]\]|--)>(?:\s*\*\/)?\s*$/g,
      '',
    )
    .trim()
    .replace(/;$/, '');
  const attempts = [
    () => bare,
    () => bare.replaceAll(/\p{Cc}+/gu, ' '),
    () => bare.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/,(\s*[}\]])/g, '$1'),
    () => bare.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/\\(?!["\\/bfnrtu])/g, '\\\\'),
    () => decodeEntities(bare),
  ];
  for (const attempt of attempts) {
    try {
      const value: unknown = JSON.parse(attempt());
      return value;
    } catch {
      // The next, more forgiving reading follows.
    }
  }
  return salvage(bare);
}

/** A block that is no JSON at all still names its date and headline in plain sight. */
function salvage(source: string): JsonObject | null {
  const field = (name: string): string | undefined =>
    new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.){1,500})"`)
      .exec(source)?.[1]
      ?.replaceAll(/\\(.)/g, '$1');
  const type = field('@type');
  if (type === undefined) return null;
  const found = ['headline', 'datePublished', 'dateModified', 'url'].map(
    (name) => [name, field(name)] as const,
  );
  return { '@type': type, ...Object.fromEntries(found.filter(([, value]) => value !== undefined)) };
}

/** Every object of every block, those of arrays, `@graph` and `mainEntity` included, in page order. */
export function readJsonLd(sources: readonly string[]): JsonObject[] {
  const found: JsonObject[] = [];
  const queue: unknown[] = sources.map(parseTolerantly);
  for (let at = 0; at < queue.length && found.length < MAX_NODES; at += 1) {
    const value = queue[at];
    if (Array.isArray(value)) queue.push(...value.slice(0, MAX_NODES));
    if (!isJsonObject(value)) continue;
    found.push(value);
    for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage', 'hasPart', 'liveBlogUpdate'])
      if (typeof value[key] === 'object') queue.push(value[key]);
  }
  return found;
}

export function typesOf(node: JsonObject): string[] {
  const type = node['@type'];
  const list: unknown[] = Array.isArray(type) ? type : [type];
  return list.filter((name) => typeof name === 'string').map((name) => name.replace(/^.*[/#]/, ''));
}

const ARTICLE_TYPE = /(Article|Posting|Report|Review|Newscast|CreativeWork|Recipe|HowTo)$/;
const SURE_TYPE = /(Article|BlogPosting|Reportage)$/;

/** The node that describes the article of the page at `url`: of the article types, the one with this address, else the fullest. */
export function articleNode(nodes: readonly JsonObject[], url: string | null): JsonObject | null {
  const score = (node: JsonObject): number => {
    const types = typesOf(node);
    const address = textOf(node['url']) ?? textOf(node['@id']) ?? textOf(node['mainEntityOfPage']);
    return (
      (types.some((type) => SURE_TYPE.test(type)) ? 4 : 0) +
      (address !== null && url !== null && samePath(address, url) ? 5 : 0) +
      (node['headline'] === undefined && node['headLine'] === undefined ? 0 : 2) +
      (node['datePublished'] === undefined ? 0 : 2) +
      (node['articleBody'] === undefined ? 0 : 1)
    );
  };
  const candidates = nodes.filter((node) => typesOf(node).some((type) => ARTICLE_TYPE.test(type)));
  return candidates.reduce<JsonObject | null>(
    (best, node) => (best === null || score(node) > score(best) ? node : best),
    null,
  );
}

const pathOf = (address: string): string =>
  address
    .replace(/^https?:\/\/(www\.|m\.|amp\.)?/, '')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '');

function samePath(one: string, other: string): boolean {
  return pathOf(one) === pathOf(other);
}

/** Text of a JSON-LD value: a string, or the name, `@value`, `@id` or url of an object, or the first of a list. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') {
    const text = decodeEntities(value).replaceAll(/\s+/g, ' ').trim();
    return text === '' ? null : text;
  }
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return textOf(value[0]);
  if (!isJsonObject(value)) return null;
  return textOf(value['name'] ?? value['@value'] ?? value['url'] ?? value['@id']);
}

/** Values of a property that may hold one or many. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.flat(2) : [value];
}
