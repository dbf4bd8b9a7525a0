import type { PipelineParts } from '../pipeline-parts.ts';

/** Longer than a job on a host may take; after a crash the host is free again then. */
export const HOST_LEASE_MS = 10 * 60_000;
const HOSTS_A_TIME = 500;

/** One `fetch` job for each host with due addresses that nobody works on. */
export async function dispatchHosts(parts: Pick<PipelineParts, 'store' | 'relay' | 'now'>): Promise<void> {
  const now = parts.now();
  const until = new Date(now.getTime() + HOST_LEASE_MS).toISOString();
  const hosts = await parts.store.transaction(async (records) => {
    const leased = await records.frontier.leaseHosts(now.toISOString(), until, HOSTS_A_TIME);
    await records.outbox.add(
      leased.map((host) => ({ job: 'fetch', payload: { host } })),
      now.toISOString(),
    );
    return leased;
  });
  if (hosts.length > 0) parts.relay.kick();
}
