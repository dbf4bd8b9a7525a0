import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { foldText } from './fold.ts';

const fold = (text: string): string => foldText(text).text;

test('letter variants of Arabic, Persian and Pashto keyboards are one letter', () => {
  expect(fold('كتاب علي')).toBe(fold('کتاب علی'));
  expect(fold('الإمارة أفغانستان آسيا')).toBe('الاماره افغانستان اسیا');
  expect(fold('ټاکنې ګوند')).toBe('ټاکنی گوند');
  expect(fold('مسؤول')).toBe('مسوول');
});

test('Pashto letters stay distinct from each other', () => {
  expect(new Set(Array.from('ښږځڅړډټڼ', fold)).size).toBe(8);
});

test('tatweel, harakat and direction marks vanish', () => {
  expect(fold('\u200fطـالِبَان\u200f')).toBe('طالبان');
});

test('digits of any script, accents, case, ё and full-width forms are folded', () => {
  expect(fold('۱۴۰۴ ١٢٣')).toBe('1404 123');
  expect(fold('Élysée ЁЛКА Ｔａｌｉ İstanbul')).toBe('elysee елка tali istanbul');
  expect(fold('й')).toBe('й');
});

test('a joiner between two words is a space, inside an inflected word it vanishes', () => {
  expect(fold('به‌رسمیت‌شناختن')).toBe('به رسمیت شناختن');
  expect(fold('کشور‌های')).toBe('کشورهای');
  expect(fold('می‌شود')).toBe('میشود');
});

test('offsets lead back to the original', () => {
  const source = 'طـالبان ﷲ Straße';
  const { text, original } = foldText(source);
  const at = text.indexOf('strasse');
  expect(source.slice(original[at], original[at + 7])).toBe('Straße');
  expect(original).toHaveLength(text.length + 1);
});

test('any text folds with one rising offset for each unit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (source) => {
      const { text, original } = foldText(source);
      expect(original).toHaveLength(text.length + 1);
      expect(Array.from(original)).toEqual(Array.from(original).toSorted((a, b) => a - b));
    }),
  );
});
