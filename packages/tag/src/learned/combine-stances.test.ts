import type { Mention, Stance } from '@khabar/article';
import { describe, expect, it } from 'vitest';

import { combineStances } from './combine-stances.ts';
import type { LearnedOpinion } from './read-article.ts';

const text = 'Brussels shut its doors to the Taliban.';
const sentence = { start: 0, end: text.length };
const mention = (entityId: string, surface: string, type: Mention['type']): Mention => ({
  entityId,
  start: text.indexOf(surface),
  end: text.indexOf(surface) + surface.length,
  surface,
  type,
  field: 'text',
  how: 'name',
  confidence: 1,
});
const brussels: Mention = {
  ...mention('place:brussels', 'Brussels', 'LOC'),
  actingFor: 'org:european-union',
};
const taliban = mention('org:taliban', 'Taliban', 'ORG');
const opinion: LearnedOpinion = {
  holder: brussels,
  target: taliban,
  sides: { against: 0.9, neutral: 0.08, favor: 0.02 },
  sentence,
};
const leaning = { target: taliban, sides: { against: 0.5, neutral: 0.4, favor: 0.1 }, sentence };
const reading = { opinions: [opinion], stances: [leaning], version: 'heads-test' };
const article = { title: '', text };

describe('stances that only the heads see', () => {
  it('are added with their sentence, the one a place stands for as holder, and their method', () => {
    expect(combineStances(article, [], { reading, threshold: 0.8 })).toEqual([
      expect.objectContaining({
        holder: 'org:european-union',
        target: 'org:taliban',
        label: 'against',
        voice: 'institution',
        method: 'heads-test',
        confidence: 0.9,
        evidence: { start: 0, end: text.length, text, field: 'text' },
      }),
    ]);
  });

  it('are not added below the threshold', () => {
    expect(combineStances(article, [], { reading, threshold: 0.95 })).toEqual([]);
  });

  it('are not added where the head for targets leans to the other side', () => {
    const other = { ...leaning, sides: { against: 0.1, neutral: 0.4, favor: 0.5 } };
    expect(
      combineStances(article, [], { reading: { ...reading, stances: [other] }, threshold: 0.8 }),
    ).toEqual([]);
  });

  it('never change what the rules say of the same holder and target', () => {
    const [found] = combineStances(article, [], { reading, threshold: 0.8 });
    const rule: Stance[] = found === undefined ? [] : [{ ...found, label: 'favor', method: 'rules' }];
    expect(combineStances(article, rule, { reading, threshold: 0.8 })).toEqual(rule);
  });

  it('have no place as holder that stands for nobody', () => {
    const { actingFor: _, ...place } = brussels;
    const placed = { ...reading, opinions: [{ ...opinion, holder: place }] };
    expect(combineStances(article, [], { reading: placed, threshold: 0.8 })).toEqual([]);
  });
});
