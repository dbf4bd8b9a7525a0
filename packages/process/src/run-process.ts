import { KhabarError } from '@khabar/article';
import { type Config, processEnvironment, readConfig } from '@khabar/config';
import { type Logger, type Metrics, openLogger, openMetrics } from '@khabar/observe';

import type { ProcessHealth } from './health.ts';
import { openProbeServer, type ProbeServer } from './probe-server.ts';

/** A process that runs: how it is, and how to stop it in order. */
export interface Running {
  health(): Promise<ProcessHealth>;
  /** No new work, running work finishes, everything is closed. */
  stop(): Promise<void>;
}

export interface ProgramDeps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** For people who watch the start: one line on stderr. */
  readonly say: (line: string) => void;
  /** The process was asked to stop while it opens; opening may end early by throwing KhabarError CANCELLED. */
  readonly stopping: AbortSignal;
}

/** One of the programs of a scaled-out installation. */
export interface ProcessProgram {
  readonly name: 'fetcher' | 'worker' | 'dashboard';
  /** Opens everything and begins. What was opened must be closed again when it throws. */
  start(config: Config, deps: ProgramDeps): Promise<Running>;
}

/** Kubernetes and compose end a process 30 s after they asked it to stop; what is not done by then would be cut in any case. */
const STOP_MS = 25_000;
const LINGER_MS = 300;
const EXIT = { failed: 1, badConfig: 2, interrupted: 130 } as const;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs a program until SIGINT or SIGTERM, answering probes from the first moment (KHABAR_PROBE_PORT). Stops in order within 25 s, also
 * while it still opens; a second signal ends it at once. Sets the exit code: 0 stopped, 1 failed, 2 wrong configuration.
 */
export async function runProcess(program: ProcessProgram): Promise<void> {
  const read = readConfig(processEnvironment());
  if (!read.ok) {
    for (const problem of read.problems) say(problem.message);
    process.exitCode = EXIT.badConfig;
    return;
  }
  const { config } = read;
  const asked = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (asked.signal.aborted) {
      say(`${program.name}: ends at once (${signal} again)`);
      process.exit(EXIT.interrupted);
    }
    say(`${program.name} stops (${signal}); running work is finished first`);
    asked.abort();
    setTimeout(() => {
      say(`${program.name}: not everything ended within ${STOP_MS / 1000} s; jobs that were cut run again`);
      process.exit(EXIT.failed);
    }, STOP_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    await run(program, config, asked.signal);
  } catch (error) {
    const isCut = error instanceof KhabarError && error.code === 'CANCELLED' && asked.signal.aborted;
    if (!isCut) {
      say(`${program.name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = EXIT.failed;
    }
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
  if (!asked.signal.aborted) return;
  say(`${program.name} has stopped`);
  // Everything is closed; a thread that was cut while it loaded would keep the process for as long as that takes.
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

async function run(program: ProcessProgram, config: Config, asked: AbortSignal): Promise<void> {
  const metrics = openMetrics();
  const logger = openLogger({ level: config.logLevel, name: `khabar-${program.name}` });
  let running: Running | null = null;
  let probe: ProbeServer | null = null;
  try {
    if (config.probePort > 0) {
      probe = await openProbeServer(config, { metrics, health: () => healthNow(running, asked) });
      say(`  probes: ${probe.address}/health`);
    }
    running = await program.start(config, { logger, metrics, say, stopping: asked });
    say(`${program.name} runs`);
    if (!asked.aborted)
      await new Promise<void>((resolve) => asked.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    await running?.stop();
    await probe?.close();
  }
}

async function healthNow(running: Running | null, asked: AbortSignal): Promise<ProcessHealth> {
  if (asked.aborted) return { state: 'degraded', reasons: ['it stops'] };
  return running === null ? { state: 'starting', reasons: ['it is being opened'] } : running.health();
}
