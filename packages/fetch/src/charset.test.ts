import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';

import { decodeText } from './charset.ts';

const russian = 'Представитель министерства заявил, что переговоры с Кабулом продолжатся в четверг.';
const arabic = 'قال متحدث باسم الوزارة إن المحادثات مع كابول ستستمر يوم الخميس';

function page(text: string, encoding: string, head = ''): Uint8Array {
  return iconv.encode(
    `<html><head>${head}<title>${text}</title></head><p class="lead">${text}</p></html>`,
    encoding,
  );
}

describe('decodeText', () => {
  test.each([
    [russian, 'windows-1251'],
    [russian, 'koi8-r'],
    [russian.toUpperCase(), 'windows-1251'],
    [arabic, 'windows-1256'],
    [russian, 'utf-16le'],
    [arabic, 'utf-16be'],
    ['Größe über Äpfel müßig', 'windows-1252'],
  ])('recognises %s in %s without any declaration', (text, encoding) => {
    const decoded = decodeText(page(text, encoding), 'text/html', 'html');
    expect(decoded).toMatchObject({ charset: encoding });
    expect(decoded.text).toContain(text);
  });

  test('the header counts before the declaration inside', () => {
    const bytes = page(russian, 'windows-1251', '<meta charset="koi8-r">');
    expect(decodeText(bytes, 'text/html; charset="windows-1251"', 'html').text).toContain(russian);
  });

  test('the declaration inside counts where the header is silent', () => {
    expect(
      decodeText(page('日本語', 'shift_jis', '<meta charset=shift_jis>'), 'text/html', 'html').text,
    ).toContain('日本語');
    const xml = iconv.encode(
      `<?xml version='1.0' encoding='windows-1251'?><rss><title>${russian}</title></rss>`,
      'win1251',
    );
    expect(decodeText(xml, 'application/rss+xml', 'xml').text).toContain(russian);
  });

  test('valid UTF-8 is UTF-8, whatever the page says of itself', () => {
    const bytes = page(arabic, 'utf-8', '<meta charset="windows-1256">');
    expect(decodeText(bytes, 'text/html; charset=iso-8859-1', 'html')).toMatchObject({ charset: 'utf-8' });
    expect(decodeText(page('Café', 'utf-8', '<meta charset="utf-16">'), undefined, 'html').text).toContain(
      'Café',
    );
  });

  test('a byte order mark decides and is not part of the text', () => {
    expect(decodeText(Buffer.from('\uFEFFخبر', 'utf16le'), 'text/html; charset=utf-8', 'html').text).toBe(
      'خبر',
    );
  });

  test('UTF-7 is never read, since it hides markup', () => {
    const bytes = Buffer.from('<title>+ADw-script+AD4-</title>');
    expect(decodeText(bytes, 'text/html; charset=utf-7', 'html').text).not.toContain('<script');
  });

  test('one stray byte does not turn a UTF-8 page into another encoding', () => {
    const bytes = Buffer.concat([page(russian, 'utf-8'), Buffer.from([0xe9])]);
    expect(decodeText(bytes, 'text/html', 'html').text).toContain(russian);
  });
});
