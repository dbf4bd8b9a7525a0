import type { Logger } from '@khabar/observe';
import { Client, type Pool } from 'pg';
import { z } from 'zod';

/** Something happened that people who look at a page want to know. */
export const InstallationEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('article'), articleId: z.string() }),
  z.object({ kind: z.literal('indexed'), articleIds: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('alert'), ruleId: z.string(), articleId: z.string() }),
  z.object({ kind: z.literal('outlet'), outletId: z.string() }),
]);
export type InstallationEvent = z.infer<typeof InstallationEvent>;

/** Carries events from the process in which something happened to all that listen. Hints, not the record: one may be lost, none waits. */
export interface EventWire {
  send(event: InstallationEvent): void;
  close(): Promise<void>;
}

export interface EventWireDeps {
  readonly logger: Logger;
  /** Hears every event of the installation, its own included; null where nobody listens here. */
  readonly onEvent: ((event: InstallationEvent) => void) | null;
}

/** Within one process: what is sent is heard at once. */
export function openLocalWire({ onEvent }: Pick<EventWireDeps, 'onEvent'>): EventWire {
  return { send: (event) => onEvent?.(event), async close() {} };
}

const CHANNEL = 'khabar_events';
const GATHER_MS = 100;
/** PostgreSQL refuses 8,000 bytes and more. */
const MOST_BYTES = 7900;
/** Events that wait while the record is away; older ones are dropped, as their pages have long been asked for again. */
const MOST_WAITING = 1000;
const RECONNECT_MS = 1000;
const ALIVE_MS = 15_000;
const ANSWER_MS = 5000;

/**
 * Between processes: LISTEN and NOTIFY of the PostgreSQL that keeps the record. Listening takes a connection of its own, is begun again
 * within seconds when that was cut, and then says once that articles may have come meanwhile (`indexed` of none).
 */
export async function openPostgresWire(
  postgres: { readonly pool: Pool; readonly address: string },
  deps: EventWireDeps,
): Promise<EventWire> {
  const ear = deps.onEvent === null ? null : await openEar(postgres.address, deps.logger, deps.onEvent);
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> = Promise.resolve();
  const tell = async (before: Promise<void>, payloads: readonly string[]): Promise<void> => {
    await before;
    try {
      await postgres.pool.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [
        CHANNEL,
        payloads,
      ]);
    } catch (error) {
      deps.logger.debug({ error: messageOf(error) }, 'events: not sent');
    }
  };
  const flush = (): void => {
    timer = null;
    const payloads = waiting;
    waiting = [];
    sending = tell(sending, payloads);
  };
  return {
    send(event) {
      waiting.push(...payloadsOf(event));
      if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
      timer ??= setTimeout(flush, GATHER_MS);
    },
    async close() {
      if (timer !== null) {
        clearTimeout(timer);
        flush();
      }
      await sending;
      await ear?.close();
    },
  };
}

function payloadsOf(event: InstallationEvent): string[] {
  const payload = JSON.stringify(event);
  if (Buffer.byteLength(payload) <= MOST_BYTES) return [payload];
  if (event.kind !== 'indexed' || event.articleIds.length < 2) return [];
  const half = Math.ceil(event.articleIds.length / 2);
  return [event.articleIds.slice(0, half), event.articleIds.slice(half)].flatMap((articleIds) =>
    payloadsOf({ kind: 'indexed', articleIds }),
  );
}

async function openEar(
  address: string,
  logger: Logger,
  onEvent: (event: InstallationEvent) => void,
): Promise<{ close(): Promise<void> }> {
  let closed = false;
  let client: Client | null = null;
  let again: NodeJS.Timeout | null = null;

  async function listen(): Promise<void> {
    const fresh = new Client({
      connectionString: address,
      application_name: 'khabar events',
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    let lost = false;
    const lose = (why: string): void => {
      if (lost || closed) return;
      lost = true;
      client = null;
      logger.warn({ error: why }, 'events: not heard for a while');
      void letGo(fresh);
      retry();
    };
    fresh.on('error', (error) => lose(error.message));
    fresh.on('end', () => lose('the connection was closed'));
    fresh.on('notification', ({ payload }) => {
      const event = InstallationEvent.safeParse(parsed(payload ?? ''));
      if (event.success) onEvent(event.data);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
      client = fresh;
    } catch (error) {
      lost = true;
      void letGo(fresh);
      throw error;
    }
  }

  function retry(): void {
    if (closed) return;
    again = setTimeout(() => {
      listen().then(
        () => onEvent({ kind: 'indexed', articleIds: [] }),
        (error: unknown) => {
          logger.debug({ error: messageOf(error) }, 'events: still not heard');
          retry();
        },
      );
    }, RECONNECT_MS);
  }

  // A connection that a router forgot says nothing; asked, it fails, and is made again.
  const alive = setInterval(() => {
    const asked = client;
    asked?.query('select 1').catch((error: unknown) => asked.emit('error', error));
  }, ALIVE_MS);
  alive.unref();
  try {
    await listen();
  } catch (error) {
    clearInterval(alive);
    throw error;
  }
  return {
    async close() {
      closed = true;
      clearInterval(alive);
      if (again !== null) clearTimeout(again);
      if (client !== null) await letGo(client);
    },
  };
}

/** Ends a connection that may be broken already. */
async function letGo(client: Client): Promise<void> {
  await client.end().catch(() => {});
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
