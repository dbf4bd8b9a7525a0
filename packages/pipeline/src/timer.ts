import type { Logger } from '@khabar/observe';

export interface Timer {
  /** Runs once more now. */
  now(): Promise<void>;
  /** No further run; resolves when the running one has ended. */
  stop(): Promise<void>;
}

/** Runs `work` every `ms`, never twice at a time; a failure is logged and the next run comes all the same. */
export function every(ms: number, work: () => Promise<void>, logger: Logger): Timer {
  let running: Promise<void> | null = null;
  let stopped = false;
  const run = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    running ??= work()
      .catch((error: unknown) => {
        if (!stopped)
          logger.warn({ error: error instanceof Error ? error.message : String(error) }, 'timer: run failed');
      })
      .finally(() => {
        running = null;
      });
    return running;
  };
  const interval = setInterval(() => void run(), ms);
  interval.unref();
  void run();
  return {
    now: run,
    async stop() {
      stopped = true;
      clearInterval(interval);
      await running;
    },
  };
}
