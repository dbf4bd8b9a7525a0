import type { PipelineParts } from '../pipeline-parts.ts';

const HOSTS_A_TIME = 500;

/** One `fetch` job for each host with due addresses that nobody works on. */
export async function dispatchHosts(parts: Pick<PipelineParts, 'store' | 'relay' | 'now'>): Promise<void> {
  const now = parts.now().toISOString();
  const hosts = await parts.store.transaction(async (records) => {
    const offered = await records.frontier.offerHosts(now, HOSTS_A_TIME);
    await records.outbox.add(
      offered.map((host) => ({ job: 'fetch', payload: { host } })),
      now,
    );
    return offered;
  });
  if (hosts.length > 0) parts.relay.kick();
}
