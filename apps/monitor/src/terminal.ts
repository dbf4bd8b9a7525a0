import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { isatty } from 'node:tty';

import { processEnvironment } from '@khabar/config';

/** What a command sees of the outside. Handed in, so that commands run in tests as they run in a shell. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Results. Resolves when the reader has room for more. */
  out(text: string): Promise<void>;
  /** Messages, progress and errors; never results. */
  err(text: string): void;
  /** A person reads the results. */
  readonly outIsTty: boolean;
  /** A person reads the messages. */
  readonly errIsTty: boolean;
  /** A person can be asked. */
  readonly inIsTty: boolean;
  /** Width of the screen for results in characters; Infinity where they go to a file. */
  readonly columns: number;
  /** Ctrl-C and termination; returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
  /** Asks a yes-or-no question; only where `inIsTty`. */
  confirm(question: string): Promise<boolean>;
  /** Ends the process at once. */
  quit(code: number): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const outIsTty = isatty(stdout.fd);
  // The reader (`khabar search ... | head`) may have seen enough.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  return {
    environment: processEnvironment(),
    stdin,
    async out(text) {
      if (!stdout.write(text)) await once(stdout, 'drain');
    },
    err(text) {
      stderr.write(text);
    },
    outIsTty,
    errIsTty: isatty(stderr.fd),
    inIsTty: isatty(stdin.fd),
    columns: outIsTty ? stdout.columns : Number.POSITIVE_INFINITY,
    onInterrupt(listener) {
      for (const signal of SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
    async confirm(question) {
      const reader = createInterface({ input: stdin, output: stderr });
      try {
        return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
      } finally {
        reader.close();
      }
    },
    quit(code) {
      process.exit(code);
    },
  };
}
