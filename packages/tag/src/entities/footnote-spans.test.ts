import { expect, test } from 'vitest';

import { footnoteSpans } from './footnote-spans.ts';

function labels(text: string): string[] {
  return footnoteSpans(text).map(({ start, end }) => text.slice(start, end));
}

test('the label in brackets is found', () => {
  expect(
    labels('Делегация «Талибана» (движение признано террористическим и запрещено в РФ) прибыла.'),
  ).toEqual(['(движение признано террористическим и запрещено в РФ)']);
});

test('the label behind an asterisk at the end is found', () => {
  expect(labels('Талибы* прибыли.\n* Организация, деятельность которой запрещена в РФ.')).toEqual([
    '* Организация, деятельность которой запрещена в РФ.',
  ]);
});

test('the label behind a comma is found', () => {
  expect(labels('Движение «Талибан», деятельность которого запрещена в России, ответило.')).toEqual([
    ', деятельность которого запрещена в России',
  ]);
});

test('a sentence about lifting the ban is no label', () => {
  expect(
    labels('Верховный суд приостановил запрет. Эксперт считает, что движение больше не запрещено.'),
  ).toEqual([]);
});
