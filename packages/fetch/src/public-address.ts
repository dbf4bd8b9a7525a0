import ipaddr from 'ipaddr.js';

/** 2000::/3 is the only block from which global unicast addresses are given out (IANA, RFC 4291 section 2.4). */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** Inside 2000::/3, yet not for public hosts: documentation blocks, 6to4, IETF protocol assignments. */
const NOT_PUBLIC: readonly [ipaddr.IPv6, number][] = [
  [ipaddr.IPv6.parse('2001::'), 23],
  [ipaddr.IPv6.parse('2001:db8::'), 32],
  [ipaddr.IPv6.parse('2002::'), 16],
  [ipaddr.IPv6.parse('3fff::'), 20],
];

function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , high = 0, low = 0] = address.parts;
  // RFC 5214: interface identifier 00-00-5E-FE or 02-00-5E-FE, then the IPv4 address.
  return low === 0x5efe && (high === 0 || high === 0x0200);
}

function isPublicV6(address: ipaddr.IPv6): boolean {
  if (address.isIPv4MappedAddress()) return false;
  if (!address.match(GLOBAL_UNICAST)) return false;
  if (NOT_PUBLIC.some((block) => address.match(block))) return false;
  return address.range() === 'unicast' && !isIsatap(address);
}

/**
 * May the fetcher connect to this IP address (literal, without brackets)?
 * Only unicast addresses of the public internet pass; an IPv4 address wrapped in an IPv6 one (mapped, compatible,
 * NAT64, 6to4, Teredo, ISATAP) never does, because where it ends depends on the network that translates it.
 */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(bare)) return false;
  return isPublicV6(ipaddr.IPv6.parse(bare));
}
