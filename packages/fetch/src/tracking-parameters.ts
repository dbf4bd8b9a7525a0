import { parse } from 'tldts';

import data from '../data/tracking-parameters.json' with { type: 'json' };

interface Names {
  readonly exact: ReadonlySet<string>;
  readonly starts: readonly string[];
}

function namesOf(list: readonly string[]): Names {
  return {
    exact: new Set(list.filter((name) => !name.endsWith('*'))),
    starts: list.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  };
}

const EVERYWHERE = namesOf(data.everywhere);
const BY_SITE: ReadonlyMap<string, Names> = new Map(
  data.sites.map((entry) => [entry.site, namesOf(entry.drop)]),
);

function has(names: Names | undefined, name: string): boolean {
  if (!names) return false;
  return names.exact.has(name) || names.starts.some((start) => name.startsWith(start));
}

/** For a host, a test whether a query parameter only says where the reader came from. */
export function trackingTest(host: string): (parameter: string) => boolean {
  const { domain, domainWithoutSuffix } = parse(host);
  const ofDomain = BY_SITE.get(domain ?? '');
  const ofName = BY_SITE.get(`${domainWithoutSuffix ?? ''}.*`);
  return (parameter) => {
    const name = parameter.toLowerCase();
    return has(EVERYWHERE, name) || has(ofDomain, name) || has(ofName, name);
  };
}
