import type { PageBlocks } from './page-blocks.ts';
import type { Spot } from './page-index.ts';
import { textOf } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';
import type { Sourced } from './side-facts.ts';
import { bareText, decodeEntities, tidyText } from './tidy-text.ts';
import type { ShownTitle } from './title-spot.ts';

const SEPARATOR = /\s+[|–—\-•·»«:/\\~]+\s+|\s*[|»]\s*|\s+::\s+/;

/** All strings that the page offers as its title, the site's name taken off, best known source first. */
export function titleCandidates(metadata: Metadata): string[] {
  const raw = [
    textOf(metadata.article?.['headline'] ?? metadata.article?.['headLine']),
    metadata.meta('og:title'),
    metadata.meta('twitter:title', 'parsely-title', 'sailthru.title', 'dc.title', 'dcterms.title'),
    ...metadata.headings,
    metadata.titleTag,
  ];
  const titles = raw
    .filter((title) => title !== null)
    .map((title) => withoutSite(tidyText(decodeEntities(title).replaceAll(/<[^>]{1,80}>/g, ' ')), metadata))
    .filter((title) => title.length > 1);
  return [...new Set(titles)];
}

// A title has at least this many letters; fewer are a section or a button.
const MIN_LETTERS = 12;

/** Title of the article: the page's own heading where the head of the page agrees with it, else what the head says. */
export function readTitle(
  metadata: Metadata,
  shown: readonly ShownTitle[],
  blocks: ReadonlySet<string>,
): Sourced<string | null> {
  const strip = (title: string | null): string =>
    title === null
      ? ''
      : withoutSite(tidyText(decodeEntities(title).replaceAll(/<[^>]{1,80}>/g, ' ')), metadata);
  const said = [
    {
      from: 'json-ld headline',
      value: strip(textOf(metadata.article?.['headline'] ?? metadata.article?.['headLine'])),
    },
    { from: 'meta og:title', value: strip(metadata.meta('og:title')) },
    { from: 'title tag', value: partShown(strip(metadata.titleTag), blocks) },
  ].filter(({ value }) => value.length > 1 && !isSiteName(value, metadata));
  const agrees = (heading: string): number =>
    Math.max(0, ...said.map(({ value }) => agreement(value, heading)));
  const best = metadata.headings
    .map((heading) => ({ heading, agreement: agrees(heading) }))
    .toSorted((one, other) => other.agreement - one.agreement)[0];
  const entries = shown.filter(
    ({ spot, text }) => isEntryTitle(spot) && bareText(text).length >= MIN_LETTERS && text.includes(' '),
  );
  const [entry, another] = entries;
  // A blog's main heading is the blog: its page is called so, and the entry has a title of its own.
  if (
    entry !== undefined &&
    another === undefined &&
    said.length <= 1 &&
    said.every(({ from }) => from === 'title tag') &&
    best !== undefined &&
    bareText(best.heading) === bareText(metadata.titleTag ?? '') &&
    entry.spot.element.name !== 'h1'
  )
    return { value: entry.text, from: entry.spot.element.name };
  if (best !== undefined && best.agreement >= 0.6) return { value: best.heading, from: 'h1' };
  const lesser = shown.find(
    ({ text, spot }) => spot.element.name !== 'h1' && said.some(({ value }) => isPartOf(text, value)),
  );
  if (lesser !== undefined) return { value: lesser.text, from: lesser.spot.element.name };
  const [only, second] = metadata.headings;
  const [named] = said;
  if (
    entry !== undefined &&
    metadata.headings.length === 0 &&
    (named === undefined || named.from === 'title tag')
  )
    return { value: entry.text, from: entry.spot.element.name };
  if (named !== undefined) return named;
  if (only !== undefined && second === undefined && !isSiteName(only, metadata))
    return { value: only, from: 'h1' };
  const first = shown.find(
    ({ text }) => bareText(text).length >= MIN_LETTERS && text.includes(' ') && !isSiteName(text, metadata),
  );
  if (first !== undefined) return { value: first.text, from: first.spot.element.name };
  return only === undefined ? { value: null, from: null } : { value: only, from: 'h1' };
}

/** Whether an element is named after the title of an article, not after titles of boxes. */
function isEntryTitle({ element, names }: Spot): boolean {
  return (
    /(?:article|news|post|entry|node|content|story|item|lbl|page|single)[-_]{0,2}(?:title|head)|(?:^|\s)headline/.test(
      names,
    ) &&
    !/site|widget|box|block-title/.test(names) &&
    element.name !== 'a'
  );
}

