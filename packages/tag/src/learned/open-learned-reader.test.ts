import { readFileSync } from 'node:fs';

import { openEncoder } from '@khabar/encoder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openLearnedReader, type LearnedReader } from './open-learned-reader.ts';
import { readArticle } from './read-article.ts';

const spanOf = (text: string, surface: string): { start: number; end: number } => ({
  start: text.indexOf(surface),
  end: text.indexOf(surface) + surface.length,
});

describe('without what they need', () => {
  it('the heads say why, and throw nothing', async () => {
    expect(
      await openLearnedReader({ openEncoder: async () => ({ unavailable: 'No encoder: test.' }) }),
    ).toEqual({
      unavailable: 'No encoder: test.',
    });
    expect(await openLearnedReader({ folder: new URL('nowhere/', import.meta.url) })).toHaveProperty(
      'unavailable',
      expect.stringMatching(/^No /u),
    );
  });
});

describe('the committed heads', () => {
  it('were trained on the committed encoder', () => {
    const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    const sums = read('../encoder/weights/sha256sums');
    const { encoder }: { encoder: string } = JSON.parse(read('data/learned/heads.json'));
    expect(sums).toMatch(new RegExp(`^${encoder}\\w+  reader\\.onnx$`, 'mu'));
  });
});

// packages/encoder asserts that the encoder loads where it must.
const probe = await openEncoder();
const hasEncoder = !('unavailable' in probe);
if (!('unavailable' in probe)) await probe.close();

describe.skipIf(!hasEncoder)('the heads (skipped where the encoder is not installed)', () => {
  let reader: LearnedReader;

  beforeAll(async () => {
    const opened = await openLearnedReader();
    if ('unavailable' in opened) throw new Error(opened.unavailable);
    reader = opened;
  });

  afterAll(async () => {
    await reader.close();
  });

  it('find names that no list holds, in five languages', async () => {
    const texts = [
      'Yesterday Gregory Holloway arrived in Springfield.',
      'Вчера Глеб Крайнов приехал в Зареченск.',
      'روز گذشته نادر کوهستانی به تهران رفت.',
      'د عامې روغتیا وزیر زلمی ستانکزی کابل ته لاړ.',
      'وصل أمس سامي الخطيب إلى بيروت.',
    ];
    const people = (await reader.read(texts.map((text) => ({ text })))).map(({ names }, at) =>
      names
        .filter(({ type }) => type === 'PER')
        .map(({ start, end }) => texts[at]?.slice(start, end))
        .join(),
    );
    expect(people).toEqual([
      'Gregory Holloway',
      'Глеб Крайнов',
      'نادر کوهستانی',
      'زلمی ستانکزی',
      'سامي الخطيب',
    ]);
  });

  it('tell praise from blame of a target in five languages', async () => {
    const rows = [
      ['The minister praised the committee for its work.', 'the committee', 'favor'],
      ['The minister condemned the committee for its brutality.', 'the committee', 'against'],
      ['Министр похвалил комитет за отличную работу.', 'комитет', 'favor'],
      ['Министр осудил комитет за жестокость.', 'комитет', 'against'],
      ['وزیر از کمیته برای کارش قدردانی کرد.', 'کمیته', 'favor'],
      ['وزیر کمیته را به خاطر خشونت محکوم کرد.', 'کمیته', 'against'],
      ['أشاد الوزير باللجنة على عملها.', 'اللجنة', 'favor'],
      ['أدان الوزير اللجنة بسبب وحشيتها.', 'اللجنة', 'against'],
    ] as const;
    const readings = await reader.read(
      rows.map(([text, target]) => ({ text, targets: [spanOf(text, target)] })),
    );
    const wrong = rows.filter(([, , label], at) => {
      const sides = readings[at]?.stances[0];
      return sides === undefined || sides[label] < sides[label === 'favor' ? 'against' : 'favor'];
    });
    expect(wrong).toEqual([]);
  });

  it('give the same numbers for a sentence whatever stands beside it', async () => {
    const text = 'The minister condemned the committee.';
    const asked = { text, targets: [spanOf(text, 'the committee')] };
    const [alone] = await reader.read([asked]);
    const [, beside] = await reader.read([{ text: 'Another and longer sentence comes before it.' }, asked]);
    expect(beside).toEqual(alone);
  });

  it('give probabilities that sum to one and vectors of length one', async () => {
    const text = 'The minister condemned the committee.';
    const [reading] = await reader.read([
      {
        text,
        targets: [spanOf(text, 'committee')],
        pairs: [{ holder: spanOf(text, 'minister'), target: spanOf(text, 'committee') }],
      },
    ]);
    for (const sides of [...(reading?.stances ?? []), ...(reading?.pairs ?? [])])
      expect(sides.against + sides.neutral + sides.favor).toBeCloseTo(1, 2);
    expect(Math.hypot(...(reading?.vector ?? []))).toBeCloseTo(1, 5);
  });

  it('read at most ten sentences of an article, the title and those with names first', async () => {
    const sentence = 'Nothing of note happened in the valley. ';
    const article = {
      title: 'A title',
      text: `${sentence.repeat(20)}Berlin criticised Paris.`,
      language: 'en',
    };
    const mention = (surface: string, entityId: string) =>
      ({
        ...spanOf(article.text, surface),
        entityId,
        surface,
        type: 'LOC',
        field: 'text',
        how: 'name',
        confidence: 1,
      }) as const;
    const mentions = [mention('Berlin', 'country:germany'), mention('Paris', 'country:france')];
    const { vectors, stances, opinions, vector } = await readArticle(article, mentions, { reader });
    expect(vectors.map(({ field, start }) => [field, start])).toEqual([
      ['title', 0],
      ['text', 0],
      ['text', article.text.indexOf('Berlin')],
    ]);
    expect(stances).toHaveLength(2);
    expect(opinions).toHaveLength(2);
    expect(vector).toHaveLength(384);
    const many = { ...article, text: 'Berlin criticised Paris. '.repeat(20) };
    const all = Array.from(many.text.matchAll(/Berlin/gu), ({ index }) => ({
      ...mention('Berlin', 'country:germany'),
      start: index,
      end: index + 6,
    }));
    expect((await readArticle(many, all, { reader })).vectors).toHaveLength(10);
  });

  it('read an article without text', async () => {
    const { vector, names } = await readArticle({ title: '', text: '', language: 'en' }, [], { reader });
    expect(vector).toBeUndefined();
    expect(names).toEqual([]);
  });
});
