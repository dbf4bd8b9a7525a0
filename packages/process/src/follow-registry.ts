import type { Logger } from '@khabar/observe';
import type { LiveRegistry } from '@khabar/registry';
import type { Store } from '@khabar/store';

/** Keeps the registry of this process in step with what analysts change. */
export interface RegistryFollower {
  /** Takes what was changed since; resolves when everybody here works with it. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface FollowDeps {
  readonly store: Pick<Store, 'registryEdits'>;
  readonly registry: LiveRegistry;
  readonly logger: Logger;
}

/**
 * Takes the changes of the record, and goes on looking for new ones every `everyMs`; null: only when asked, where this process alone
 * changes them.
 */
export async function followRegistry(
  { store, registry, logger }: FollowDeps,
  everyMs: number | null,
): Promise<RegistryFollower> {
  let running: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const newest = await store.registryEdits.newest();
    if (newest === registry.newest) return;
    const changed = await registry.take(await store.registryEdits.list());
    for (const { entry, message } of registry.problems)
      logger.warn({ entry, message }, 'registry: a change does not fit any more and is left out');
    if (changed) logger.info({ version: registry.version, changes: newest }, 'registry: changed');
  };
  const refresh = (): Promise<void> => {
    running = running.catch(() => {}).then(look);
    return running;
  };
  await refresh();
  const timer =
    everyMs === null
      ? null
      : setInterval(() => {
          refresh().catch((error: unknown) =>
            logger.debug(
              { error: error instanceof Error ? error.message : String(error) },
              'registry: not looked at',
            ),
          );
        }, everyMs);
  timer?.unref();
  return {
    refresh,
    async close() {
      if (timer !== null) clearInterval(timer);
      await running.catch(() => {});
    },
  };
}
