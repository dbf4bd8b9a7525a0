import type { QuoteMember } from '@khabar/store';
import { expect, test } from 'vitest';

import type { References } from './references.ts';
import { repeatedQuote, repeatedQuoteView, repetitionsIn } from './repeated-quotes.ts';

const SAID = 'Recognition is not a question of months and nobody has promised it';

const references: References = {
  entity: (id) => ({ id, type: 'person', label: id }),
  outlet: (id) => ({ id, name: id, country: null, language: 'en', kind: 'other' }),
  direction: () => 'ltr',
};

function member(outlet: string, day: number, text: string): QuoteMember {
  return {
    groupId: 'g',
    speakerId: 'person:zamir-kabulov',
    articleId: `${outlet}-${day}`,
    start: 5,
    end: 5 + text.length,
    text,
    title: outlet,
    outletId: `${outlet}.example`,
    language: 'en',
    at: `2026-01-0${day}T00:00:00.000Z`,
  };
}

const MEMBERS = [
  member('first', 1, SAID),
  member('same', 2, `${SAID}.`),
  member('cut', 3, 'Recognition is not a question of months'),
  member('lost', 4, 'Recognition is a question of months and nobody has promised it'),
  member('other', 5, 'Recognition is not a question of years and nobody has promised it'),
  member('same', 6, SAID),
];

test('a quote of five outlets says who had it first and how many changed its words; a cut changes nothing', () => {
  expect(repeatedQuote(MEMBERS, references)).toMatchObject({
    outlets: 5,
    articles: 6,
    changed: 2,
    first: { articleId: 'first-1' },
    lastAt: '2026-01-06T00:00:00.000Z',
  });
});

test('every place says how it differs, with the words', () => {
  const places = repeatedQuoteView(MEMBERS, references)?.places ?? [];
  expect(places.map(({ change }) => change)).toEqual([
    'same',
    'same',
    'shortened',
    'negation',
    'reworded',
    'same',
  ]);
  expect(places[3]?.pieces.filter((piece) => piece.in !== 'both')).toEqual([{ in: 'first', text: 'not' }]);
});

test('an article is told of its own quote only', () => {
  const found = repetitionsIn('lost-4', MEMBERS, references);
  expect([...found.keys()]).toEqual([5]);
  expect(found.get(5)).toMatchObject({ outlets: 5, changed: 2, change: 'negation' });
});

test('a quote that one outlet alone has is not repeated', () => {
  const [first, , , , , again] = MEMBERS;
  const own = [first, again].flatMap((one) => (one === undefined ? [] : [{ ...one, outletId: 'a.example' }]));
  expect(repeatedQuote(own, references)).toBeNull();
});
