import { join } from 'node:path';

import { openMailer } from '@khabar/alert';
import { type EncoderStatus, KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';
import { openFetcher, openGuard, openWebClient, readTestSwitches, withRenderer } from '@khabar/fetch';
import type { Logger, Metrics } from '@khabar/observe';
import { type Backends, openBackends } from '@khabar/process';
import { type EmbeddedPostgres, openHostTurns, openRawPages } from '@khabar/store';

import { type Analysis, openAnalysis } from './analysis/open-analysis.ts';
import { openModel } from './assist-article.ts';
import { openChannelSlots } from './channel-slots.ts';
import { openIndexer } from './indexer.ts';
import { openPageRenderer } from './open-page-renderer.ts';
import { openSend } from './open-send.ts';
import type { PipelineEvent, PipelineParts } from './pipeline-parts.ts';
import { openRelay } from './relay.ts';
import { openSampleRoutes, type SampleRoutes } from './sample-routes.ts';

/** What the parts were opened with, and how to close them in the opposite order. */
export interface OpenedParts extends PipelineParts {
  readonly embedded: EmbeddedPostgres | null;
  /** The fetcher's exceptions to the address guard: the sample web. */
  readonly route: Map<string, string>;
  readonly sampleRoutes: SampleRoutes;
  readonly roles: Backends['roles'];
  close(): Promise<void>;
}

export interface OpenPartsDeps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  readonly publicUrl: () => string;
  /** Hears what happened, in this process or another; null where nobody listens. */
  readonly onEvent: ((event: PipelineEvent) => void) | null;
  /** Says what is being opened, for people who wait. */
  readonly onProgress: (message: string) => void;
  /** false: pages are not read here (fetcher), and the threads and data that reading needs are not loaded. Default true. */
  readonly reads?: boolean;
  /** Opening ends early when it is aborted: throws KhabarError CANCELLED. */
  readonly stopping?: AbortSignal;
}

/** Opens record, queue, index, fetcher and analysis as the three addresses say. What was opened is closed again when a later part fails. */
export async function openParts(config: Config, deps: OpenPartsDeps): Promise<OpenedParts> {
  const closers: (() => Promise<void>)[] = [];
  const opened = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.push(() => part.close());
    return part;
  };
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer();
    closers.length = 0;
  };
  try {
    const { clock, guard: guardOptions } = readTestSwitches({
      ...(config.testAllow === undefined ? {} : { allow: config.testAllow }),
      ...(config.testDns === undefined ? {} : { dns: config.testDns }),
      ...(config.testRoute === undefined ? {} : { route: config.testRoute }),
      ...(config.testClock === undefined ? {} : { clock: config.testClock }),
    });
    const now = (): Date => clock.now();

    const backends = opened(
      await openBackends(config, {
        logger: deps.logger,
        metrics: deps.metrics,
        now,
        onProgress: deps.onProgress,
        onEvent: deps.onEvent,
      }),
    );
    const { store, queues, search, secrets, registry, embedded, events, roles } = backends;
    const rawPages = opened(await openRawPages(join(config.dataFolder, 'warc')));

    const reads = deps.reads ?? true;
    if (reads) deps.onProgress('analysis: extraction and tagging');
    const analysis = reads
      ? opened(
          await unlessStopped(
            openAnalysis({
              threads: config.analysisThreads,
              timeoutMs: config.analysisTimeoutMs,
              subjects: config.subjects,
              registry,
              ...(config.encoder === 'off'
                ? {}
                : {
                    encoder: {
                      maxSentences: config.encoderSentences,
                      onTrouble: (trouble: string) => deps.logger.warn({ trouble }, 'encoder'),
                    },
                  }),
            }),
            deps.stopping,
          ),
        )
      : NO_ANALYSIS;
    sayEncoder(analysis.encoder(), config, deps);
    registry.onChange(async () => {
      await analysis.useRegistry(registry);
      // For processes that do not read pages themselves (the dashboard).
      if (reads) await store.settings.put('tag-version', analysis.tagVersion);
    });
    // It may have changed while the threads were loading.
    await analysis.useRegistry(registry);

    const route = new Map<string, string>();
    const sampleRoutes = opened(openSampleRoutes({ store, route }));
    const guard = openGuard(guardOptions);
    // The embedded record belongs to one process, which is alone in asking.
    const turns = embedded === null ? opened(openHostTurns(store.db)) : undefined;
    const fetcher = opened(
      openFetcher({
        userAgent: userAgent(config, deps.version),
        guard,
        clock,
        minDelayMs: config.fetchDelayMs,
        route,
        ...(turns === undefined ? {} : { turns }),
        robots: store.robots,
      }),
    );
    const client = opened(openWebClient({ guard }));
    // What an operator names here may get alerts; pages are fetched from there no more than before.
    const channelClient = opened(
      openWebClient({
        guard: openGuard({
          ...guardOptions,
          allow: [...(guardOptions.allow ?? []), ...namesIn(config.channelHosts)],
        }),
      }),
    );
    const mailer =
      config.smtpUrl === undefined || config.mailFrom === undefined
        ? null
        : openMailer(config.smtpUrl, config.mailFrom);
    closers.push(async () => mailer?.close());
    const renderer = await openPageRenderer(config, {
      client,
      fetcher,
      userAgent: userAgent(config, deps.version),
    });
    const fetchPage =
      renderer === null ? fetcher.fetchPage : withRenderer(fetcher.fetchPage, opened(renderer));
    const relay = opened(openRelay({ store, queues, logger: deps.logger.child({ part: 'relay' }) }));
    const indexer = opened(
      openIndexer({
        store,
        queues,
        logger: deps.logger.child({ part: 'indexer' }),
        onServer: roles.search === 'elasticsearch',
      }),
    );
    return {
      store,
      rawPages,
      queues,
      search,
      analysis,
      registry,
      subjects: backends.subjects,
      refreshRegistry: backends.refreshRegistry,
      relay,
      indexer,
      embedded,
      route,
      sampleRoutes,
      fetchPage: async (url, options) => {
        await sampleRoutes.ready(url);
        return fetchPage(url, options);
      },
      stopFetching: () => fetcher.stop(),
      send: openSend(channelClient, now),
      mailer,
      secrets,
      channelSlots: openChannelSlots(),
      assist: openModel(config, { store, now }),
      proposesStances: config.llmStances,
      logger: deps.logger,
      metrics: deps.metrics,
      now,
      publicUrl: deps.publicUrl,
      onEvent: (event) => events.send(event),
      roles,
      close,
    };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

function namesIn(list: string | undefined): string[] {
  return (list ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().toLowerCase()]));
}

