import { describe, expect, test } from 'vitest';

import { parseRobots, productToken } from './robots-rules.ts';

const file = `
User-agent: *
Disallow: /private/
Allow: /private/press/

User-agent: Khabar
User-agent: Other
Disallow: /drafts/*.html$
Crawl-delay: 2.5

Sitemap: https://kubha.example/sitemap.xml
`;

describe('parseRobots', () => {
  test('the longest rule wins, and of two equal ones the Allow', () => {
    const rules = parseRobots(file, 'SomeBot');
    expect(rules.allows('https://kubha.example/private/a')).toBe(false);
    expect(rules.allows('https://kubha.example/private/press/a')).toBe(true);
    expect(parseRobots('User-agent: *\nDisallow: /a\nAllow: /a', 'X').allows('/a')).toBe(true);
  });

  test('a crawler that is named obeys its own group only', () => {
    const rules = parseRobots(file, 'khabar');
    expect(rules.allows('https://kubha.example/private/a')).toBe(true);
    expect(rules.allows('https://kubha.example/drafts/x/y.html')).toBe(false);
    expect(rules.allows('https://kubha.example/drafts/y.html?print')).toBe(true);
    expect(rules.crawlDelayMs).toBe(2500);
    expect(rules.sitemaps).toEqual(['https://kubha.example/sitemap.xml']);
  });

  test('misspelt keys, a missing colon, a byte order mark and bare CR line ends still forbid', () => {
    expect(parseRobots('\uFEFFuser agent: *\rdissallow: /x', 'Khabar').allows('/x/1')).toBe(false);
    expect(parseRobots('User-agent *\nDisallow /x', 'Khabar').allows('/x/1')).toBe(false);
  });

  test('letters beyond ASCII in a rule match their percent codes', () => {
    const rules = parseRobots('User-agent: *\nDisallow: /اخبار', 'Khabar');
    expect(rules.allows(new URL('https://kubha.example/اخبار/1').href)).toBe(false);
  });

  test('a page that is no robots.txt forbids nothing', () => {
    expect(parseRobots('<html><body>User-agent: * Disallow: /</body></html>', 'Khabar').allows('/')).toBe(
      true,
    );
  });

  test('a rule of many wildcards is decided at once', () => {
    const rules = parseRobots(`User-agent: *\nDisallow: /${'*a'.repeat(5000)}b`, 'Khabar');
    const before = performance.now();
    expect(rules.allows(`/${'a'.repeat(2000)}`)).toBe(true);
    expect(performance.now() - before).toBeLessThan(200);
  });
});

test('the product token is the name before the version', () => {
  expect(productToken('MediaMonitorBot/1.0 (+https://kubha.example/bot)')).toBe('MediaMonitorBot');
});
