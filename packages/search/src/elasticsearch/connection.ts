import { Client, errors } from '@elastic/elasticsearch';
import { KhabarError } from '@khabar/article';
import { z } from 'zod';

/** A server and the name of the alias on it. */
export interface Connection {
  readonly client: Client;
  readonly index: string;
  /** Waits between attempts; of tests a clock of their own. */
  readonly wait: (ms: number) => Promise<void>;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** Least pause for a server that says it is busy, and not for how long. */
const BUSY_PAUSE_MS = 1000;
const MAJOR_VERSION = 9;
const Info = z.object({ version: z.object({ number: z.string() }).catch({ number: 'unknown' }) });

function retryAfterMs(cause: unknown): number | undefined {
  if (!(cause instanceof errors.ResponseError)) return undefined;
  const seconds = Number(cause.headers?.['retry-after']);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  return cause.statusCode === 429 ? BUSY_PAUSE_MS : undefined;
}

/** What went wrong with the server, to be tried later. */
export function unavailable(cause: unknown): KhabarError {
  if (cause instanceof KhabarError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const after = retryAfterMs(cause);
  return new KhabarError('SEARCH_UNAVAILABLE', `Elasticsearch: ${reason.slice(0, 500)}`, {
    retry: 'later',
    cause,
    ...(after === undefined ? {} : { retryAfterMs: after }),
  });
}

/** Runs work on the server. Throws KhabarError SEARCH_UNAVAILABLE. */
export async function onServer<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** The status of an answer that refused; null: no answer. */
export function refusalStatus(cause: unknown): number | null {
  return cause instanceof errors.ResponseError ? (cause.statusCode ?? null) : null;
}

function openClient(url: string): Client {
  try {
    return new Client({
      node: url,
      // Attempts are ours: the client's come at once, a busy server needs a pause.
      maxRetries: 0,
      requestTimeout: REQUEST_TIMEOUT_MS,
      enableMetaHeader: false,
    });
  } catch (cause) {
    throw new KhabarError('CONFIG_INVALID', 'Elasticsearch: the address is not an http or https URL', {
      cause,
    });
  }
}

async function checkServer(client: Client): Promise<void> {
  const info = await client.info().catch((cause: unknown) => {
    if (cause instanceof errors.ProductNotSupportedError)
      throw new KhabarError('CONFIG_INVALID', 'Elasticsearch: another server answers at the address', {
        cause,
      });
    const status = refusalStatus(cause);
    if (status === 401 || status === 403)
      throw new KhabarError('CONFIG_INVALID', `Elasticsearch: the server refuses the login (${status})`, {
        cause,
      });
    if (status === 404)
      throw new KhabarError('CONFIG_INVALID', 'Elasticsearch: nothing answers at this path', { cause });
    throw unavailable(cause);
  });
  const { number } = Info.parse(info).version;
  if (Number(number.split('.')[0]) !== MAJOR_VERSION)
    throw new KhabarError(
      'CONFIG_INVALID',
      `Elasticsearch: version ${number} answers, version ${MAJOR_VERSION} is needed`,
    );
}

/** Connects. Throws KhabarError CONFIG_INVALID for a wrong address or version, SEARCH_UNAVAILABLE when the server is away. */
export async function connect(url: string): Promise<Client> {
  const client = openClient(url);
  try {
    await checkServer(client);
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}
