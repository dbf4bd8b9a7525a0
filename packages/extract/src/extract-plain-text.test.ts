import { describe, expect, it } from 'vitest';

import { extractPlainText } from './extract-plain-text.ts';

describe('extractPlainText', () => {
  it('reads outlet and place off the dateline and leaves the date unknown', () => {
    const found = extractPlainText(
      'MOSCOW (Kubha News) – The minister said that talks go on.\nA second paragraph follows, with more of what was said.\n',
    );
    expect(found).toMatchObject({
      isArticle: true,
      title: null,
      siteName: 'Kubha News',
      datelinePlace: 'MOSCOW',
      published: null,
      publishedFrom: 'none',
      language: 'en',
      method: 'plain-text',
    });
    expect(found.text.startsWith('MOSCOW (Kubha News) – The minister')).toBe(true);
    expect(found.blocks).toHaveLength(2);
  });

  it('takes a short first line as the title', () => {
    const found = extractPlainText(
      'Переговоры в Кабуле\n\nКАБУЛ, 5 мая — РИА Хабар. Стороны обсудили торговлю, сообщили в министерстве.',
    );
    expect(found).toMatchObject({
      title: 'Переговоры в Кабуле',
      datelinePlace: 'КАБУЛ',
      siteName: 'РИА Хабар',
      language: 'ru',
    });
    expect(found.text.startsWith('КАБУЛ')).toBe(true);
  });

  it('reads a Persian dateline', () => {
    const found = extractPlainText('کابل (خبرگزاری کبها) – سخنگوی وزارت گفت که گفت‌وگوها ادامه دارد.');
    expect(found).toMatchObject({ datelinePlace: 'کابل', siteName: 'خبرگزاری کبها' });
  });

  it('joins lines that were wrapped at a width', () => {
    const found = extractPlainText(
      'The first paragraph was wrapped\nby a mail program at thirty\nletters, as they do.\n\nThe second paragraph was\nwrapped as well, in the same\nway as the first one was.\n',
    );
    expect(found.blocks).toHaveLength(2);
    expect(found.text).toContain('wrapped by a mail program');
  });

  it('says of an empty text that it is empty', () => {
    expect(extractPlainText(' \n ')).toMatchObject({
      isArticle: false,
      reason: 'the text is empty',
      text: '',
    });
  });
});
