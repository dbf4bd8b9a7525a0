import iconv from 'iconv-lite';

export type PageCharset = 'utf-8' | 'windows-1251' | 'windows-1256';

/** Markup as bytes; a letter that the encoding lacks becomes a numeric reference, as browsers and old editors write it. */
export function encodePage(markup: string, charset: PageCharset): Buffer {
  if (charset === 'utf-8') return Buffer.from(markup, 'utf8');
  const representable = Array.from(markup, (character) =>
    iconv.decode(iconv.encode(character, charset), charset) === character
      ? character
      : `&#${character.codePointAt(0) ?? 0};`,
  ).join('');
  return iconv.encode(representable, charset);
}
