import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

import { type ErrorCode, KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';
import { z } from 'zod';

/** Khabar's HTTP interface, of the process that runs it or of this one. */
export interface Client {
  /** The process that answers; null: this one, which opened the record itself. */
  readonly owner: { readonly pid: number; readonly address: string } | null;
  /** `path` is below /api/v1. Throws KhabarError with the detail of a problem answer. */
  request(path: string, init?: RequestInit): Promise<Response>;
  json<T>(path: string, schema: z.ZodType<T>, init?: RequestInit): Promise<T>;
  /** Resolves when this process has nothing left to tag and index; at once where another does the work. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenClientOptions {
  /** When this process must open the record itself: visit sources and fetch, too. */
  readonly fetching?: boolean;
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal;
}

export type OpenClient = (config: Config, options: OpenClientOptions) => Promise<Client>;

const API = '/api/v1';
/** How long the folder may be held by a process that does not serve yet: starting, or another command. */
const OWNER_WAIT_MS = 60_000;
const OWNER_POLL_MS = 250;

/**
 * Talks to the owner of the data folder where one runs, else opens Khabar in this process.
 * Throws KhabarError STORE_LOCKED naming the owner that holds the folder without serving.
 */
export const openClient: OpenClient = async (config, options) => {
  const owner = config.databaseUrl === undefined ? await findOwner(config.dataFolder, options) : null;
  return owner === null ? openHere(config, options) : remoteClient(owner, options.signal);
};

interface Owner {
  readonly pid: number;
  readonly address: string;
}

/** The serving owner of a folder; null when nobody on this machine holds it. */
async function findOwner(folder: string, { onProgress, signal }: OpenClientOptions): Promise<Owner | null> {
  const { readLock } = await import('@khabar/store');
  const until = Date.now() + OWNER_WAIT_MS;
  let said = false;
  for (;;) {
    const lock = await readLock(folder);
    // A lock from another machine is refused, with its reason, by whoever opens the folder.
    if (lock === null || lock.host !== hostname()) return null;
    if (lock.address !== null) return { pid: lock.pid, address: lock.address };
    if (Date.now() > until) {
      throw new KhabarError(
        'STORE_LOCKED',
        `${folder}: in use by process ${lock.pid}, which did not begin to serve within ${OWNER_WAIT_MS / 1000} s`,
        { retry: 'later' },
      );
    }
    if (!said) onProgress(`waiting for process ${lock.pid}, which holds ${folder}`);
    said = true;
    await wait(OWNER_POLL_MS, undefined, { signal }).catch(throwCancelled);
  }
}

function remoteClient(owner: Owner, signal: AbortSignal): Client {
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    try {
      return await fetch(new URL(`${API}${path}`, owner.address), { ...init, signal });
    } catch (cause) {
      if (signal.aborted) throwCancelled();
      const why =
        cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
      throw new KhabarError(
        'STORE_UNAVAILABLE',
        `${owner.address}: Khabar (process ${owner.pid}) does not answer: ${why}`,
        { retry: 'later', cause },
      );
    }
  };
  return { ...speaking(send), owner, idle: async () => {}, close: async () => {} };
}

async function openHere(
  config: Config,
  { fetching = false, onProgress, signal }: OpenClientOptions,
): Promise<Client> {
  const { openLogger } = await import('@khabar/observe');
  const { openKhabar } = await import('./open-khabar.ts');
  const detailed = config.logLevel === 'debug' || config.logLevel === 'trace';
  const khabar = await openKhabar(config, {
    logger: openLogger({ level: detailed ? config.logLevel : 'error', name: 'khabar' }),
    fetching,
    publicUrl: () => `http://${config.host}:${config.port}`,
    onProgress,
  });
  const send = async (path: string, init?: RequestInit): Promise<Response> =>
    khabar.app.request(`${API}${path}`, init);
  return {
    ...speaking((path, init) => orCancelled(send(path, init), signal)),
    owner: null,
    idle: () => orCancelled(khabar.idle(), signal),
    close: () => khabar.close(),
  };
}

/** Gives up waiting when the person does; the work itself may go on. */
async function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throwCancelled();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new KhabarError('CANCELLED', 'interrupted', { retry: 'later' }));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function throwCancelled(): never {
  throw new KhabarError('CANCELLED', 'interrupted', { retry: 'later' });
}

/** Client functions over anything that answers requests. */
export function speaking(
  send: (path: string, init?: RequestInit) => Promise<Response>,
): Pick<Client, 'request' | 'json'> {
  const request = async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await send(path, init);
    // An entity that was merged into another; within this process nobody else follows.
    const moved = response.status === 308 ? response.headers.get('location') : null;
    if (moved !== null) return request(moved.slice(moved.indexOf(API) + API.length), init);
    if (response.ok) return response;
    throw await problemOf(response, path);
  };
  return {
    request,
    async json(path, schema, init) {
      const response = await request(path, init);
      const parsed = schema.safeParse(await response.json());
      if (parsed.success) return parsed.data;
      throw new KhabarError(
        'INTERNAL',
        `${path}: the answer is not of the form this version knows: ${z.prettifyError(parsed.error)}`,
      );
    },
  };
}

const Problem = z.object({ detail: z.string(), code: z.string(), requestId: z.string() });

async function problemOf(response: Response, path: string): Promise<KhabarError> {
  const text = await response.text();
  const problem = Problem.safeParse(parseJson(text));
  if (!problem.success)
    return new KhabarError(
      codeOfStatus(response.status),
      `${path}: answered ${response.status}: ${text.slice(0, 200)}`,
    );
  const { detail, code, requestId } = problem.data;
  const named = isErrorCode(code) ? code : codeOfStatus(response.status);
  return new KhabarError(named, named === 'INTERNAL' ? `${detail} (request ${requestId})` : detail);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 404) return 'NOT_FOUND';
  if (status === 413) return 'INPUT_TOO_LARGE';
  if (status === 403) return 'FORBIDDEN';
  return status >= 500 ? 'INTERNAL' : 'INPUT_INVALID';
}

const ERROR_CODES: Readonly<Record<ErrorCode, true>> = {
  CONFIG_INVALID: true,
  INPUT_MISSING: true,
  INPUT_INVALID: true,
  INPUT_TOO_LARGE: true,
  NOT_FOUND: true,
  CONFLICT: true,
  FORBIDDEN: true,
  PORT_BUSY: true,
  STORE_LOCKED: true,
  STORE_VERSION: true,
  STORE_DISK_FULL: true,
  STORE_UNAVAILABLE: true,
  QUEUE_UNAVAILABLE: true,
  QUEUE_MISCONFIGURED: true,
  SEARCH_UNAVAILABLE: true,
  FETCH_REFUSED: true,
  FETCH_FAILED: true,
  EXTRACT_FAILED: true,
  TAG_FAILED: true,
  DELIVERY_FAILED: true,
  ASSIST_FAILED: true,
  TIMEOUT: true,
  CANCELLED: true,
  INTERNAL: true,
};

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

/** A JSON body for `request` and `json`. */
export function withJson(method: 'POST' | 'PUT' | 'PATCH', body: unknown): RequestInit {
  const text = JSON.stringify(body);
  return {
    method,
    headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) },
    body: text,
  };
}
