import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of a Chromium: the one named, else the first on the search path (as `PATH` writes it) or in /usr/bin; undefined where there is none. */
export async function findChromium(named: string, searchPath: string): Promise<string | undefined> {
  const folders = [...searchPath.split(delimiter).filter((folder) => folder !== ''), '/usr/bin'];
  const candidates =
    named === '' ? folders.flatMap((folder) => NAMES.map((name) => join(folder, name))) : [named];
  for (const candidate of candidates) {
    // oxlint-disable-next-line no-await-in-loop
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}
