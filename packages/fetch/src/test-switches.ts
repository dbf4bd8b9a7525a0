import { readFileSync, statSync } from 'node:fs';

import { z } from 'zod';

import type { GuardOptions } from './address-guard.ts';
import { systemClock, type Clock } from './clock.ts';

/** Values of the test-only settings, as read by the configuration. They must be refused in production and beyond loopback. */
export interface TestSwitches {
  /** KHABAR_TEST_ALLOW: `127.0.0.1:8081,127.0.0.1:8082`. */
  readonly allow?: string | undefined;
  /** KHABAR_TEST_DNS: file of JSON `{"host":[["ip"],["ip"]]}`; the n-th look-up of a host gets the n-th list, the last repeats. */
  readonly dns?: string | undefined;
  /** KHABAR_TEST_ROUTE: JSON `{"93.184.216.34:80":"127.0.0.1:8081","*":"127.0.0.1:8082"}`: where to connect after an address has passed. */
  readonly route?: string | undefined;
  /** KHABAR_TEST_CLOCK: file with milliseconds to add to the clock, read at each use. */
  readonly clock?: string | undefined;
}

const DnsFile = z.record(z.string(), z.array(z.array(z.string())));
const Routes = z.record(z.string(), z.string());

function hostKey(host: string): string {
  return URL.parse(`http://${host}`)?.hostname ?? host;
}

/** Resolver over a fixed table `{ host: [ip, …] }`; hosts may be written in their own script. A host not in it does not resolve. */
export function dnsFromTable(
  table: Readonly<Record<string, readonly string[]>>,
): NonNullable<GuardOptions['dns']> {
  const addresses = new Map(Object.entries(table).map(([host, list]) => [hostKey(host), list]));
  return async (host) => {
    const found = addresses.get(host);
    if (!found) throw new Error(`${host} is not in the table`);
    return found;
  };
}

function dnsFrom(file: string): NonNullable<GuardOptions['dns']> {
  const asked = new Map<string, number>();
  let readAt = -1;
  let table = new Map<string, string[][]>();
  return async (host) => {
    const { mtimeMs } = statSync(file);
    // Read again only when it changed: a run over hundreds of hosts asks for every page.
    if (mtimeMs !== readAt) {
      const read = DnsFile.parse(JSON.parse(readFileSync(file, 'utf8')));
      table = new Map(Object.entries(read).map(([name, turns]) => [hostKey(name), turns]));
      readAt = mtimeMs;
    }
    const turns = table.get(host);
    if (!turns) throw new Error(`${host} is not in the test table`);
    const turn = asked.get(host) ?? 0;
    asked.set(host, turn + 1);
    return turns[Math.min(turn, turns.length - 1)] ?? [];
  };
}

function rerouteFrom(json: string): NonNullable<GuardOptions['reroute']> {
  const routes = Routes.parse(JSON.parse(json));
  return (endpoint) => {
    const host = endpoint.address.includes(':') ? `[${endpoint.address}]` : endpoint.address;
    const target = routes[`${host}:${endpoint.port}`] ?? routes['*'];
    const url = target === undefined ? null : URL.parse(`http://${target}`);
    return url ? { address: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 80) } : endpoint;
  };
}

/** Turns the test-only settings into options of `openGuard` and `openFetcher`. Throws when one is malformed. */
export function readTestSwitches(switches: TestSwitches): {
  readonly guard: GuardOptions;
  readonly clock: Clock;
} {
  const { allow, dns, route, clock } = switches;
  const guard: GuardOptions = {
    ...(allow ? { allow: allow.split(',').map((entry) => entry.trim()) } : {}),
    ...(dns ? { dns: dnsFrom(dns) } : {}),
    ...(route ? { reroute: rerouteFrom(route) } : {}),
  };
  if (!clock) return { guard, clock: systemClock };
  const now = (): Date => new Date(Date.now() + (Number(readFileSync(clock, 'utf8')) || 0));
  return { guard, clock: { ...systemClock, now } };
}
