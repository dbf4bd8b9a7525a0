import type { Hono } from 'hono';

import { type Client, type OpenClient, speaking } from './client.ts';
import { runKhabar } from './program.ts';
import type { Terminal } from './terminal.ts';

/** What a command line did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** Answers in place of Khabar, below /api/v1. */
  readonly app?: Hono;
  /** Ctrl-C as soon as somebody listens for it. */
  readonly interrupt?: boolean;
}

/** Runs a command line in this process, as a shell would that is no terminal. For tests. */
export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { environment = {}, stdin = '', app, interrupt = false } = options;
  let out = '';
  let err = '';
  const terminal: Terminal = {
    environment,
    stdin: streamOf(stdin),
    async out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    outIsTty: false,
    errIsTty: false,
    inIsTty: false,
    columns: Number.POSITIVE_INFINITY,
    onInterrupt(listener) {
      if (interrupt) queueMicrotask(listener);
      return () => {};
    },
    async confirm() {
      return false;
    },
    quit() {},
  };
  const code = await runKhabar(args, {
    terminal,
    ...(app === undefined ? {} : { openClient: clientOf(app) }),
  });
  return { code, out, err };
}

function clientOf(app: Hono): OpenClient {
  return async () => {
    const client: Client = {
      ...speaking(async (path, init) => app.request(path, init)),
      owner: { pid: 1, address: 'http://127.0.0.1:4600' },
      idle: async () => {},
      close: async () => {},
    };
    return client;
  };
}

async function* streamOf(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  if (bytes.length > 0) yield bytes;
}
