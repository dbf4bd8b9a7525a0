import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect, test } from 'vitest';

import { readSubjects, shippedSubjects } from './read-subjects.ts';

test('two subjects ship, each with topics in five languages', () => {
  const packs = readSubjects();
  expect(packs.length).toBeGreaterThanOrEqual(2);
  for (const { topics, entities } of packs) {
    expect(topics.filter((id) => !entities.some((entity) => entity.id === id))).toEqual([]);
    for (const { id, names } of entities) {
      const labels = names.filter(({ kind }) => kind === 'label').map(({ language }) => language);
      expect([id, labels.toSorted()]).toEqual([id, ['ar', 'en', 'fa', 'ps', 'ru']]);
    }
  }
});

test('one pack, none, or a folder of one’s own', () => {
  const [first = ''] = shippedSubjects();
  expect(readSubjects(first).map(({ id }) => id)).toEqual([first]);
  expect(readSubjects('none')).toEqual([]);
  const folder = mkdtempSync(path.join(tmpdir(), 'subject-'));
  const [shipped] = readSubjects(first);
  const { entities, ...subject } = shipped ?? { entities: [] };
  writeFileSync(path.join(folder, 'subject.json'), JSON.stringify({ ...subject, id: 'my-own' }));
  writeFileSync(path.join(folder, 'topics.jsonl'), entities.map((one) => JSON.stringify(one)).join('\n'));
  expect(readSubjects(`${first},${folder}`).map(({ id }) => id)).toEqual([first, 'my-own']);
  writeFileSync(path.join(folder, 'topics.jsonl'), '\n{"id":"topic:x","type":"topic","names":[]}');
  expect(() => readSubjects(`${folder}/`)).toThrow(/topics\.jsonl: line 2: .*names/su);
  rmSync(folder, { recursive: true });
});

test('an unknown subject is refused with those that there are', () => {
  expect(() => readSubjects('cricket')).toThrow(/there is no "cricket"; there are .+, and folders/u);
  const [first = ''] = shippedSubjects();
  expect(() => readSubjects(`${first},${first}`)).toThrow(/twice/u);
});

const ROOT = new URL('../../../', import.meta.url);

/** Program text of packages and apps: no tests, no data for tests or measurements. */
function programFiles(): string[] {
  const roots = ['packages', 'apps'].flatMap((top) =>
    readdirSync(new URL(`${top}/`, ROOT)).map((name) => `${top}/${name}`),
  );
  return roots
    .filter((root) => root !== 'apps/bench')
    .flatMap((root) => {
      try {
        return readdirSync(new URL(`${root}/src/`, ROOT), { recursive: true, encoding: 'utf8' }).map(
          (file) => `${root}/src/${file}`,
        );
      } catch {
        return [];
      }
    })
    .filter((file) => /\.tsx?$/u.test(file))
    .filter(
      (file) =>
        !/\.(?:test|fixture)\.tsx?$|\/(?:testing|contract)\/|\/testing\.ts$|contract\.ts$/u.test(file),
    );
}

/** What is left when comments are gone; roughly, which is enough for ids. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//gu, '').replaceAll(/(?<=^|\s)\/\/.*$/gmu, '');
}

test('no program knows a subject: neither its parties, nor its topics, nor its name', () => {
  const ids = readSubjects().flatMap(({ id, sides, topics, entities, claims, pairs, venueOnly }) => [
    id,
    ...sides.flatMap(({ strong, weak }) => [...strong, ...weak]),
    ...topics,
    ...entities.map((entity) => entity.id),
    ...claims.flatMap(({ claimant, standsFor }) => [claimant, ...standsFor]),
    ...pairs.flatMap(({ holder, target }) => [holder, target]),
    ...venueOnly,
  ]);
  const names = ['taliban', 'kabulov', 'lavrov', 'muttaqi', 'qosh tepa', 'amu darya'];
  const files = programFiles();
  const told = files.flatMap((file) => {
    const text = withoutComments(readFileSync(new URL(file, ROOT), 'utf8')).toLowerCase();
    return [...new Set([...ids, ...names])]
      .filter((known) => text.includes(known))
      .map((known) => `${file}: ${known}`);
  });
  expect(files.length).toBeGreaterThan(400);
  expect(told).toEqual([]);
});
