import { readFileSync } from 'node:fs';

import { ANALYSED_LANGUAGES } from '@khabar/article';
import { readSubjects } from '@khabar/subjects';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { readRegistryEntities } from './entities/gold-sentences.fixture.ts';
import { openTagger, type Tagger } from './tag-article.ts';

const subjects = readSubjects();
let tagger: Tagger;

beforeAll(async () => {
  const topics = subjects.flatMap(({ entities }) => entities);
  tagger = openTagger([...(await readRegistryEntities()), ...topics], { subjects });
});

function readRows<T>(name: string, row: z.ZodType<T>): T[] {
  const lines = readFileSync(new URL(`../gold/${name}.jsonl`, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => row.parse(JSON.parse(line)));
}

const TopicRow = z.strictObject({
  id: z.string(),
  language: z.string(),
  text: z.string(),
  topics: z.array(z.string()),
  /** Right either way. */
  also: z.array(z.string()),
});

describe.each(['topics', 'topics-unseen'])('topics of the subject in %s', (name) => {
  test.each(ANALYSED_LANGUAGES)('those of %s are found, and no others', (language) => {
    const rows = readRows(name, TopicRow).filter((row) => row.language === language);
    const known = subjects.find(({ id }) => id === 'russia-taliban')?.topics ?? [];
    const found = rows.map((row) => ({
      row,
      topics: tagger
        .tag({ title: '', text: row.text, language })
        .topics.filter((topic) => known.includes(topic)),
    }));
    const missed = found.flatMap(({ row, topics }) =>
      row.topics.filter((topic) => !topics.includes(topic)).map((topic) => `${row.id} missed ${topic}`),
    );
    const extra = found.flatMap(({ row, topics }) =>
      topics
        .filter((topic) => !row.topics.includes(topic) && !row.also.includes(topic))
        .map((topic) => `${row.id} too much ${topic}`),
    );
    const wanted = rows.reduce((sum, { topics }) => sum + topics.length, 0);
    const right = wanted - missed.length;
    expect(right / wanted < 0.8 ? missed : []).toEqual([]);
    expect(right / (right + extra.length) < 0.85 ? extra : []).toEqual([]);
  });
});

const SubjectRow = z.strictObject({
  id: z.string(),
  language: z.string(),
  text: z.string(),
  about: z.array(z.string()),
});

/** From here on an article counts as one about the subject; the index asks the same. */
const ABOUT = 0.3;

test.each(ANALYSED_LANGUAGES)('texts of %s are about the subject that they were written for', (language) => {
  const rows = readRows('subjects', SubjectRow).filter((row) => row.language === language);
  const wrong = rows.flatMap(({ id, text, about }) => {
    const { relevance } = tagger.tag({ title: '', text, language });
    const found = Object.keys(relevance).filter((subject) => (relevance[subject] ?? 0) >= ABOUT);
    return found.toSorted().join() === about.toSorted().join() ? [] : [`${id}: ${JSON.stringify(relevance)}`];
  });
  expect(rows).toHaveLength(8);
  expect(wrong).toEqual([]);
});

test('topics of a subject that nobody watches are not sought', async () => {
  const topics = subjects.flatMap(({ entities }) => entities);
  const none = openTagger([...(await readRegistryEntities()), ...topics], { subjects: [] });
  const { topics: found, relevance } = none.tag({
    title: 'Norway will not recognise the Taliban',
    text: 'The ambassador spoke of sanctions and of the Amu Darya. Lavrov spoke to the Taliban.',
    language: 'en',
  });
  expect(found.filter((id) => !id.startsWith('topic:taliban-'))).toEqual([]);
  expect(relevance).toEqual({});
});
