import { readFileSync } from 'node:fs';

import { load } from 'cheerio';
import { expect, test } from 'vitest';

import { extractArticle } from './extract-article.ts';
import { profileOf, profileSchema, readProfiles } from './outlet-profile.ts';
import { selectorsOfProfile } from './outlet-selectors.ts';
import { textAgreement, weighProfile } from './weigh-profile.ts';

const now = new Date('2026-06-01T00:00:00Z');

const SENTENCES = [
  'The ministry said on Tuesday that the road through the pass would be open to lorries again within two weeks.',
  'Drivers who had waited at the checkpoint since Friday said that nobody had told them when they could go on.',
  'A spokesman for the province said that eleven machines were at work and that the snow was two metres deep.',
  'Traders in the capital said that the price of flour had risen by a fifth since the road was closed.',
  'The neighbouring country opened its own side of the tunnel on Monday after a week of talks between engineers.',
];
const paragraphs = SENTENCES.map((sentence) => `<p>${sentence}</p>`).join('');

function page(inner: string, head = ''): string {
  return `<html lang="en"><head><title>Road to open</title>${head}</head><body><nav><a href="/a">News</a></nav>${inner}</body></html>`;
}

test('each profile fits the schema, is named after its id, and its selectors can be parsed', () => {
  const profiles = readProfiles();
  expect(profiles.length).toBeGreaterThanOrEqual(40);
  const $ = load('<p>x</p>');
  const broken = profiles.flatMap(({ id, title, body, published, authors, remove }) =>
    [title, body, published, authors, remove]
      .flatMap((list) => list ?? [])
      .filter((selector) => {
        try {
          $(selector);
          return false;
        } catch {
          return true;
        }
      })
      .map((selector) => `${id}: ${selector}`),
  );
  expect(broken).toEqual([]);
});

test('no host belongs to two profiles', () => {
  const hosts = readProfiles().flatMap(({ domains }) => domains);
  expect(hosts.filter((host, at) => hosts.indexOf(host) !== at)).toEqual([]);
});

test('the schema for editors is that of the program', () => {
  const written: unknown = JSON.parse(
    readFileSync(new URL('../profile.schema.json', import.meta.url), 'utf8'),
  );
  expect(written).toEqual(profileSchema());
});

test('the longest domain wins, subdomains count, and a name that only ends alike does not', () => {
  expect(profileOf('https://www.rt.com/news/1')?.id).toBe('rt.com');
  expect(profileOf('https://russian.rt.com/world/1')?.id).toBe('rt.com');
  expect(profileOf('https://arabic.rt.com/world/1')?.id).toBe('arabic.rt.com');
  expect(profileOf('https://pa.azadiradio.com/a/1.html')?.id).toBe('rfe-rl');
  expect(profileOf('https://notrt.com/1')).toBeNull();
  expect(profileOf('not an address')).toBeNull();
});

test('a profile that fits gives the text, and says how far it agrees', () => {
  const html = page(
    `<div class="story__content"><h2 class="story__title">Road to open</h2>${paragraphs}</div><aside><a href="/b">Other</a></aside>`,
  );
  const found = extractArticle({ html, url: 'https://www.dawn.com/news/1', now });
  expect(found.profile).toMatchObject({ id: 'dawn.com', verdict: 'agrees' });
  expect(found.profile?.fields).toContain('text');
  expect(found.profile?.agreement).toBeGreaterThan(0.9);
  expect(found.text).toBe(SENTENCES.join('\n'));
});

test('a profile that finds nothing is told, and the generic text stands', () => {
  const html = page(`<main><article><h1>Road to open</h1>${paragraphs}</article></main>`);
  const found = extractArticle({ html, url: 'https://www.dawn.com/news/1', now });
  expect(found.profile).toEqual({ id: 'dawn.com', verdict: 'found-nothing', agreement: 0, fields: [] });
  expect(found.text).toBe(SENTENCES.join('\n'));
});

test('a profile that finds far less, or another text, is told, and the generic text stands', () => {
  const less = page(
    `<main><article><h1>Road to open</h1><div class="story__content"><p>${SENTENCES[0]}</p></div><div>${paragraphs}</div></article></main>`,
  );
  const found = extractArticle({ html: less, url: 'https://www.dawn.com/news/1', now });
  expect(found.profile?.verdict).toBe('found-less');
  expect(found.text).toContain(SENTENCES[4]);
  const other = weighProfile(
    'Quite another story of a cricket match in the rain. '.repeat(20),
    SENTENCES.join(' '),
  );
  expect(other.verdict).toBe('disagrees');
});

test('the selectors of the record beat profiles, and drift is told of them too', () => {
  const html = page(
    `<div class="story__content"><h2>Road to open</h2>${paragraphs}</div><div class="own"><p>${SENTENCES[2]}</p><p>${SENTENCES[3]}</p></div>`,
  );
  const found = extractArticle({
    html,
    url: 'https://www.dawn.com/news/1',
    selectors: { body: '.own' },
    now,
  });
  expect(found.text).toBe(SENTENCES.slice(2, 4).join('\n'));
  expect(found.profile).toMatchObject({ id: 'outlet', verdict: 'found-less', fields: ['text'] });
});

test('pages of outlets without a profile, and pages that are no article, say nothing of one', () => {
  const html = page(`<main><article><h1>Road to open</h1>${paragraphs}</article></main>`);
  expect(extractArticle({ html, url: 'https://kubha.example/1', now }).profile).toBeUndefined();
  expect(extractArticle({ html: page(''), url: 'https://www.dawn.com/news/1', now }).profile).toBeUndefined();
});

test('an unchecked profile fills what the page leaves unsaid: author, date in the zone of the outlet', () => {
  const html = page(
    `<h1 class="post-title entry-title">Road to open</h1><span class="meta-author"><span class="author-name">Nawroz Bamdadi</span></span><div class="post-meta"><span class="date">15 Saur</span></div><div class="entry-content entry">${paragraphs}</div>`,
    '<meta property="article:published_time" content="2026-05-05T10:30:00">',
  );
  const found = extractArticle({ html, url: 'https://www.bakhtarnews.af/en/road/', now });
  expect(found.authors).toEqual(['Nawroz Bamdadi']);
  expect(found.published).toBe('2026-05-05T10:30:00+04:30');
});

test('what is removed is never a large part of the page', () => {
  const [profile] = readProfiles();
  const $ = load(
    page(
      `<div class="sharedaddy">${paragraphs}</div><div class="related-posts"><p>More</p></div>${paragraphs}`,
    ),
  );
  expect(profile).toBeDefined();
  if (profile === undefined) return;
  const { remove } = selectorsOfProfile($, { ...profile, remove: ['.sharedaddy', '.related-posts'] });
  expect(remove).toEqual(['.related-posts']);
});

test('two texts agree by the words they share, counted as often as they stand', () => {
  expect(textAgreement('one two two', 'two two one')).toBe(1);
  expect(textAgreement('one two', 'one three')).toBe(0.5);
  expect(textAgreement('', '')).toBe(1);
});
