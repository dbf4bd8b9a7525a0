import type { Outlet } from '@khabar/article';
import { type OpmlFeed, outletId } from '@khabar/sources';

/** An outlet that is watched already, as far as merging needs it. */
export interface Known {
  readonly id: string;
  readonly homepage: string | null;
  readonly channels: readonly { readonly url: string }[];
}

/** Feeds by what becomes of them. */
export interface MergedFeeds {
  readonly added: readonly Outlet[];
  /** Feeds that join an outlet which is watched already. */
  readonly joined: ReadonlyMap<string, readonly string[]>;
  /** Feeds that are watched already. */
  readonly known: number;
}

/**
 * Feeds of a subscription list -> outlets. Feeds of one site with one name are one outlet; sites that share a host
 * (platforms) are told apart by their path. What is watched already is left as it is.
 */
export function mergeFeeds(feeds: readonly OpmlFeed[], watched: readonly Known[]): MergedFeeds {
  const urls = new Set(watched.flatMap((outlet) => outlet.channels.map((channel) => channel.url)));
  const bySite = new Map(
    watched.flatMap((outlet) => (outlet.homepage === null ? [] : [[siteKey(outlet.homepage), outlet.id]])),
  );
  const ids = new Set(watched.map((outlet) => outlet.id));
  const added = new Map<string, Outlet>();
  const joined = new Map<string, string[]>();
  let known = 0;
  for (const feed of feeds) {
    if (urls.has(feed.url)) {
      known += 1;
      continue;
    }
    urls.add(feed.url);
    const homepage = feed.site ?? new URL('/', feed.url).href;
    const site = siteKey(homepage);
    const owner = bySite.get(site);
    const fresh = added.get(site);
    if (owner !== undefined) joined.set(owner, [...(joined.get(owner) ?? []), feed.url]);
    else if (fresh !== undefined)
      added.set(site, { ...fresh, channels: [...fresh.channels, { kind: 'feed', url: feed.url }] });
    else {
      const id = freeId(homepage, ids);
      ids.add(id);
      added.set(site, {
        id,
        name: feed.title ?? id,
        country: null,
        language: 'und',
        kind: 'other',
        homepage,
        channels: [{ kind: 'feed', url: feed.url }],
        everyMinutes: 30,
      });
    }
  }
  return { added: Array.from(added.values()), joined, known };
}

function siteKey(homepage: string): string {
  const { hostname, port, pathname } = new URL(homepage);
  return `${hostname.replace(/^www\./, '')}:${port}${pathname.replace(/\/+$/, '')}`;
}

const LONGEST_ID = 80;

function freeId(homepage: string, taken: ReadonlySet<string>): string {
  const host = outletId(homepage);
  const slug = `${host}${new URL(homepage).pathname}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/-+$/g, '')
    .slice(0, LONGEST_ID);
  const candidates = [host, slug];
  const free = candidates.find((id) => /^[a-z0-9]/.test(id) && !taken.has(id));
  if (free !== undefined) return free;
  let number = 2;
  while (taken.has(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
}
