import type { Config } from '@khabar/config';

import type { LineKind } from './line.ts';

export const LINE_KINDS = ['extract', 'feed', 'robots', 'fetch', 'tag'] as const;
export type LineKindName = (typeof LINE_KINDS)[number];

/** Opens what answers lines of a kind; `null`: each line says by `task`. Loads no more than the kind needs. */
export async function openKind(name: LineKindName | null, config: Config): Promise<LineKind> {
  switch (name) {
    case 'extract':
      return (await import('./kinds/extract.ts')).openExtractKind(config);
    case 'feed':
      return (await import('./kinds/feed.ts')).openFeedKind();
    case 'robots':
      return (await import('./kinds/robots.ts')).openRobotsKind();
    case 'fetch':
      return (await import('./kinds/fetch.ts')).openFetchKind(config);
    case 'tag':
      return (await import('./kinds/tag.ts')).openTagKind();
    case null:
      return (await import('./kinds/by-task.ts')).openTaskKind();
  }
}
