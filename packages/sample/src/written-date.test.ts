import { describe, expect, test } from 'vitest';

import { gregorianDate, solarHijriDate } from './written-date.ts';

const RECOGNITION = '2025-07-03T21:15:00+04:30';

describe('written dates', () => {
  test('Dari dates use Afghan month names and Persian digits', () => {
    const style = { language: 'fa-AF', timeZone: 'Asia/Kabul', form: 'day-time' } as const;
    expect(solarHijriDate(RECOGNITION, style)).toBe('۱۲ سرطان ۱۴۰۴ - ۲۱:۱۵');
  });

  test('a Dari date may name the weekday', () => {
    const style = { language: 'fa-AF', timeZone: 'Asia/Kabul', form: 'weekday' } as const;
    expect(solarHijriDate(RECOGNITION, style)).toBe('پنج‌شنبه، ۱۲ سرطان ۱۴۰۴');
  });

  test('Pashto dates use Pashto month names', () => {
    const style = { language: 'ps', timeZone: 'Asia/Kabul', form: 'pashto-long' } as const;
    expect(solarHijriDate('2021-08-15T12:00:00+04:30', style)).toBe('د ۱۴۰۰ کال د زمری ۲۴مه');
  });

  test('Russian dates are in the genitive and in the newsroom’s time', () => {
    const style = { language: 'ru', timeZone: 'Europe/Moscow', form: 'day' } as const;
    expect(gregorianDate('2025-07-03T16:20:00Z', style)).toBe('3 июля 2025 г., 19:20');
  });
});
