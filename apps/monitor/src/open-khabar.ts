import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { createApi, openEventHub } from '@khabar/api';
import { KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';
import { VERSION } from '@khabar/config';
import { answersTo, eventSink } from '@khabar/dashboard';
import { type Logger, type Metrics, openMetrics } from '@khabar/observe';
import {
  type OpenedParts,
  openParts,
  openSampleCoverage,
  reindexAll,
  remainingWork,
  retagAll,
  startFetcher,
  every,
  startWorker,
  stopReindex,
  type SampleCoverage,
  type Timer,
} from '@khabar/pipeline';
import { healthOf } from '@khabar/process';
import { backup, checkVersionStamp, type FolderLock, takeLock } from '@khabar/store';
import type { Hono } from 'hono';

import { backUpDaily } from './daily-backup.ts';

/** Khabar in this process: the record, the pipeline, the HTTP interface. */
export interface Khabar {
  readonly app: Hono;
  readonly parts: OpenedParts;
  readonly sample: SampleCoverage;
  /** The folder's lock, to be told the address once there is one; null with a record on a server. */
  readonly lock: FolderLock | null;
  /** Resolves when nothing is left to extract, tag and index. */
  idle(): Promise<void>;
  /** Stops in order: no new job, running ones finish, everything is closed, the folder is free. */
  close(): Promise<void>;
}

export interface OpenKhabarOptions {
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** Visit sources and fetch. A command that hands something in only needs the worker. */
  readonly fetching: boolean;
  readonly publicUrl: () => string;
  /** The folder's lock where the caller took it already; it is released at the end all the same. */
  readonly lock?: FolderLock;
  readonly onProgress?: (message: string) => void;
}

/** Opens everything. Throws KhabarError STORE_LOCKED when another process owns the data folder. */
export async function openKhabar(config: Config, options: OpenKhabarOptions): Promise<Khabar> {
  const { logger } = options;
  const metrics = options.metrics ?? openMetrics();
  const events = openEventHub();
  const lock = options.lock ?? (config.databaseUrl === undefined ? await takeLock(config.dataFolder) : null);
  let parts: OpenedParts | null = null;
  try {
    if (lock !== null) await checkVersionStamp(config.dataFolder);
    parts = await openParts(config, {
      logger,
      metrics,
      version: VERSION,
      publicUrl: options.publicUrl,
      onProgress: options.onProgress ?? (() => {}),
      onEvent: eventSink(events),
    });
    return await run(config, { parts, lock, events, options, metrics });
  } catch (error) {
    await parts?.close().catch(() => {});
    await lock?.release();
    throw error;
  }
}

interface Running {
  readonly parts: OpenedParts;
  readonly lock: FolderLock | null;
  readonly events: ReturnType<typeof openEventHub>;
  readonly options: OpenKhabarOptions;
  readonly metrics: Metrics;
}

async function run(config: Config, running: Running): Promise<Khabar> {
  const { parts, lock, events, options, metrics } = running;
  if (parts.embedded !== null) await parts.store.frontier.recover();
  const worker = await startWorker(parts, { analysisThreads: config.analysisThreads });
  const sample = await openSampleCoverage(parts, { wanted: config.sample && options.fetching });
  const fetcher = options.fetching ? await startFetcher(parts, { hosts: config.fetchHosts }) : null;
  const app = createApi({
    store: parts.store,
    queues: parts.queues,
    search: parts.search,
    secrets: parts.secrets,
    registry: parts.registry,
    subjects: parts.subjects,
    ...(config.llmUrl === undefined || config.llmModel === undefined
      ? {}
      : { assist: { model: config.llmModel, tokensPerDay: config.llmTokensPerDay } }),
    refreshRegistry: parts.refreshRegistry,
    sample,
    events,
    upkeep: {
      reindex: () => reindexAll(parts),
      stopReindex: () => stopReindex(parts),
      retag: (retag) => retagAll(parts, retag),
      remaining: () => remainingWork(parts),
      backup: (destination) => backUp(destination, config, parts),
    },
    health: async () => healthOf(parts, parts.analysis.encoder()),
    info: {
      version: VERSION,
      // It changes with the registry.
      get tagVersion() {
        return parts.analysis.tagVersion;
      },
      get encoder() {
        return parts.analysis.encoder();
      },
      roles: parts.roles,
    },
    logger: parts.logger,
    metrics,
    now: parts.now,
    publicUrl: parts.publicUrl,
    answersTo: answersTo(config),
  });
  metrics.build({ version: VERSION, part: 'khabar' });
  metrics.folder(config.dataFolder);
  const daily = options.fetching ? startDailyBackup(config, parts) : null;
  return {
    app,
    parts,
    sample,
    lock,
    idle: () => idle(parts),
    async close() {
      await daily?.stop();
      await fetcher?.stop();
      await worker.stop();
      await parts.queues.close();
      await parts.close();
      await lock?.release();
    },
  };
}

const BACKUP_LOOK_MS = 60 * 60_000;

function startDailyBackup(config: Config, parts: OpenedParts): Timer | null {
  const { embedded } = parts;
  if (embedded === null) return null;
  const logger = parts.logger.child({ timer: 'backup' });
  let first = true;
  return every(
    BACKUP_LOOK_MS,
    async () => {
      // Not while the folder is being filled for the first time.
      if (first && (await parts.store.articles.count()).articles === 0) return;
      first = false;
      await backUpDaily(config.dataFolder, {
        postgres: embedded,
        keep: config.backupKeep,
        now: parts.now(),
        logger,
      });
    },
    logger,
  );
}

async function backUp(
  destination: string,
  config: Config,
  parts: OpenedParts,
): Promise<{ path: string; bytes: number }> {
  if (parts.embedded === null)
    throw new KhabarError(
      'CONFLICT',
      'backup: the record is on a PostgreSQL server (DATABASE_URL); use its own tools (pg_dump)',
    );
  const path = resolve(destination);
  await backup(config.dataFolder, path, { postgres: parts.embedded });
  return { path, bytes: await folderBytes(path) };
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const IDLE_CHECK_MS = 100;

async function idle(parts: OpenedParts): Promise<void> {
  for (;;) {
    await parts.relay.drain();
    const { extract, tag, index } = await remainingWork(parts);
    if (extract + tag + index === 0 && (await parts.store.outbox.isEmpty())) return;
    await wait(IDLE_CHECK_MS);
  }
}
