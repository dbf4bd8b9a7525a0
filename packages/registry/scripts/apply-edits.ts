// npx node packages/registry/scripts/apply-edits.ts FILE: puts exported edits ("khabar entities export") into the data files.
import { readFile, writeFile } from 'node:fs/promises';

import type { Entity, RegistryEntry } from '@khabar/article';
import { readSubjects } from '@khabar/subjects';

import { applyEntries, loadRegistryData, readEditLines } from '../src/index.ts';
import { compareIds } from '../src/registry.ts';

const FILES = [
  ['country', 'countries'],
  ['org', 'organisations'],
  ['person', 'people'],
  ['place', 'places'],
  ['region', 'regions'],
  ['topic', 'topics'],
] as const;

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('which file? npx node packages/registry/scripts/apply-edits.ts FILE');
const data = await loadRegistryData();
const lines = readEditLines(await readFile(file, 'utf8'), data, []);
const refused = lines.filter(({ problem }) => problem !== null);
for (const { line, problem } of refused) process.stderr.write(`line ${line}: ${problem}\n`);
if (refused.length > 0) process.exit(1);

const entries: RegistryEntry[] = lines.flatMap(({ edit, line }) =>
  edit === null ? [] : [{ number: line, at: '', userId: '', note: null, change: edit }],
);
const { entities, merged } = applyEntries(data, entries);
// These come with the packs of subjects.
const elsewhere = new Set(readSubjects().flatMap((subject) => subject.entities.map(({ id }) => id)));
for (const [type, name] of FILES)
  await write(
    name,
    entities.filter((entity) => entity.type === type && !elsewhere.has(entity.id)),
  );
if (merged.size > 0)
  await write(
    'merged',
    [...merged].map(([id, into]) => ({ id, into })).toSorted((one, other) => compareIds(one.id, other.id)),
  );

async function write(name: string, rows: readonly (Entity | { id: string; into: string })[]): Promise<void> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(new URL(`../data/${name}.jsonl`, import.meta.url), text);
}
