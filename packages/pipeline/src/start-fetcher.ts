import { measured } from './measured.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import { dispatchHosts } from './stages/dispatch-hosts.ts';
import { fetchHost } from './stages/fetch-host.ts';
import { visitOutlet } from './stages/visit-outlet.ts';
import { every } from './timer.ts';

const SCHEDULE_MS = 1000;
const VISITS_A_TIME = 50;
/** A claimed outlet whose visit never happens (crash) is due again after this. */
const CLAIM_MS = 15 * 60_000;
/** A minute apart, 1,000 outlets are 17 visits a second of a second or three each; hosts that do not answer hold theirs for 20 s. */
const VISITS_AT_ONCE = 64;

/** Takes on discovery and fetching. */
export async function startFetcher(
  parts: PipelineParts,
  options: { hosts: number },
): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  await parts.queues.work(
    'visit',
    measured('visit', parts, ({ outletId }) => visitOutlet(outletId, parts)),
    {
      concurrency: VISITS_AT_ONCE,
    },
  );
  await parts.queues.work(
    'fetch',
    measured('fetch', parts, ({ host }) => fetchHost(host, parts, () => stopping)),
    {
      concurrency: options.hosts,
    },
  );
  const tick = (): Promise<void> => giveOutDue(parts);
  const schedule =
    (await parts.queues.schedule('give-out', SCHEDULE_MS, tick)) ??
    every(SCHEDULE_MS, tick, parts.logger.child({ timer: 'schedule' }));
  return {
    async stop() {
      stopping = true;
      // Some wait half a minute for a host's turn, which is longer than a stop may take.
      parts.stopFetching();
      await schedule.stop();
    },
  };
}

/** A visit for each outlet that is due, a turn for each host that has due addresses. */
async function giveOutDue(parts: PipelineParts): Promise<void> {
  const now = parts.now();
  const due = await parts.store.outlets.claimDue(
    now.toISOString(),
    new Date(now.getTime() + CLAIM_MS).toISOString(),
    VISITS_A_TIME,
  );
  if (due.length > 0)
    await parts.queues.add(
      'visit',
      due.map((outletId) => ({ outletId })),
    );
  await dispatchHosts(parts);
}
