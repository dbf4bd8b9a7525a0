import { describe, expect, it } from 'vitest';

import { detectLanguage } from './detect-language.ts';

const language = (text: string, prior?: string): string => detectLanguage(text, prior).language;

describe('detectLanguage', () => {
  it('tells the analysed languages apart in headlines', () => {
    expect(language('Lavrov meets Muttaqi in Moscow')).toBe('en');
    expect(language('Лавров принял Муттаки')).toBe('ru');
    expect(language('وزیر خارجه روسیه با متقی دیدار کرد')).toBe('fa');
    expect(language('د روسیې د بهرنیو چارو وزیر')).toBe('ps');
    expect(language('لافروف يلتقي متقي في موسكو')).toBe('ar');
  });

  it('tells their neighbours by the letters only they write', () => {
    expect(language('روس کے وزیر خارجہ نے کہا')).toBe('ur');
    expect(language('Вазири корҳои хориҷии Русия гуфт')).toBe('tg');
    expect(language('Президент України заявив')).toBe('uk');
    expect(language('Oʻzbekiston Prezidenti Afgʻoniston bilan hamkorlik haqida gapirdi')).toBe('uz');
    expect(language('Rusya Dışişleri Bakanı, Taliban heyetiyle görüştü')).toBe('tr');
  });

  it('says Dari on Afghan words, or where the outlet writes Dari', () => {
    expect(language('والی هرات و ولسوال انجیل در شفاخانه با باشندگان دیدار کردند')).toBe('fa-AF');
    expect(language('وزیر خارجه روسیه با متقی دیدار کرد', 'fa-AF')).toBe('fa-AF');
    expect(language('فرودگاه مهرآباد و دانشگاه تهران و دادستان استان', 'fa')).toBe('fa');
  });

  it('does not let the expectation beat the evidence', () => {
    expect(language('The foreign ministry said that the talks were held in Kabul', 'ru')).toBe('en');
    expect(language('د افغانستان د بهرنیو چارو وزارت وایي چې خبرې وشوې', 'fa-AF')).toBe('ps');
  });

  it('is undetermined where there are no letters', () => {
    expect(detectLanguage('12345 ... !!')).toEqual({ language: 'und', confidence: 0 });
  });
});
