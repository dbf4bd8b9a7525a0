import type { Lead } from '@khabar/article';
import type { Store } from '@khabar/store';

type Outlets = Pick<Store['outlets'], 'list' | 'putNamed'>;

function siteOf(address: string): string {
  return new URL(address).hostname.replace(/^(?:www|m|amp)\./, '');
}

/**
 * Whose article each lead of a discovery service is: the outlet of that host, which is put on the list (not watched) where it is new. Gives the id by the
 * lead's address; leads of an outlet's own channels are left out.
 */
export async function ownersOfLeads(
  leads: readonly Lead[],
  outlets: Outlets,
  at: string,
): Promise<ReadonlyMap<string, string>> {
  const foreign = leads.filter(({ site }) => site !== undefined);
  const owners = new Map<string, string>();
  if (foreign.length === 0) return owners;
  const byHost = new Map<string, string>();
  for (const { id, homepage } of await outlets.list())
    if (homepage !== null && URL.canParse(homepage)) byHost.set(siteOf(homepage), id);
  for (const { url, site, language } of foreign) {
    const host = siteOf(url);
    const known = byHost.get(host);
    if (known === undefined) {
      // oxlint-disable-next-line no-await-in-loop
      await outlets.putNamed(
        { id: host, name: site ?? host, language: language ?? 'und', homepage: new URL('/', url).href },
        at,
      );
      byHost.set(host, host);
    }
    owners.set(url, known ?? host);
  }
  return owners;
}
