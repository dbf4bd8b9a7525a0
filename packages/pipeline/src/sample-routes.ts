import { SAMPLE_SETTING } from '@khabar/process';
import { openSampleWeb, sampleOutlets, type SampleWeb } from '@khabar/sample';
import type { Store } from '@khabar/store';

/**
 * The sample web of this process, a small server on loopback, and the routes that lead the fetcher to it: there while the record says
 * that the sample is loaded, whichever process loaded it.
 */
export interface SampleRoutes {
  /** To be awaited before an address is asked: the hosts of the sample are reachable then, or no longer. */
  ready(url: string): Promise<void>;
  /** Looks at the record now. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** The sample web is served for so long after another process removed the sample. */
const KNOWN_MS = 1000;

/** `route` is the fetcher's visible exception to the address guard: host name -> where connections to it go. */
export function openSampleRoutes(parts: { store: Store; route: Map<string, string> }): SampleRoutes {
  const { store, route } = parts;
  const sites = new Set(
    sampleOutlets().flatMap(({ homepage, channels }) =>
      [homepage, ...channels.map((channel) => channel.url)].map((url) => new URL(url).hostname),
    ),
  );
  let web: SampleWeb | null = null;
  let lookedAt = -Infinity;
  let running: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const wanted = (await store.settings.get(SAMPLE_SETTING.state)) === 'loaded';
    lookedAt = performance.now();
    if (wanted && web === null) {
      const opened = await openSampleWeb();
      web = opened;
      for (const host of opened.hosts) route.set(host, opened.origin);
    }
    if (!wanted) await stopServing();
  }

  async function stopServing(): Promise<void> {
    const serving = web;
    web = null;
    for (const host of serving?.hosts ?? []) route.delete(host);
    await serving?.close();
  }

  const refresh = (): Promise<void> => {
    running = running.catch(() => {}).then(look);
    return running;
  };
  return {
    async ready(url) {
      // No address of another site pays for this look.
      if ((web !== null && performance.now() - lookedAt < KNOWN_MS) || !URL.canParse(url)) return;
      if (sites.has(new URL(url).hostname)) await refresh();
    },
    refresh,
    async close() {
      await running.catch(() => {});
      await stopServing();
    },
  };
}
