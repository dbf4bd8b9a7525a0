import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { processEnvironment } from '@khabar/config';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of a Chromium on this machine; null where there is none. `CHROMIUM_PATH` goes first. */
export async function findBrowser(): Promise<string | null> {
  const environment = processEnvironment();
  const folders = [...(environment['PATH'] ?? '').split(delimiter), '/usr/bin'];
  const candidates = [
    ...(environment['CHROMIUM_PATH'] === undefined ? [] : [environment['CHROMIUM_PATH']]),
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
  ];
  for (const candidate of candidates) {
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return null;
}
