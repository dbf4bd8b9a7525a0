import { describe, expect, it } from 'vitest';

import { bodyF1, scorePages } from './extract-scores.ts';

const truth = 'The ministers met in the morning and spoke of trade for an hour';
const label = { id: 'a', dataset: 'own', url: 'https://kubha.example/a', html: 'a.html', charset: 'utf-8' };

describe('figures of extraction', () => {
  it('give 1 for the text itself and 0 for none', () => {
    expect(bodyF1([{ truth, found: truth }])).toBe(1);
    expect(bodyF1([{ truth, found: '' }])).toBe(0);
  });

  it('lose precision by what does not belong and recall by what is missing', () => {
    const more = bodyF1([{ truth, found: `${truth} read also our other stories of the day` }]);
    const less = bodyF1([{ truth, found: 'The ministers met in the morning' }]);
    expect(more).toBeGreaterThan(less);
    expect(more).toBeLessThan(1);
  });

  it('take a date in its own offset or in UTC, and call a day beside it not wrong', () => {
    const score = (published: string) =>
      scorePages(
        [{ ...label, published: '2025-07-04' }],
        new Map([['a', { id: 'a', title: null, authors: [], published, body: '' }]]),
      );
    expect(score('2025-07-05T01:00:00+04:30')).toMatchObject({ dateSame: 1, dateWrong: 0 });
    expect(score('2025-07-05')).toMatchObject({ dateSame: 0, dateWrong: 0 });
    expect(score('2025-07-09')).toMatchObject({ dateSame: 0, dateWrong: 1 });
  });

  it('compare titles without case and signs, names by their words', () => {
    const found = new Map([
      ['a', { id: 'a', title: 'Talks in KABUL', authors: ['Anna Author'], published: null, body: '' }],
    ]);
    expect(
      scorePages([{ ...label, title: 'Talks in Kabul!', authors: ['Anna Author', 'Boris Writer'] }], found),
    ).toMatchObject({ titleExact: 1, authorF1: 2 / 3 });
  });
});
