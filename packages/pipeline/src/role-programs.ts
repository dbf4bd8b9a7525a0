import { KhabarError } from '@khabar/article';
import { type Config, publicAddress, VERSION } from '@khabar/config';
import { healthOf, type ProcessProgram } from '@khabar/process';

import { openParts, type OpenedParts } from './open-parts.ts';
import { openSampleCoverage } from './sample-coverage.ts';
import { startFetcher } from './start-fetcher.ts';
import { startWorker } from './start-worker.ts';

/** Visits outlets and fetches what they publish; as many of them as wanted. */
export const fetcherProgram: ProcessProgram = roleProgram({
  name: 'fetcher',
  reads: false,
  async begin(parts, config) {
    await openSampleCoverage(parts, { wanted: config.sample });
    return startFetcher(parts, { hosts: config.fetchHosts });
  },
});

/** Extracts, tags, indexes, alerts and answers what people wait for; as many of them as wanted. */
export const workerProgram: ProcessProgram = roleProgram({
  name: 'worker',
  reads: true,
  async begin(parts, config) {
    await openSampleCoverage(parts, { wanted: false });
    return startWorker(parts, { analysisThreads: config.analysisThreads });
  },
});

interface Role {
  readonly name: 'fetcher' | 'worker';
  readonly reads: boolean;
  begin(parts: OpenedParts, config: Config): Promise<{ stop(): Promise<void> }>;
}

/** Throws KhabarError CONFIG_INVALID where the record is embedded: one process owns it, so it cannot be shared. */
function roleProgram(role: Role): ProcessProgram {
  return {
    name: role.name,
    async start(config, { logger, metrics, say, stopping }) {
      if (config.databaseUrl === undefined) {
        throw new KhabarError(
          'CONFIG_INVALID',
          'DATABASE_URL is not set, and the embedded record belongs to one process; run "npm start", which does everything, or set DATABASE_URL',
        );
      }
      metrics.build({ version: VERSION, part: role.name });
      metrics.folder(config.dataFolder);
      const parts = await openParts(config, {
        logger,
        metrics,
        version: VERSION,
        publicUrl: () => publicAddress(config),
        onEvent: null,
        onProgress: (message) => say(`  ${message}`),
        reads: role.reads,
        stopping,
      });
      try {
        const begun = await role.begin(parts, config);
        return {
          health: () => healthOf(parts, parts.analysis.encoder()),
          async stop() {
            await begun.stop();
            // Running jobs need the other parts: the queue first.
            await parts.queues.close();
            await parts.close();
          },
        };
      } catch (error) {
        await parts.close();
        throw error;
      }
    },
  };
}
