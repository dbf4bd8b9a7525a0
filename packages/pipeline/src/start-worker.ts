import { gatherEvents } from './gather-events.ts';
import { gatherQuotes } from './gather-quotes.ts';
import { measured } from './measured.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import { proposeStances } from './propose-stances.ts';
import { reconcile } from './reconcile.ts';
import { openRetagger } from './retag-run.ts';
import { deliver } from './stages/deliver.ts';
import { extractPages } from './stages/extract-pages.ts';
import { indexPending } from './stages/index-pending.ts';
import { answerInteractive } from './stages/interactive.ts';
import { sendDueAlerts } from './stages/send-due-alerts.ts';
import { tagArticle } from './stages/tag-article.ts';
import { every } from './timer.ts';

const DELIVERIES_MS = 2000;
const DELIVERIES_A_TIME = 200;
const UPKEEP_MS = 10 * 60_000;
const RETAG_LOOK_MS = 1000;
const PROPOSE_MS = 15_000;

/** Takes on extraction, tagging, indexing, alerts and what people wait for. */
export async function startWorker(
  parts: PipelineParts,
  options: { analysisThreads: number },
): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  await refillIndex(parts);
  // Two jobs a thread: one is being read or written while the other is analysed.
  const concurrency = options.analysisThreads * 2;
  await parts.queues.work(
    'extract',
    measured('extract', parts, ({ pageId, others = [] }) => extractPages([pageId, ...others], parts)),
    { concurrency },
  );
  await parts.queues.work(
    'tag',
    measured('tag', parts, ({ articleId }) => tagArticle(articleId, parts)),
    { concurrency },
  );
  await parts.queues.work(
    'index',
    measured('index', parts, () => indexPending(parts, () => stopping)),
    { concurrency: 1 },
  );
  await parts.queues.work(
    'deliver',
    measured('deliver', parts, ({ deliveryId }) => deliver(deliveryId, parts)),
    { concurrency: 8 },
  );
  // The version that tags, and what it works with, for processes that do not read pages themselves (the dashboard).
  await parts.store.settings.put('tag-version', parts.analysis.tagVersion);
  await parts.store.settings.put('encoder', parts.analysis.encoder());
  await parts.queues.answer((kind, input) => answerInteractive(kind, input, parts));
  const offer = (): Promise<void> => offerDeliveries(parts);
  const deliveries =
    (await parts.queues.schedule('deliveries', DELIVERIES_MS, offer)) ??
    every(DELIVERIES_MS, offer, parts.logger.child({ timer: 'deliveries' }));
  const upkeep = every(
    UPKEEP_MS,
    async () => {
      await parts.store.outlets.trimVisits();
      await parts.store.settings.put('encoder', parts.analysis.encoder());
      await reconcile(parts);
      await gatherQuotes(parts, () => stopping);
      await gatherEvents(parts, () => stopping);
    },
    parts.logger.child({ timer: 'upkeep' }),
  );
  const retagger = openRetagger(parts);
  const retags = every(
    RETAG_LOOK_MS,
    async () => {
      do if (stopping) return;
      while (await retagger.someMore());
    },
    parts.logger.child({ timer: 'retag' }),
  );
  const since = parts.now().toISOString();
  const isStopping = (): boolean => stopping;
  const proposeSome = async (): Promise<boolean> => (await proposeStances(parts, since)) > 0;
  const proposals = parts.proposesStances
    ? every(
        PROPOSE_MS,
        async () => {
          while (!isStopping() && (await proposeSome()));
        },
        parts.logger.child({ timer: 'language model' }),
      )
    : null;
  return {
    async stop() {
      stopping = true;
      await proposals?.stop();
      await retags.stop();
      await deliveries.stop();
      await upkeep.stop();
    },
  };
}

/** An index that was emptied (another version of it, a new address) is made again from the record. */
async function refillIndex(parts: PipelineParts): Promise<void> {
  const { documents } = await parts.search.size();
  const { articles } = await parts.store.articles.count();
  if (documents > 0 || articles === 0) return;
  parts.logger.info({ articles }, 'the index is empty: building it again from the record');
  await parts.store.pendingIndex.addAll(parts.now().toISOString());
}

async function offerDeliveries(parts: PipelineParts): Promise<void> {
  await sendDueAlerts(parts);
  const due = await parts.store.alerts.claimDueDeliveries(parts.now().toISOString(), DELIVERIES_A_TIME);
  if (due.length > 0)
    await parts.queues.add(
      'deliver',
      due.map((deliveryId) => ({ deliveryId })),
    );
}
