import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

import { isPublicAddress } from './public-address.ts';

/** Where a connection goes: an IP address and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export type GuardVerdict =
  | {
      readonly allowed: true;
      readonly url: URL;
      /** The addresses that were checked. Connect to these and to nothing else, or a second look-up may answer otherwise. */
      readonly endpoints: readonly Endpoint[];
    }
  | {
      readonly allowed: false;
      readonly reason: 'scheme' | 'address' | 'network';
      /** In words, naming the address. */
      readonly detail: string;
    };

/** Host name -> all its IP addresses; throws when the name does not resolve. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface GuardOptions {
  /** `host` or `host:port` that may be reached in spite of being private: tests, an internal outlet that an operator names. */
  readonly allow?: readonly string[];
  /** Default: the system's resolver. */
  readonly dns?: Resolve;
  /** Tests only: after an endpoint has passed, connect there instead. */
  readonly reroute?: (endpoint: Endpoint) => Endpoint;
}

export interface AddressGuard {
  /** May this address be connected to? Resolves the name and checks every answer; never throws. */
  check(url: string | URL): Promise<GuardVerdict>;
}

/** Names that never mean a public host (RFC 6761, 6762, 8375, ICANN's reservation of .internal). */
const LOCAL_NAME = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|home\.arpa)$/;

/** Ports that browsers refuse because another protocol listens there (WHATWG Fetch, "bad port"), shortened to those that a request could harm. */
const BAD_PORTS = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 9300, 10080,
  11211,
]);

function refuse(reason: 'scheme' | 'address' | 'network', detail: string): GuardVerdict {
  return { allowed: false, reason, detail };
}

async function resolveBySystem(host: string): Promise<readonly string[]> {
  const answers = await lookup(host, { all: true });
  return answers.map((answer) => answer.address);
}

/** Opens the guard that every outgoing connection passes: pages, feeds, robots.txt, sitemaps, webhooks. */
export function openGuard(options: GuardOptions = {}): AddressGuard {
  const allow = new Set(options.allow ?? []);
  const resolve = options.dns ?? resolveBySystem;
  const reroute = options.reroute ?? ((endpoint: Endpoint): Endpoint => endpoint);

  const pass = (url: URL, addresses: readonly string[], port: number): GuardVerdict => ({
    allowed: true,
    url,
    endpoints: addresses.map((address) => reroute({ address, port })),
  });

  async function answersOf(host: string): Promise<readonly string[] | string> {
    try {
      return await resolve(host);
    } catch (cause) {
      return `${host}: the name does not resolve (${cause instanceof Error ? cause.message : String(cause)})`;
    }
  }

  async function check(input: string | URL): Promise<GuardVerdict> {
    const url = URL.parse(String(input));
    if (!url) return refuse('scheme', `${String(input).slice(0, 200)}: not a web address`);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return refuse('scheme', `${url.protocol} is not fetched, only http: and https:`);
    }
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const exempt = allow.has(host) || allow.has(`${url.hostname}:${port}`);
    if (exempt && isIP(host)) return pass(url, [host], port);
    if (!exempt && BAD_PORTS.has(port))
      return refuse('address', `${url.host}: port ${port} belongs to another protocol`);
    if (isIP(host)) {
      if (!isPublicAddress(host)) return refuse('address', `${host} is not a public address`);
      return pass(url, [host], port);
    }
    const name = host.replace(/\.$/, '');
    if (!exempt && (!name.includes('.') || LOCAL_NAME.test(name))) {
      return refuse('address', `${host} is a local name`);
    }
    const answers = await answersOf(host);
    if (typeof answers === 'string') return refuse('network', answers);
    if (answers.length === 0) return refuse('network', `${host}: the name has no address`);
    const inside = answers.find((address) => !isPublicAddress(address));
    if (inside !== undefined && !exempt) {
      return refuse('address', `${host} resolves to ${inside}, which is not a public address`);
    }
    return pass(url, answers, port);
  }

  return { check };
}
