import { textOf } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';
import { bareText, decodeEntities, tidyText } from './tidy-text.ts';

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

/** Title of the article: the page's own heading where the head of the page agrees with it, else what the head says. */
export function readTitle(metadata: Metadata): string | null {
  const strip = (title: string | null): string | null =>
    title === null
      ? null
      : withoutSite(tidyText(decodeEntities(title).replaceAll(/<[^>]{1,80}>/g, ' ')), metadata);
  const headline = strip(textOf(metadata.article?.['headline'] ?? metadata.article?.['headLine']));
  const openGraph = strip(metadata.meta('og:title'));
  const titleTag = strip(metadata.titleTag);
  const head = [headline, openGraph, titleTag]
    .filter((title) => title !== null)
    .filter((title) => title.length > 1);
  const shown = metadata.headings
    .map((heading) => ({
      heading,
      agreement: Math.max(0, ...head.map((title) => agreement(title, heading))),
    }))
    .toSorted((one, other) => other.agreement - one.agreement)[0];
  if (shown !== undefined && shown.agreement >= 0.6) return shown.heading;
  const only = metadata.headings.length === 1 ? metadata.headings[0] : undefined;
  const named = head[0] ?? null;
  if (named !== null && !isSiteName(named, metadata)) return named;
  return only ?? named ?? metadata.headings[0] ?? null;
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
  return [metadata.siteName ?? '', host.replace(/^www\./, ''), labels[0] ?? '', labels.at(-2) ?? '']
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
