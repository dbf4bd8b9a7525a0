export {
  openGuard,
  type AddressGuard,
  type Endpoint,
  type GuardOptions,
  type GuardVerdict,
  type Resolve,
} from './address-guard.ts';
export { canonicalUrl } from './canonical-url.ts';
export { decodeText, type DecodedText } from './charset.ts';
export { systemClock, type Clock } from './clock.ts';
export { freshForMs } from './freshness.ts';
export { isNoIndex } from './indexing.ts';
export { openFetcher, type Fetcher, type FetcherOptions } from './open-fetcher.ts';
export { findChromium } from './find-chromium.ts';
export { openRenderer, type Rendered, type Renderer, type RendererOptions } from './open-renderer.ts';
export { isPublicAddress } from './public-address.ts';
export { retryAfterMs } from './retry-after.ts';
export { parseRobots, productToken, type RobotsRules } from './robots-rules.ts';
export type { RobotsAnswer } from './robots.ts';
export { siteOf } from './site-of.ts';
export { dnsFromTable, readTestSwitches, type TestSwitches } from './test-switches.ts';
export {
  openWebClient,
  type WebAnswer,
  type WebClient,
  type WebClientOptions,
  type WebRequest,
} from './web-client.ts';
export { withRenderer } from './with-renderer.ts';
