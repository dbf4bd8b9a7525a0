// Run as a process of its own by create-cluster.ts: creating takes 535 MB that would stay with the process.
import { rename } from 'node:fs/promises';

import { PGlite } from '@electric-sql/pglite';

const say = (stage: string): boolean => process.stdout.write(`${stage}\n`);

async function createInto(folder: string): Promise<void> {
  const draft = `${folder}.new`;
  say('initdb');
  const db = await PGlite.create(draft);
  say('checkpoint');
  await db.exec('checkpoint');
  await db.close();
  await rename(draft, folder);
  say('done');
}

// A parent that was killed must not leave a child behind that fills the same folder as the next start.
process.stdin.on('end', () => process.exit(1)).resume();

const folder = process.argv[2];
if (folder !== undefined) await createInto(folder);
process.stdin.destroy();
