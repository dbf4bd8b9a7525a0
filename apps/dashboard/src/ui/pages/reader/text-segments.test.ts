import { expect, test } from 'vitest';

import { blocksOf, textSegments } from './text-segments.ts';

const text = 'Lavrov said the Taliban are a reality.';

test('overlapping evidence, mention and match are cut into stretches that give the text back', () => {
  const segments = textSegments({
    text,
    block: { start: 0, end: text.length },
    evidence: [{ start: 0, end: text.length }],
    mentions: [{ start: 16, end: 23 }],
    marks: [{ start: 12, end: 23 }],
  });
  expect(segments.map((segment) => segment.text).join('')).toBe(text);
  const taliban = segments.find((segment) => segment.text === 'Taliban');
  expect(taliban).toMatchObject({ evidence: [0], mention: 0, isMatch: true });
  expect(segments.at(-1)?.endsEvidence).toEqual([0]);
});

test('evidence that runs over two blocks marks both and is numbered once', () => {
  const two = 'First line.\nSecond line.';
  const evidence = [{ start: 6, end: 18 }];
  const blocks = blocksOf({ text: two, blocks: [] });
  const segments = blocks.flatMap((block) =>
    textSegments({ text: two, block, evidence, mentions: [], marks: [] }),
  );
  expect(segments.filter((segment) => segment.evidence.length > 0).map((segment) => segment.text)).toEqual([
    'line.',
    'Second',
  ]);
  expect(segments.filter((segment) => segment.endsEvidence.length > 0)).toHaveLength(1);
});

test('a text without blocks is cut at its line ends', () => {
  expect(blocksOf({ text: 'a\nbc', blocks: [] }).map(({ start, end }) => [start, end])).toEqual([
    [0, 1],
    [2, 4],
  ]);
});
