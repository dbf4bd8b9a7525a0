import type { FetchPage } from '@khabar/article';
import { type Config, VERSION } from '@khabar/config';
import { openFetcher, openGuard, readTestSwitches } from '@khabar/fetch';
import { userAgent } from '@khabar/pipeline';

/** Fetches pages as the fetcher does: guarded, polite, under the same name. */
export function openPageReader(config: Config): { readonly fetchPage: FetchPage; close(): Promise<void> } {
  const { clock, guard } = readTestSwitches({
    ...(config.testAllow === undefined ? {} : { allow: config.testAllow }),
    ...(config.testDns === undefined ? {} : { dns: config.testDns }),
    ...(config.testRoute === undefined ? {} : { route: config.testRoute }),
    ...(config.testClock === undefined ? {} : { clock: config.testClock }),
  });
  const fetcher = openFetcher({
    userAgent: userAgent(config, VERSION),
    guard: openGuard(guard),
    clock,
    minDelayMs: config.fetchDelayMs,
  });
  return {
    fetchPage: (url, options) => fetcher.fetchPage(url, options),
    close: () => fetcher.close(),
  };
}
