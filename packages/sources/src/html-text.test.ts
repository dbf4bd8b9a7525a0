import { escapeMarkup } from '@khabar/text';
import { describe, expect, test } from 'vitest';

import { htmlToText, nestsDeeper } from './html-text.ts';
import { sanitizeHtml } from './sanitize-html.ts';

describe('htmlToText', () => {
  test('keeps the words, one block a line, without scripts and entities', () => {
    const html = '<h1>A &amp; B</h1><p>one <b>two</b><br>three</p><script>x()</script>';
    expect(htmlToText(html)).toBe('A & B\none two\nthree');
  });

  test('a sign that is no tag stays in the text', () => {
    expect(htmlToText('3 < 4 and A<B')).toBe('3 < 4 and A<B');
  });

  test('comments and tags that never close cost no time', () => {
    const before = performance.now();
    htmlToText('<!--'.repeat(200_000));
    htmlToText('<a b="'.repeat(100_000));
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('sanitizeHtml', () => {
  test.each([
    ['<script>alert(1)</script>a', 'a'],
    ['<img src=x onerror=alert(1)>a', 'a'],
    ['<p onclick="x()" style="background:url(x)">a</p>', '<p>a</p>'],
    ['<a href="java\nscript:alert(1)">a</a>', '<a>a</a>'],
    ['<svg><a xlink:href="javascript:x">a</a></svg>', '<a>a</a>'],
    ['<iframe src="https://kubha.example/"></iframe><b>a</b>', '<b>a</b>'],
  ])('%s becomes %s', (html, expected) => {
    expect(sanitizeHtml(html)).toBe(expected);
  });

  test('links become absolute and give nothing away', () => {
    expect(sanitizeHtml('<a href="/x" target="_blank">a</a>', 'https://kubha.example/')).toBe(
      '<a href="https://kubha.example/x" rel="noopener noreferrer nofollow">a</a>',
    );
  });

  test('hostile nesting comes out as text', () => {
    expect(sanitizeHtml(`${'<b>'.repeat(50_000)}words`)).toBe('<p>words</p>');
  });
});

test('depth is counted as a parser does: end tags without a start close nothing', () => {
  expect(nestsDeeper('<div></span>'.repeat(300), 200)).toBe(true);
  expect(nestsDeeper('<div><b><i></div>'.repeat(300), 200)).toBe(false);
  expect(nestsDeeper('<p>one<p>two<br>'.repeat(300), 200)).toBe(false);
});

test('escaped text is the text again when read as HTML', () => {
  expect(htmlToText(escapeMarkup(`<b>"it's" & co</b>`))).toBe(`<b>"it's" & co</b>`);
});
