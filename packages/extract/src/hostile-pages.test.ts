import { describe, expect, it } from 'vitest';

import { extractArticle } from './extract-article.ts';

const now = new Date('2026-11-24T12:00:00Z');
const extract = (html: string) => extractArticle({ html, url: 'https://kubha.example/a', now });
const milliseconds = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
const sentence =
  'The ministry said on Tuesday that a delegation had held talks with officials in Kabul, and that trade was discussed. ';

const article = (paragraphs: number): string =>
  `<html><body><article><h1>Talks</h1>${`<p>${sentence.repeat(3)}</p>`.repeat(paragraphs)}</article></body></html>`;

describe('hostile pages', () => {
  it('refuses 100,000 nested elements at once, naming the limit', () => {
    let reason: string | undefined;
    const spent = milliseconds(() => {
      reason = extract('<div>'.repeat(100_000)).reason;
    });
    expect(reason).toContain('nested deeper than 1000');
    expect(spent).toBeLessThan(2_000);
  });

  it('refuses an element with 100,000 attributes', () => {
    const attributes = Array.from({ length: 100_000 }, (_, n) => `a${n}="v"`).join(' ');
    let reason: string | undefined;
    const spent = milliseconds(() => {
      reason = extract(`<div ${attributes}><p>${sentence}</p></div>`).reason;
    });
    expect(reason).toContain('attributes');
    expect(spent).toBeLessThan(2_000);
  });

  it('reads an article nested 900 deep', () => {
    const found = extract(
      `${'<div>'.repeat(900)}<p>${sentence.repeat(4)}</p><p>${sentence.repeat(4)}</p>${'</div>'.repeat(900)}`,
    );
    expect(found.text).toContain('The ministry said');
  });

  it('survives unclosed tags, stray ends, entities and one huge attribute', () => {
    expect(() => extract(`<p>${'&amp;'.repeat(100_000)}`)).not.toThrow();
    expect(() => extract('</div>'.repeat(50_000))).not.toThrow();
    expect(() => extract(`<div data-x="${'x'.repeat(2_000_000)}"><p>${sentence}</p></div>`)).not.toThrow();
    expect(() => extract('<script type="application/ld+json">[[[[[[{</script><title>')).not.toThrow();
  });

  it('refuses 50 MB of text and a page of endless small elements, naming the limit', () => {
    expect(extract(`<p>${sentence.repeat(430_000)}</p>`).reason).toMatch(/page of \d+ letters, limit/);
    expect(extract(`<p>${sentence.repeat(60_000)}</p>`).reason).toContain('letters of text');
    expect(extract('<p>x</p>'.repeat(500_000)).reason).toContain('elements');
    expect(
      extract('<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=0 k=1 l=2 m=3 n=4 o=5 p=6 q=7>x</p>'.repeat(35_000))
        .reason,
    ).toContain('attributes');
  });

  it('is not slowed by names that a page makes up', () => {
    const page = (names: (n: number) => string): string =>
      Array.from({ length: 20_000 }, (_, n) => `<p class="${names(n)}">x</p>`).join('');
    const same = page(() => 'story');
    const other = page((n) => `c${n}`);
    extract(same);
    const usual = milliseconds(() => extract(same));
    // Trying two dozen patterns on each of 20,000 names costs several times the page.
    expect(milliseconds(() => extract(other))).toBeLessThan(usual * 4 + 200);
  });

  it('reads an article behind 10 MB of scripts', () => {
    const found = extract(`<script>${'x=1;'.repeat(2_500_000)}</script>${article(20)}`);
    expect(found.text).toContain('The ministry said');
  });

  it('takes time in proportion to the page', () => {
    extract(article(200));
    const small = milliseconds(() => extract(article(1_000)));
    const large = milliseconds(() => extract(article(8_000)));
    // Eight times the page; a quadratic step would cost sixty-four times.
    expect(large / small).toBeLessThan(24);
  });
});
