import { createApi, openEventHub, type SampleControl, type Upkeep } from '@khabar/api';
import { EncoderStatus, KhabarError } from '@khabar/article';
import { publicAddress, VERSION } from '@khabar/config';
import { type Backends, healthOf, openBackends, type ProcessProgram, sampleStatus } from '@khabar/process';
import { Hono } from 'hono';
import { z } from 'zod';

import { ensureBuilt } from './ensure-built.ts';
import { eventSink } from './event-sink.ts';
import { answersTo, openFrontDoor } from './front-door.ts';
import { serveDashboard } from './server.ts';

/** API and pages over record, queue and index on servers; what needs a step is asked of a worker. As many of them as wanted. */
export const dashboardProgram: ProcessProgram = {
  name: 'dashboard',
  async start(config, { logger, metrics, say }) {
    if (config.databaseUrl === undefined) {
      throw new KhabarError(
        'CONFIG_INVALID',
        'DATABASE_URL is not set, and the embedded record belongs to one process; run "npm start", which serves the dashboard too, or set DATABASE_URL',
      );
    }
    metrics.build({ version: VERSION, part: 'dashboard' });
    const door = await openFrontDoor(config);
    const events = openEventHub();
    let backends: Backends | null = null;
    let versions: NodeJS.Timeout | undefined;
    const close = async (): Promise<void> => {
      clearInterval(versions);
      await door.close();
      await backends?.close();
    };
    try {
      const dist = await ensureBuilt((message) => say(`  ${message}`));
      backends = await openBackends(config, {
        logger,
        metrics,
        now,
        onProgress: (message) => say(`  ${message}`),
        onEvent: eventSink(events),
      });
      const opened = backends;
      // It changes with the registry, and with the workers.
      let tagVersion = await tagVersionOf(opened);
      let encoder = await encoderOf(opened);
      versions = setInterval(() => {
        tagVersionOf(opened)
          .then((version) => (tagVersion = version))
          .catch(() => {});
        encoderOf(opened)
          .then((status) => (encoder = status))
          .catch(() => {});
      }, VERSION_LOOK_MS);
      versions.unref();
      const app = createApi({
        store: opened.store,
        queues: opened.queues,
        search: opened.search,
        secrets: opened.secrets,
        registry: opened.registry,
        subjects: opened.subjects,
        ...(config.llmUrl === undefined || config.llmModel === undefined
          ? {}
          : { assist: { model: config.llmModel, tokensPerDay: config.llmTokensPerDay } }),
        refreshRegistry: opened.refreshRegistry,
        sample: sampleControl(opened),
        upkeep: upkeepOf(opened),
        events,
        health: () => healthOf(opened),
        info: {
          version: VERSION,
          get tagVersion() {
            return tagVersion;
          },
          get encoder() {
            return encoder;
          },
          roles: opened.roles,
        },
        logger,
        metrics,
        now,
        publicUrl: () => (config.publicUrl === undefined ? door.address : publicAddress(config)),
        answersTo: answersTo(config),
      });
      door.openTo(new Hono().route('/', app).route('/', await serveDashboard({ dist })));
      say(`Dashboard: ${door.address}`);
      return { health: () => healthOf(opened), stop: close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};

const now = (): Date => new Date();

const VERSION_LOOK_MS = 2000;

/** As long as a request may reasonably wait for a worker. */
const ANSWER_MS = 30_000;
const Count = z.number().int();
const Remaining = z.object({ extract: Count, tag: Count, index: Count });

function upkeepOf({ queues }: Backends): Upkeep {
  return {
    reindex: async () => Count.parse(await queues.ask('reindex', null, ANSWER_MS)),
    stopReindex: async () => z.boolean().parse(await queues.ask('reindex-stop', null, ANSWER_MS)),
    retag: async (options) => Count.parse(await queues.ask('retag', options, ANSWER_MS)),
    remaining: async () => Remaining.parse(await queues.ask('remaining', null, ANSWER_MS)),
    async backup() {
      throw new KhabarError(
        'CONFLICT',
        'backup: the record is on a PostgreSQL server (DATABASE_URL); use its own tools (pg_dump)',
      );
    },
  };
}

function sampleControl({ store, queues }: Backends): SampleControl {
  return {
    status: () => sampleStatus(store),
    remove: async () => Count.parse(await queues.ask('sample-remove', null, ANSWER_MS)),
    async load() {
      await queues.ask('sample-load', null, ANSWER_MS);
    },
  };
}

/** What the workers wrote when they began; '' before the first did. */
async function tagVersionOf({ store }: Backends): Promise<string> {
  const version = await store.settings.get('tag-version');
  return typeof version === 'string' ? version : '';
}

/** What the last worker to begin wrote of its encoder. */
async function encoderOf({ store }: Backends): Promise<EncoderStatus | undefined> {
  return EncoderStatus.safeParse(await store.settings.get('encoder')).data;
}
