import { expect, test } from 'vitest';

import { creditedAgency } from './credited-agency.ts';

test('an agency is read at the head or the foot, in each script', () => {
  expect(creditedAgency('KABUL, 3 July (Reuters) - A ruling took effect.')).toBe('Reuters');
  expect(creditedAgency('МОСКВА, 3 июля. /ТАСС/. Суд снял запрет.')).toBe('ТАСС');
  expect(creditedAgency('به گزارش خبرگزاری صدای افغان (آوا)، دادگاه حکم داد.')).toBe('آوا');
  expect(creditedAgency(`${'A long report. '.repeat(60)} Source: Pajhwok`)).toBe('Pajhwok');
});

test('a name inside another word, or only in the middle of a long text, is no credit', () => {
  expect(creditedAgency('The potassium price rose.')).toBeNull();
  expect(creditedAgency('تاسیس یک بنیاد تازه در کابل.')).toBeNull();
  expect(creditedAgency(`${'One. '.repeat(100)}Reuters ${'Two. '.repeat(100)}`)).toBeNull();
});
