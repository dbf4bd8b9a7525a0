import { readdir, readFile } from 'node:fs/promises';

import { KhabarError, Outlet } from '@khabar/article';
import { z } from 'zod';

const FOLDER = new URL('../outlets/', import.meta.url);

async function readOutlet(file: URL): Promise<Outlet> {
  const name = file.pathname.split('/').slice(-2).join('/');
  try {
    const outlet = Outlet.parse(JSON.parse(await readFile(file, 'utf8')));
    if (!file.pathname.endsWith(`/${outlet.id}.json`))
      throw new Error(`its id is "${outlet.id}", and it must be named after it`);
    return outlet;
  } catch (cause) {
    throw new KhabarError(
      'CONFIG_INVALID',
      `outlet ${name}: ${cause instanceof Error ? cause.message : 'unreadable'}`,
      { cause },
    );
  }
}

/**
 * The outlets that come with Khabar, to be added by choice; sorted by id. They are data: `outlets/<country>/<id>.json`. Throws `CONFIG_INVALID` naming
 * the file that does not fit the schema.
 */
export async function loadCatalogue(): Promise<readonly Outlet[]> {
  const names = await readdir(FOLDER, { recursive: true });
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  const outlets = await Promise.all(files.map((name) => readOutlet(new URL(name, FOLDER))));
  return outlets.toSorted((a, b) => a.id.localeCompare(b.id));
}

/** JSON Schema of an outlet file, for editors. */
export function outletSchema(): unknown {
  return z.toJSONSchema(Outlet, { io: 'input', target: 'draft-2020-12' });
}
