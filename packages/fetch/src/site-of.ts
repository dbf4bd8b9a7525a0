import { getDomain } from 'tldts';

/** The registrable domain of an address (`news.kubha.example` -> `kubha.example`), or its host where it has none; null for no address. */
export function siteOf(url: string): string | null {
  const host = URL.parse(url)?.hostname ?? null;
  return host === null ? null : (getDomain(host, { allowPrivateDomains: true }) ?? host);
}
