import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

import type { RefusalReason } from '@khabar/article';
import { Agent, buildConnector } from 'undici';

import type { AddressGuard, Endpoint } from './address-guard.ts';
import { ACCEPTED_CODINGS, decodeBody } from './content-coding.ts';

/** What a site sent for one request; redirects are not followed here. */
export type WebAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Lower-case names; repeated ones joined by ", ". */
      readonly headers: Readonly<Record<string, string>>;
      /** After content decoding; empty when the caller did not want it. */
      readonly body: Uint8Array;
    }
  | { readonly kind: 'failed'; readonly reason: RefusalReason; readonly detail: string };

export interface WebRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From connecting to the last byte. */
  readonly timeoutMs: number;
  /** Of the decoded body. */
  readonly maxBytes: number;
  /** Keep what fits instead of failing with `too-large`. */
  readonly truncate?: boolean;
  /** Is this body worth reading? `false`: leave it; a text: fail with `content-type`, saying so. Default: yes. */
  readonly wants?: (status: number, headers: Readonly<Record<string, string>>) => boolean | string;
  readonly signal?: AbortSignal;
}

export interface WebClient {
  /** One guarded, bounded request. Never throws for what a site does. */
  send(request: WebRequest): Promise<WebAnswer>;
  close(): Promise<void>;
}

export interface WebClientOptions {
  readonly guard: AddressGuard;
  /** `host` or `host:port` -> `http://127.0.0.1:PORT`. A routed name is neither resolved nor guarded: for the sample web and for tests. */
  readonly route?: ReadonlyMap<string, string>;
}

const MAX_HEADER_BYTES = 64 * 1024;
const CONNECT_TIMEOUT_MS = 8_000;
/** Bytes on the wire beyond the body: headers, chunk framing. Chunk extensions and 1xx answers without end are cut here. */
const WIRE_OVERHEAD_BYTES = 1024 * 1024;
const WATCH_MS = 50;
/** Origins whose checked addresses are kept; each request sets its own anew. */
const MAX_PINS = 5_000;

class TooLarge extends Error {}

