import { readFile } from 'node:fs/promises';

import { Entity, KhabarError } from '@khabar/article';

import { Registry } from './registry.ts';

const FILES = ['countries', 'organisations', 'people', 'places', 'regions', 'topics'];

/**
 * Reads and checks the data of this package.
 * @throws KhabarError `CONFIG_INVALID` naming file, line and fault.
 */
export async function loadRegistry(): Promise<Registry> {
  const files = await Promise.all(FILES.map((name) => readEntities(name)));
  return new Registry(files.flat());
}

/** The entities of one data file, in its order. */
export async function readEntities(name: string): Promise<Entity[]> {
  const text = await readFile(new URL(`../data/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .map((line, index) => ({ line, place: `${name}.jsonl line ${index + 1}` }))
    .filter(({ line }) => line !== '')
    .map(({ line, place }) => readEntity(line, place));
}

function readEntity(line: string, place: string): Entity {
  try {
    return Entity.parse(JSON.parse(line));
  } catch (cause) {
    throw new KhabarError(
      'CONFIG_INVALID',
      `${place}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