const LONG_LETTERS = 20;

/** Whether a text of the page is the title with little after it: the line of the date, where only a line break parts them. */
function begins(blocks: ReadonlySet<string>, title: string): boolean {
  for (const block of blocks) if (block.startsWith(title) && block.length < title.length + 60) return true;
  return false;
}

/** "Site :: Title" -> "Title" where the page shows that part alone, `blocks` being its texts as bareText leaves them. */
function partShown(title: string, blocks: ReadonlySet<string>): string {
  const parts = title.split(new RegExp(`(${SEPARATOR.source})`));
  if (parts.length < 3 || blocks.has(bareText(title))) return title;
  for (let length = parts.length - 2; length >= 1; length -= 2)
    for (let start = 0; start + length <= parts.length; start += 2) {
      const part = parts
        .slice(start, start + length)
        .join('')
        .trim();
      const bare = bareText(part);
      if (bare.length < MIN_LETTERS || bare.length <= bareText(title).length * 0.4) continue;
      if (blocks.has(bare) || (bare.length >= LONG_LETTERS && begins(blocks, bare))) return part;
    }
  return title;
}

/** Whether a shown title is the head's title less what the template adds, or the head's title cut short is its beginning. */
function isPartOf(shown: string, said: string): boolean {
  const part = bareText(shown);
  const whole = bareText(said);
  if (part.length < MIN_LETTERS || whole.length < MIN_LETTERS) return false;
  if (part === whole) return true;
  return (
    (whole.includes(part) && part.length > whole.length * 0.4) || part.startsWith(whole.replace(/\.+$/, ''))
  );
}

/** Share of words in common, by the shorter of both (1 where one contains the other and is no mere word or two). */
function agreement(one: string, other: string): number {
  const first = bareText(one);
  const second = bareText(other);
  if (first === second) return 1.1;
  if (Math.min(first.length, second.length) >= 12 && (first.includes(second) || second.includes(first)))
    return 1;
  const words = new Set(wordsOf(one));
  const others = wordsOf(other);
  if (words.size === 0 || others.length === 0) return 0;
  const common = others.filter((word) => words.has(word)).length;
  return (2 * common) / (words.size + others.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function siteNames(metadata: Metadata): string[] {
  const host = URL.parse(metadata.canonicalUrl ?? metadata.baseUrl)?.hostname ?? '';
  const labels = host.replace(/^www\./, '').split('.');
  // Some templates call every page a site of its own.
  const isPage =
    bareText(metadata.siteName ?? '') === bareText(metadata.titleTag ?? '') && metadata.headings.length > 0;
  return [
    isPage ? '' : (metadata.siteName ?? ''),
    ...metadata.homeNames,
    host.replace(/^www\./, ''),
    labels[0] ?? '',
    labels.at(-2) ?? '',
  ]
    .map(bareText)
    .filter((name) => name.length > 2);
}

function isSiteName(text: string, metadata: Metadata): boolean {
  return siteNames(metadata).includes(bareText(text));
}

/** Takes the site's name and section off either end; keeps a separator that belongs to the title. */
function withoutSite(title: string, metadata: Metadata): string {
  const names = siteNames(metadata);
  const parts = title.split(new RegExp(`(${SEPARATOR.source})`));
  if (parts.length < 3) return title;
  const isSite = (part: string): boolean => {
    const bare = bareText(part);
    return (
      bare !== '' &&
      names.some(
        (name) => bare === name || (bare.length < 40 && (bare.includes(name) || name.includes(bare))),
      )
    );
  };
  const agreed = metadata.headings.find(
    (heading) =>
      bareText(heading) !== '' &&
      bareText(title).startsWith(bareText(heading)) &&
      bareText(heading).length >= 12,
  );
  if (agreed !== undefined && parts.length >= 3) return agreed;
  let from = 0;
  let to = parts.length;
  while (to - from >= 3 && isSite(parts[to - 1] ?? '')) to -= 2;
  while (to - from >= 3 && isSite(parts[from] ?? '') && (parts[from] ?? '').length < 30) from += 2;
  return parts.slice(from, to).join('').trim();
}

/** Short texts of the page as bareText leaves them, those of links left out. */
export function shownTexts({ blocks }: PageBlocks): ReadonlySet<string> {
  return new Set(
    blocks
      .filter(({ text, linkChars }) => text.length < 300 && linkChars < text.length / 2)
      .map(({ bare }) => bare),
  );
}
