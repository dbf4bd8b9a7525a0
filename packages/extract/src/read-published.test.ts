import { describe, expect, it } from 'vitest';

import { readPublished } from './read-published.ts';

const now = new Date('2026-11-24T12:00:00Z');
const read = (text: string, language: string, timeZone?: string): string | null =>
  readPublished(text, { language, now, timeZone })?.iso ?? null;

describe('readPublished', () => {
  it('keeps the offset of an ISO time', () => {
    expect(read('2020-09-23T20:12:38+03:00', 'ru')).toBe('2020-09-23T20:12:38+03:00');
    expect(read('Tue, 24 Nov 2020 10:00:00 GMT', 'en')).toBe('2020-11-24T10:00:00Z');
  });

  it('adds the offset of the outlet where the page prints a bare time', () => {
    expect(read('23 сентября 2020 в 20:12', 'ru', 'Europe/Moscow')).toBe('2020-09-23T20:12:00+03:00');
    expect(read('23 сентября 2020 в 20:12', 'ru')).toBe('2020-09-23T20:12:00');
  });

  it('reads Solar Hijri dates of Iran', () => {
    expect(read('۱۳۹۹/۰۲/۲۱ - ۱۸:۵۹', 'fa')).toBe('2020-05-10T18:59:00');
    expect(read('سه‌شنبه ۲۹ بهمن ۱۳۹۸', 'fa')).toBe('2020-02-18');
    expect(read('2 تير 1399', 'fa')).toBe('2020-06-22');
  });

  it('reads the solar months of Afghanistan in Dari and Pashto', () => {
    expect(read('۱۵ حمل ۱۴۰۳', 'fa-AF')).toBe('2024-04-03');
    expect(read('دوشنبه، ۱۳ حوت ۱۴۰۲ خورشیدی', 'fa-AF')).toBe('2024-03-03');
    expect(read('د ۱۴۰۳ کال د وري ۱۲مه', 'ps')).toBe('2024-03-31');
    expect(read('د لیندۍ ۱۲ ۱۴۰۲', 'ps')).toBe('2023-12-03');
  });

  it('reads Arabic months of Egypt, the Levant and the Maghreb, and lunar Hijri dates', () => {
    expect(read('الأربعاء، 07 أكتوبر 2020 - 12:09 م', 'ar')).toBe('2020-10-07T12:09:00');
    expect(read('١٢ كانون الثاني ٢٠٢٤', 'ar')).toBe('2024-01-12');
    expect(read('3 مارس/ آذار 2024', 'ar')).toBe('2024-03-03');
    expect(read('5 جويلية 2023', 'ar')).toBe('2023-07-05');
    expect(read('١٧ ربيع الأول ١٤٤٥', 'ar')).toBe('2023-10-02');
  });

  it('reads relative dates as of now', () => {
    expect(read('2 hours ago', 'en')).toBe('2026-11-24T10:00:00Z');
    expect(read('вчера в 20:12', 'ru')).toBe('2026-11-23T20:12:00');
    expect(read('منذ ساعتين', 'ar')).toBe('2026-11-24T10:00:00Z');
    expect(read('۳ روز پیش', 'fa')).toBe('2026-11-21');
    expect(read('۲ ورځې مخکې', 'ps')).toBe('2026-11-22');
  });

  it('orders day and month by the language', () => {
    expect(read('03/04/2025', 'en')).toBe('2025-03-04');
    expect(read('03/04/2025', 'en-GB')).toBe('2025-04-03');
    expect(read('03.04.2025', 'ru')).toBe('2025-04-03');
    expect(read('25/04/2025', 'en')).toBe('2025-04-25');
  });

  it('takes the last such day where the year is not printed', () => {
    expect(read('12 мая', 'ru')).toBe('2026-05-12');
    expect(read('12 декабря', 'ru')).toBe('2025-12-12');
  });

  it('never gives a date after now', () => {
    expect(read('2027-01-01', 'en')).toBeNull();
    expect(read('2026-11-24T13:00:00Z', 'en')).toBeNull();
    expect(read('4102444800', 'en')).toBeNull();
  });

  it('gives none for days that do not exist and for text without a date', () => {
    expect(read('31/02/2020', 'de')).toBeNull();
    expect(read('۳۱ مهر ۱۴۰۲', 'fa')).toBeNull();
    expect(read('May the best team win', 'en')).toBeNull();
    expect(read('', 'en')).toBeNull();
  });
});
