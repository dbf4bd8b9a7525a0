import type { Stance, Tags } from '@khabar/article';
import type { LearnedReader, SentenceToRead } from '@khabar/tag';
import { expect, test } from 'vitest';

import { sparingReader } from './sparing-reader.ts';

const ARTICLE = { title: '', text: 'Iran condemned the Taliban. China met the Taliban.', language: 'en' };
const CONDEMNED: Stance = {
  holder: 'country:iran',
  target: 'org:taliban',
  label: 'against',
  strength: 0.8,
  voice: 'institution',
  evidence: { start: 0, end: 26, text: 'Iran condemned the Taliban', field: 'text' },
  cues: [],
  method: 'rules-1',
  confidence: 0.8,
};
const MET: Stance = {
  ...CONDEMNED,
  holder: 'country:china',
  label: 'neutral',
  evidence: { start: 28, end: 49, text: 'China met the Taliban', field: 'text' },
};
const TAGS: Tags = {
  mentions: [],
  quotes: [],
  stances: [CONDEMNED, MET],
  relevance: {},
  topics: [],
  version: 'rules',
};
const span = { start: 0, end: 4 };
const pair = { holder: span, target: span };

test('the heads are asked for stances only where two actors meet and the rules see no side', async () => {
  const asked: SentenceToRead[] = [];
  const favor = { against: 0, neutral: 0, favor: 1 };
  const reader: LearnedReader = {
    version: 'heads-test',
    settings: {
      encoder: 'test',
      version: 'heads-test',
      temperature: { stance: 1, pair: 1 },
      threshold: { name: 0.5, stance: 0.5, pair: 0.5 },
    },
    read: async (sentences) => {
      asked.push(...sentences);
      return sentences.map(({ targets = [], pairs = [] }) => ({
        names: [],
        stances: targets.map(() => favor),
        pairs: pairs.map(() => favor),
        vector: new Float32Array(1),
      }));
    },
    close: async () => {},
  };
  const readings = await sparingReader(reader, ARTICLE, TAGS).read([
    { text: 'Iran condemned the Taliban.', targets: [span], pairs: [pair] },
    { text: 'China met the Taliban.', targets: [span], pairs: [pair] },
    { text: 'China is large.', targets: [span], pairs: [] },
  ]);
  expect(asked.map(({ pairs = [] }) => pairs.length)).toEqual([0, 1, 0]);
  expect(readings.map(({ pairs: [first] }) => first?.favor)).toEqual([0, 1, undefined]);
  expect(readings.map(({ stances: [first] }) => first?.favor)).toEqual([0, 1, 0]);
});
