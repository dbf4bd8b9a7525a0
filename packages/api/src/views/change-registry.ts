import type { RegistryChange, RegistryEdit } from '@khabar/article';
import { checkChange, type ImportLine, readEditLines } from '@khabar/registry';
import { LOCAL_USER } from '@khabar/store';

import type { ApiServices } from '../services.ts';

/**
 * Checks a change over everything that was changed before it, in whichever process, and adds it. Returns its number; this process works
 * with it then. Throws KhabarError NOT_FOUND, CONFLICT or INPUT_INVALID.
 */
export async function changeRegistry(
  change: RegistryChange,
  note: string | undefined,
  services: ApiServices,
): Promise<number> {
  const { store, registry } = services;
  const number = await store.transaction(async (records) => {
    await records.registryEdits.lock();
    checkChange(registry.parts, await records.registryEdits.list(), change);
    const [added = 0] = await records.registryEdits.add([change], contextOf(note, services));
    return added;
  });
  await services.refreshRegistry();
  return number;
}

/** Adds the edits of these lines, all or, where one cannot be taken, none. */
export async function importEdits(
  text: string,
  options: { readonly dryRun: boolean; readonly note: string | undefined },
  services: ApiServices,
): Promise<{ applied: boolean; lines: readonly ImportLine[] }> {
  const { store, registry } = services;
  const done = await store.transaction(async (records) => {
    await records.registryEdits.lock();
    const lines = readEditLines(text, registry.parts, await records.registryEdits.list());
    const edits = lines.flatMap(({ edit }): RegistryEdit[] => (edit === null ? [] : [edit]));
    const refused = lines.some(({ problem }) => problem !== null);
    if (options.dryRun || refused || edits.length === 0) return { applied: false, lines };
    await records.registryEdits.add(edits, contextOf(options.note, services));
    return { applied: true, lines };
  });
  if (done.applied) await services.refreshRegistry();
  return done;
}

function contextOf(note: string | undefined, services: ApiServices) {
  return {
    userId: LOCAL_USER.id,
    now: services.now().toISOString(),
    ...(note === undefined ? {} : { note }),
  };
}
