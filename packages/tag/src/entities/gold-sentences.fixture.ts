import { readFile } from 'node:fs/promises';

import { Entity } from '@khabar/article';

/** A sentence of gold/entities.txt with the mentions it should yield, as `start-end id`. */
export interface GoldSentence {
  readonly language: string;
  readonly text: string;
  readonly expected: readonly string[];
}

/** Reads the labelled sentences: one a line, the language first, `[surface|id]` for a mention. */
export async function readGoldSentences(): Promise<GoldSentence[]> {
  const file = await readFile(new URL('../../gold/entities.txt', import.meta.url), 'utf8');
  return file
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readSentence);
}

function readSentence(line: string): GoldSentence {
  const at = line.indexOf(' ');
  let text = '';
  const expected: string[] = [];
  for (const [part, surface, id] of line.slice(at + 1).matchAll(/\[([^|\]]+)\|([^\]]+)\]|[^[]+/gu)) {
    if (surface !== undefined) expected.push(`${text.length}-${text.length + surface.length} ${id}`);
    text += surface ?? part;
  }
  return { language: line.slice(0, at), text, expected };
}

/** The entities of the registry, read as data: this package must not depend on that one. */
export async function readRegistryEntities(): Promise<Entity[]> {
  const names = ['countries', 'organisations', 'people', 'places', 'regions', 'topics'];
  const files = await Promise.all(
    names.map((name) => readFile(new URL(`../../../registry/data/${name}.jsonl`, import.meta.url), 'utf8')),
  );
  return files
    .flatMap((file) => file.split('\n'))
    .filter((line) => line !== '')
    .map((line) => Entity.parse(JSON.parse(line)));
}
