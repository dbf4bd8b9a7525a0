import { describe, expect, test } from 'vitest';

import { canonicalUrl } from './canonical-url.ts';

describe('canonicalUrl', () => {
  test.each([
    ['https://kubha.example/a?utm_source=tg&id=7&fbclid=x', 'https://kubha.example/a?id=7'],
    ['HTTPS://Kubha.Example:443/a/../b#comments', 'https://kubha.example/b'],
    ['https://kubha.example./b', 'https://kubha.example/b'],
    ['https://kubha.example/b?z=1&a=2&&', 'https://kubha.example/b?a=2&z=1'],
    ['https://kubha.example/%7enews/%d9%be', 'https://kubha.example/~news/%D9%BE'],
    ['https://kubha.example/پ', 'https://kubha.example/%D9%BE'],
    ['https://kubha.example/b?utm_source=rss&#038;utm_medium=rss', 'https://kubha.example/b'],
    ['https://kubha.example/?q=a+b', 'https://kubha.example/?q=a%20b'],
    ['https://www.theguardian.com/x?CMP=share_btn', 'https://www.theguardian.com/x'],
  ])('%s is known as %s', (address, expected) => {
    expect(canonicalUrl(address)).toBe(expected);
  });

  test.each([
    ['https://kubha.example/a?id=1', 'https://kubha.example/a?id=2'],
    ['https://kubha.example/#!/story/1', 'https://kubha.example/#!/story/2'],
    ['https://kubha.example/%2Fa', 'https://kubha.example//a'],
    ['https://kubha.example/a?b=1&b=2', 'https://kubha.example/a?b=2'],
    ['https://en.kubha.example/a', 'https://kubha.example/a'],
    ['https://kubha.example/?ref_id=9', 'https://kubha.example/?ref_id=8'],
    ['https://kubha.example/a;v=1', 'https://kubha.example/a;v=2'],
  ])('%s and %s stay different', (one, other) => {
    expect(canonicalUrl(one)).not.toBe(canonicalUrl(other));
  });

  test('what is no web address comes back as it is', () => {
    expect(canonicalUrl('urn:khabar:text:1')).toBe('urn:khabar:text:1');
  });

  test.each([
    'https://kubha.example/C%CC%A7?b&a=%7e+%20#!/x',
    'https://kubha.example/a%2520b?q=%25&&c=1;d=2',
    'https://kubha.example/?_escaped_fragment_=story/1',
    'http://.kubha.example/%zz?x=%e0%a4%a',
    'https://user:secret@kubha.example:8443/?=&=1&utm',
  ])('a second time changes nothing: %s', (url) => {
    expect(canonicalUrl(canonicalUrl(url))).toBe(canonicalUrl(url));
  });
});