/** Waits for a part, but not after the process was asked to stop: the part is closed when it comes. */
async function unlessStopped<T extends { close(): Promise<void> }>(
  opening: Promise<T>,
  stopping: AbortSignal | undefined,
): Promise<T> {
  if (stopping === undefined) return opening;
  const stopped = Promise.withResolvers<'stopped'>();
  const onAbort = (): void => stopped.resolve('stopped');
  stopping.addEventListener('abort', onAbort, { once: true });
  if (stopping.aborted) onAbort();
  const first = await Promise.race([opening, stopped.promise]);
  stopping.removeEventListener('abort', onAbort);
  if (first !== 'stopped') return first;
  void opening.then(
    (part) => part.close(),
    () => {},
  );
  throw new KhabarError('CANCELLED', 'asked to stop while opening', { retry: 'later' });
}

/** Says once that the encoder is missed. Throws KhabarError CONFIG_INVALID where the options want it in any case. */
function sayEncoder(status: EncoderStatus, config: Pick<Config, 'encoder'>, deps: OpenPartsDeps): void {
  if (status.state !== 'unavailable') return;
  if (config.encoder === 'on')
    throw new KhabarError('CONFIG_INVALID', `KHABAR_ENCODER is on, but: ${status.reason}`);
  deps.onProgress(`${status.reason} Names and stances come from the rules alone`);
  deps.logger.warn({ reason: status.reason }, 'no encoder: names and stances come from the rules alone');
}

const NO_ANALYSIS: Analysis = {
  run: () => Promise.reject(new KhabarError('INTERNAL', 'this process reads no pages')),
  tagVersion: '',
  encoder: () => ({ state: 'off' }),
  useRegistry: async () => {},
  async close() {},
};

/** Names the product first, as robots.txt groups know it, and a way to reach its people. */
export function userAgent(config: Pick<Config, 'userAgent' | 'contact'>, version: string): string {
  if (config.userAgent !== undefined) return config.userAgent;
  return config.contact === undefined ? `Khabar/${version}` : `Khabar/${version} (+${config.contact})`;
}
