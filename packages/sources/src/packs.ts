import { readFile } from 'node:fs/promises';

import { KhabarError, type Outlet } from '@khabar/article';
import { z } from 'zod';

/** Outlets that belong together and are checked and added together. */
export interface SourcePack {
  readonly id: string;
  readonly name: string;
  readonly about: string | undefined;
  /** Ids of the catalogue, sorted. */
  readonly outlets: readonly string[];
}

const Named = z.array(
  z.object({ id: z.string(), name: z.string(), about: z.string(), outlets: z.array(z.string()).min(1) }),
);
const FILE = new URL('../packs.json', import.meta.url);

function named(code: string, type: 'region' | 'language'): string {
  return new Intl.DisplayNames(['en'], { type }).of(code) ?? code;
}

function languagesOf(outlet: Outlet): readonly string[] {
  return outlet.languages ?? [outlet.language];
}

function grouped(
  catalogue: readonly Outlet[],
  keysOf: (outlet: Outlet) => readonly string[],
  describe: (key: string) => { readonly id: string; readonly name: string },
): readonly SourcePack[] {
  const keys = Array.from(new Set(catalogue.flatMap(keysOf))).toSorted();
  return keys.map((key) => ({
    ...describe(key),
    about: undefined,
    outlets: catalogue.filter((outlet) => keysOf(outlet).includes(key)).map(({ id }) => id),
  }));
}

/**
 * The packs of a catalogue: those of `packs.json`, then one a country (`country-af`) and one a language (`language-ps`). Throws `CONFIG_INVALID` where
 * the file names an outlet that the catalogue has not.
 */
export async function loadPacks(catalogue: readonly Outlet[]): Promise<readonly SourcePack[]> {
  const known = new Set(catalogue.map(({ id }) => id));
  const own = Named.parse(JSON.parse(await readFile(FILE, 'utf8')));
  for (const pack of own) {
    const missing = pack.outlets.filter((id) => !known.has(id));
    if (missing.length > 0)
      throw new KhabarError('CONFIG_INVALID', `pack ${pack.id}: no outlet is called ${missing.join(', ')}`);
  }
  return [
    ...own,
    ...grouped(
      catalogue,
      ({ country }) => (country === null ? [] : [country]),
      (code) => ({ id: `country-${code.toLowerCase()}`, name: named(code, 'region') }),
    ),
    ...grouped(catalogue, languagesOf, (code) => ({
      id: `language-${code.toLowerCase()}`,
      name: named(code, 'language'),
    })),
  ];
}
