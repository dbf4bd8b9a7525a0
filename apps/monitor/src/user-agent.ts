import type { Config } from '@khabar/config';
import { VERSION } from '@khabar/config';

/** Names the product first, as robots.txt groups know it, and a way to reach its people. */
export function userAgentOf(config: Pick<Config, 'userAgent' | 'contact'>): string {
  if (config.userAgent !== undefined) return config.userAgent;
  return config.contact === undefined ? `Khabar/${VERSION}` : `Khabar/${VERSION} (+${config.contact})`;
}
