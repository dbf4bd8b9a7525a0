import { readFile } from 'node:fs/promises';

import { Entity, EntityId, KhabarError } from '@khabar/article';
import { readSubjects, type SubjectPack } from '@khabar/subjects';
import { z } from 'zod';

import { buildRegistry, type Registry, type RegistryParts } from './registry.ts';

const FILES = ['countries', 'organisations', 'people', 'places', 'regions', 'topics'];

/**
 * Reads and checks the data of this package, without what analysts changed, and the topics of every subject that ships and of `subjects`.
 * @throws KhabarError `CONFIG_INVALID` naming file, line and fault.
 */
export async function loadRegistry(subjects: readonly SubjectPack[] = []): Promise<Registry> {
  return buildRegistry(await loadRegistryData(subjects));
}

/** The same, for `openLiveRegistry`. */
export async function loadRegistryData(subjects: readonly SubjectPack[] = []): Promise<RegistryParts> {
  const files = await Promise.all(FILES.map((name) => readEntities(name)));
  return { entities: [...files.flat(), ...topicsOf(subjects)], merged: await readMerged() };
}

/** Articles keep the topics of a subject that is no longer watched, so those that ship are always known. */
function topicsOf(subjects: readonly SubjectPack[]): Entity[] {
  const topics = [...readSubjects(), ...subjects].flatMap(({ entities }) => entities);
  return Array.from(new Map(topics.map((topic) => [topic.id, topic])).values());
}

/** The entities of one data file, in its order. */
export async function readEntities(name: string): Promise<Entity[]> {
  return readLines(name, await readDataFile(name), Entity);
}

const Merged = z.strictObject({ id: EntityId, into: EntityId });

/** Ids that an entity of the data had once; the file is there when there are some. */
async function readMerged(): Promise<Map<string, string>> {
  const text = await readDataFile('merged').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  return new Map(readLines('merged', text, Merged).map(({ id, into }) => [id, into]));
}

async function readDataFile(name: string): Promise<string> {
  return readFile(new URL(`../data/${name}.jsonl`, import.meta.url), 'utf8');
}

function readLines<T>(name: string, text: string, schema: z.ZodType<T>): T[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, place: `${name}.jsonl line ${index + 1}` }))
    .filter(({ line }) => line !== '')
    .map(({ line, place }) => readLine(line, place, schema));
}

function readLine<T>(line: string, place: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    throw new KhabarError(
      'CONFIG_INVALID',
      `${place}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
