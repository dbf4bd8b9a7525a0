import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { ensureBuilt } from '../../ensure-built.ts';

const KB = 1000;
const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), isEntry: z.boolean().optional(), imports: z.array(z.string()).optional() }),
);

let dist = '';
let manifest: z.infer<typeof Manifest> = {};
beforeAll(async () => {
  dist = await ensureBuilt(() => {});
  manifest = Manifest.parse(JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')));
}, 120_000);

/** A chunk and everything it needs before it runs. */
function needed(key: string, seen = new Set<string>()): ReadonlySet<string> {
  const chunk = manifest[key];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const name of chunk.imports ?? []) needed(name, seen);
  return seen;
}

async function gzipKb(files: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(join(dist, file))).length;
  return bytes / KB;
}

function entryKey(): string {
  return Object.keys(manifest).find((key) => manifest[key]?.isEntry === true) ?? '';
}

test('the entry takes at most 125 kB', async () => {
  expect(await gzipKb(needed(entryKey()))).toBeLessThanOrEqual(125);
});

test('every page with the entry and two languages of messages takes at most 260 kB', async () => {
  const pages = Object.keys(manifest).filter((key) => key.startsWith('src/ui/pages/'));
  const messages = ['src/ui/text/messages/en.json', 'src/ui/text/messages/ru.json'];
  const sizes = await Promise.all(
    pages.map(
      async (page) =>
        [
          page,
          await gzipKb(new Set([entryKey(), page, ...messages].flatMap((key) => [...needed(key)]))),
        ] as const,
    ),
  );
  expect(sizes.length).toBeGreaterThan(10);
  expect(sizes.filter(([, size]) => size > 260)).toEqual([]);
});

test('the styles take at most 20 kB', async () => {
  const files = await readdir(join(dist, 'assets'));
  const styles = files.filter((file) => file.endsWith('.css')).map((file) => join('assets', file));
  expect(styles.length).toBeGreaterThan(0);
  expect(await gzipKb(styles)).toBeLessThanOrEqual(20);
});

test('the only font is the Arabic range of Vazirmatn', async () => {
  const fonts = (await readdir(join(dist, 'assets'))).filter((file) => file.endsWith('.woff2'));
  expect(fonts).toEqual([expect.stringMatching(/^vazirmatn-arabic-/)]);
});

test('what is served is the production build', async () => {
  const entry = manifest[entryKey()]?.file ?? '';
  expect(await readFile(join(dist, entry), 'utf8')).not.toContain('Download the React DevTools');
});
