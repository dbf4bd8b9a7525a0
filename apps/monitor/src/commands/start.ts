import type { Config } from '@khabar/config';
import { ensureBuilt, type FrontDoor, openFrontDoor, serveDashboard } from '@khabar/dashboard';
import { openLogger } from '@khabar/observe';
import { takeLock } from '@khabar/store';
import { Hono } from 'hono';

import { type Khabar, openKhabar } from '../open-khabar.ts';

/** What `khabar start` needs from the terminal. */
export interface StartDeps {
  readonly say: (line: string) => void;
  /** Resolves when the person asks to stop; the second time it calls `force`. */
  readonly untilStopped: (force: () => void) => Promise<string>;
}

/** Runs everything in one process until it is told to stop. Throws KhabarError PORT_BUSY, STORE_LOCKED, CONFIG_INVALID. */
export async function start(config: Config, deps: StartDeps): Promise<void> {
  const begun = performance.now();
  deps.say('Khabar starts');
  // The folder first: whoever starts Khabar twice is told so at once.
  const lock = config.databaseUrl === undefined ? await takeLock(config.dataFolder) : undefined;
  let khabar: Khabar | null = null;
  let door: FrontDoor | null = null;
  try {
    door = await openFrontDoor(config);
    const { address } = door;
    const dist = await ensureBuilt((message) => deps.say(`  ${message}`));
    khabar = await openKhabar(config, {
      logger: openLogger({ level: config.logLevel, name: 'khabar' }),
      fetching: true,
      publicUrl: () => config.publicUrl ?? address,
      onProgress: (message) => deps.say(`  ${message}`),
      ...(lock === undefined ? {} : { lock }),
    });
    await lock?.publish({ address });
    door.openTo(new Hono().route('/', khabar.app).route('/', await serveDashboard({ dist })));
    const sample = await khabar.sample.status();
    if (sample.loaded)
      deps.say(
        `  sample coverage: ${sample.expected} articles of *.example outlets, served on loopback (exception to the address guard)`,
      );
    deps.say(
      `Dashboard: ${address}  (ready in ${((performance.now() - begun) / 1000).toFixed(1)} s; Ctrl-C stops)`,
    );
    const reason = await deps.untilStopped(() => process.exit(1));
    deps.say(`Khabar stops (${reason}); running work is finished first, Ctrl-C again stops at once`);
  } finally {
    await door?.close();
    await khabar?.close();
    await lock?.release();
  }
  deps.say('Khabar has stopped');
}