function failed(reason: RefusalReason, detail: string): WebAnswer {
  return { kind: 'failed', reason, detail };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code}: ` : '';
  return `${code}${cause.message}`.slice(0, 300);
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

/** Joins the decoded body up to `maxBytes`; throws `TooLarge` above it unless `truncate`. */
async function readUpTo(stream: Readable, maxBytes: number, truncate: boolean): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes: Uint8Array = chunk;
    size += bytes.length;
    if (size > maxBytes) {
      if (!truncate) throw new TooLarge();
      chunks.push(bytes.subarray(0, bytes.length - (size - maxBytes)));
      break;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Opens the one HTTP client through which everything goes out: the guard's addresses are pinned for the connection. */
export function openWebClient(options: WebClientOptions): WebClient {
  const pins = new Map<string, readonly Endpoint[]>();
  const sockets = new Map<string, Socket>();
  const connectTo = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false });

  const connect: buildConnector.connector = (target, callback) => {
    const standardPort = target.protocol === 'https:' ? '443' : '80';
    const key = `${target.protocol}//${target.hostname}:${target.port || standardPort}`;
    const endpoints = pins.get(key) ?? [];
    const attempt = (index: number, last: Error): void => {
      const endpoint = endpoints[index];
      if (!endpoint) {
        callback(last, null);
        return;
      }
      connectTo(
        { ...target, hostname: endpoint.address, port: String(endpoint.port) },
        (...result: [null, Socket] | [Error, null]) => {
          if (result[0]) {
            attempt(index + 1, result[0]);
            return;
          }
          const socket = result[1];
          sockets.set(key, socket);
          socket.once('close', () => {
            if (sockets.get(key) === socket) sockets.delete(key);
          });
          callback(null, socket);
        },
      );
    };
    attempt(0, new Error(`${target.hostname}: no checked address`));
  };

  const agent = new Agent({
    connect,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 30_000,
  });

  /** Where to connect: the routed server, or what the guard let through. */
  async function placeOf(
    url: URL,
  ): Promise<{ readonly origin: URL; readonly endpoints: readonly Endpoint[] } | WebAnswer> {
    const routed = options.route?.get(url.host) ?? options.route?.get(url.hostname);
    if (routed !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')) {
      const origin = new URL(routed);
      return { origin, endpoints: [{ address: origin.hostname, port: Number(origin.port || 80) }] };
    }
    const verdict = await options.guard.check(url);
    if (!verdict.allowed) return failed(verdict.reason, verdict.detail);
    return { origin: url, endpoints: verdict.endpoints };
  }

  async function exchange(request: WebRequest, url: URL, signal: AbortSignal): Promise<WebAnswer> {
    const place = await placeOf(url);
    if ('kind' in place) return place;
    const { origin, endpoints } = place;
    signal.throwIfAborted();
    const key = `${origin.protocol}//${origin.hostname}:${origin.port || (origin.protocol === 'https:' ? '443' : '80')}`;
    for (const oldest of pins.size < MAX_PINS ? [] : pins.keys().take(1)) pins.delete(oldest);
    pins.set(key, endpoints);
    const watch = watchWire(key, request.maxBytes + WIRE_OVERHEAD_BYTES);
    try {
      const response = await agent.request({
        origin: origin.origin,
        path: url.pathname + url.search,
        method: request.method ?? 'GET',
        headers: { host: url.host, 'accept-encoding': ACCEPTED_CODINGS, ...request.headers },
        body: request.body ?? null,
        signal: AbortSignal.any([signal, watch.signal]),
      });
      // Destroying a body that nobody reads emits an error that nobody needs.
      response.body.on('error', () => {});
      const headers = flatten(response.headers);
      return await readAnswer(request, { status: response.statusCode, headers, body: response.body });
    } catch (cause) {
      if (watch.signal.aborted) {
        return failed('too-large', `${url.host}: more than ${request.maxBytes} bytes on the wire`);
      }
      throw cause;
    } finally {
      watch.end();
    }
  }

  function watchWire(key: string, maxBytes: number): { readonly signal: AbortSignal; end(): void } {
    const stop = new AbortController();
    let socket = sockets.get(key);
    let start = socket?.bytesRead ?? 0;
    const timer = setInterval(() => {
      const now = sockets.get(key);
      if (now !== socket) {
        socket = now;
        start = 0;
      }
      if ((socket?.bytesRead ?? 0) - start > maxBytes) stop.abort();
    }, WATCH_MS);
    return {
      signal: stop.signal,
      end: () => clearInterval(timer),
    };
  }

  async function send(request: WebRequest): Promise<WebAnswer> {
    const url = URL.parse(request.url);
    if (!url) return failed('scheme', `${request.url.slice(0, 200)}: not a web address`);
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
    try {
      return await exchange(request, url, signal);
    } catch (cause) {
      if (request.signal?.aborted) return failed('network', `${url.host}: given up by the caller`);
      if (deadline.aborted)
        return failed('too-slow', `${url.host}: not complete within ${request.timeoutMs} ms`);
      if (cause instanceof TooLarge) {
        return failed('too-large', `${url.host}: the decoded body is larger than ${request.maxBytes} bytes`);
      }
      if (codeOf(cause) === 'UND_ERR_HEADERS_OVERFLOW') {
        return failed('too-large', `${url.host}: headers larger than ${MAX_HEADER_BYTES} bytes`);
      }
      if (/^(Z_|ERR_BROTLI|ERR_ZSTD|ZSTD_|ERR__ERROR_FORMAT)/.test(codeOf(cause))) {
        return failed('bad-encoding', `${url.host}: ${messageOf(cause)}`);
      }
      return failed('network', `${url.host}: ${messageOf(cause)}`);
    }
  }

  return { send, close: () => agent.destroy() };
}

async function readAnswer(
  request: WebRequest,
  response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Readable;
  },
): Promise<WebAnswer> {
  const { status, headers, body } = response;
  const wanted = request.wants?.(status, headers) ?? true;
  if (wanted !== true) {
    body.destroy();
    if (typeof wanted === 'string') return failed('content-type', wanted);
    return { kind: 'answer', status, headers, body: new Uint8Array() };
  }
  const stream = decodeBody(body, headers['content-encoding']);
  if (!stream) {
    body.destroy();
    return failed(
      'bad-encoding',
      `content-encoding "${(headers['content-encoding'] ?? '').slice(0, 100)}" is not read`,
    );
  }
  const declared = Number(headers['content-length'] ?? 0);
  if (declared > request.maxBytes && request.truncate !== true) {
    body.destroy();
    return failed('too-large', `content-length ${declared} is more than ${request.maxBytes} bytes`);
  }
  try {
    const bytes = await readUpTo(stream, request.maxBytes, request.truncate ?? false);
    return { kind: 'answer', status, headers, body: bytes };
  } finally {
    body.destroy();
  }
}
