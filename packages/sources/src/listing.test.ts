import { expect, test } from 'vitest';

import { readListing } from './listing.ts';

const front = 'https://kubha.example/en/';
const page = `<html><head><base href="https://kubha.example/en/"></head><body>
  <nav><a href="/en/politics-and-everything-else">All of our political reporting in one place</a></nav>
  <h2><a href="news/4711">Envoy in Kabul</a></h2><a href="news/4711"><img src="x.jpg"></a>
  <div class="top"><a href="/en/2025/07/04/ministers-meet?page=1#comments">Ministers meet in Moscow after a long pause</a></div>
  <a href="/tag/moscow">Everything about Moscow and its envoys</a>
  <a href="https://elsewhere.example/2025/07/04/a-long-story-here">A long story told elsewhere on the web</a>
  <a href="mailto:desk@kubha.example">Write to the desk of this newspaper</a></body></html>`;

test('finds links that look like articles of the site, each once, with the best title', () => {
  expect(readListing(page, front)).toEqual({
    kind: 'listing',
    links: [
      { url: 'https://kubha.example/en/news/4711', title: 'Envoy in Kabul' },
      {
        url: 'https://kubha.example/en/2025/07/04/ministers-meet?page=1',
        title: 'Ministers meet in Moscow after a long pause',
      },
    ],
  });
});

test('with a selector takes what it names, links or their surroundings', () => {
  expect(readListing(page, front, 'div.top')).toMatchObject({
    links: [{ url: expect.stringContaining('ministers') }],
  });
  expect(readListing(page, front, 'a[href^="/tag"]')).toMatchObject({
    links: [{ url: 'https://kubha.example/tag/moscow' }],
  });
  expect(readListing(page, front, 'a[[')).toMatchObject({ kind: 'refused' });
});

test('addresses in the script of the outlet are recognised by their slug', () => {
  const html = '<h3><a href="/خبر/سفر-وزیر-خارجه-به-مسکو">سفر وزیر خارجه به مسکو</a></h3>';
  expect(readListing(html, 'https://kubha.example/')).toMatchObject({
    links: [{ title: 'سفر وزیر خارجه به مسکو' }],
  });
});

test('a page of bottomless nesting is refused', () => {
  expect(readListing('<div>'.repeat(200_000), front)).toMatchObject({ kind: 'refused' });
});
