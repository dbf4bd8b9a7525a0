import type { LearnedReader } from '@khabar/tag';
import { expect, test } from 'vitest';

import { rememberingReader } from './remembering-reader.ts';

function counting(): { asked: string[]; reader: LearnedReader } {
  const asked: string[] = [];
  const reader: LearnedReader = {
    version: 'heads-test',
    settings: {
      encoder: 'test',
      version: 'heads-test',
      temperature: { stance: 1, pair: 1 },
      threshold: { name: 0.5, stance: 0.5, pair: 0.5 },
    },
    read: async (sentences) =>
      sentences.map(({ text, targets = [] }) => {
        asked.push(text);
        const sides = { against: 0, neutral: 1, favor: 0 };
        return {
          names: [],
          stances: targets.map(() => sides),
          pairs: [],
          vector: new Float32Array([text.length]),
        };
      }),
    close: async () => {},
  };
  return { asked, reader };
}

test('a sentence that is asked the same is read once, and another question of it again', async () => {
  const { asked, reader } = counting();
  const remembering = rememberingReader(reader, 10);
  const sentence = { text: 'Kabul thanked Moscow.', targets: [{ start: 14, end: 20 }] };
  const [first] = await remembering.read([sentence]);
  const again = await remembering.read([sentence, { text: sentence.text }, sentence]);
  expect(again.map(({ stances }) => stances.length)).toEqual([1, 0, 1]);
  expect(again[0]).toEqual(first);
  expect(asked).toHaveLength(2);
});

test('the sentence that was used longest ago is forgotten first', async () => {
  const { asked, reader } = counting();
  const remembering = rememberingReader(reader, 2);
  for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) await remembering.read([{ text }]);
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});
