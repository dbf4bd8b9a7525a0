import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Entity, KhabarError } from '@khabar/article';

import { SubjectFile, type SubjectPack } from './subject-pack.ts';

const SHIPPED = fileURLToPath(new URL('../packs/', import.meta.url));

/** Every pack that ships, by id. */
export const ALL_SUBJECTS = 'all';

/** Ids of the packs that ship, sorted. */
export function shippedSubjects(): string[] {
  return readdirSync(SHIPPED, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/**
 * Reads subjects: `all` (those that ship), `none`, or a list with commas of ids and of folders of one's own (anything with a `/`).
 * Throws KhabarError CONFIG_INVALID that names the pack, the file, the line and the fault.
 */
export function readSubjects(wanted: string = ALL_SUBJECTS): SubjectPack[] {
  if (wanted === 'none') return [];
  const names = wanted === ALL_SUBJECTS ? shippedSubjects() : wanted.split(',').map((name) => name.trim());
  const packs = names.map(readSubject);
  const twice = packs.find(({ id }, at) => packs.findIndex((other) => other.id === id) < at);
  if (twice !== undefined)
    throw new KhabarError('CONFIG_INVALID', `subjects: "${twice.id}" stands there twice`);
  return packs;
}

function readSubject(name: string): SubjectPack {
  if (name.includes('/') || name.includes('\\')) return readFolder(path.resolve(name));
  if (!shippedSubjects().includes(name)) {
    throw new KhabarError(
      'CONFIG_INVALID',
      `subjects: there is no "${name}"; there are ${shippedSubjects().join(', ')}, and folders of your own (with a /)`,
    );
  }
  return readFolder(path.join(SHIPPED, name));
}

function readFolder(folder: string): SubjectPack {
  const subject = parsed(path.join(folder, 'subject.json'), (text) => SubjectFile.parse(JSON.parse(text)));
  const entities = parsed(path.join(folder, 'topics.jsonl'), readLines);
  return { ...subject, entities };
}

function readLines(text: string): Entity[] {
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return [];
    try {
      const entity = Entity.parse(JSON.parse(line));
      if (entity.type !== 'topic') throw new Error(`${entity.id} is no topic`);
      return [entity];
    } catch (cause) {
      throw new Error(`line ${index + 1}: ${messageOf(cause)}`, { cause });
    }
  });
}

function parsed<T>(file: string, read: (text: string) => T): T {
  try {
    return read(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new KhabarError('CONFIG_INVALID', `subjects: ${file}: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
