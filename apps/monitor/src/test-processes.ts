import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { processEnvironment } from '@khabar/config';

/** One of the three programs as a process of the operating system. For tests. */
export interface TestProcess {
  readonly pid: number;
  /** Everything it said so far on stderr. */
  said(): string;
  /** Resolves with what the expression found, once it was said; rejects when the process ends before. */
  untilSaid(pattern: RegExp): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  /** How it ended, and how long after the first signal. */
  ended(): Promise<{ readonly code: number | null; readonly signal: string | null; readonly ms: number }>;
}

const ROOT = join(import.meta.dirname, '../../..');

/** Starts `apps/NAME/src/main.ts` with this environment and nothing else of ours; it ends with this process. */
export function startProcess(
  name: 'fetcher' | 'worker' | 'dashboard',
  environment: Readonly<Record<string, string>>,
): TestProcess {
  const { PATH = '', HOME = '' } = processEnvironment();
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, `apps/${name}/src/main.ts`)], {
    cwd: ROOT,
    env: { PATH, HOME, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const onExit = (): void => void child.kill('SIGKILL');
  process.on('exit', onExit);
  let said = '';
  let asked = performance.now();
  const exit = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => {
    process.off('exit', onExit);
    return {
      code: typeof code === 'number' ? code : null,
      signal: typeof signal === 'string' ? signal : null,
      ms: Math.round(performance.now() - asked),
    };
  });
  const listeners = new Set<() => void>();
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    for (const listener of listeners) listener();
  });
  return {
    pid: child.pid ?? 0,
    said: () => said,
    untilSaid: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(said);
          if (found === null) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void exit.then(({ code, signal }) =>
          reject(new Error(`${name} ended (${code ?? signal}) before it said ${String(pattern)}:\n${said}`)),
        );
      }),
    signal(signal) {
      asked = performance.now();
      child.kill(signal);
    },
    ended: () => exit,
  };
}
