import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { loadCatalogue, outletSchema } from './catalogue.ts';

test('every outlet fits the schema, is named after its id and has a channel and a source of its facts', async () => {
  const outlets = await loadCatalogue();
  expect(outlets.length).toBeGreaterThan(100);
  expect(new Set(outlets.map((outlet) => outlet.id)).size).toBe(outlets.length);
  expect(outlets.filter((outlet) => outlet.channels.length === 0 || outlet.note === undefined)).toEqual([]);
});

test('outlet.schema.json is what the code says', async () => {
  const file = await readFile(new URL('../outlet.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(file)).toEqual(outletSchema());
});
