import { expect, test } from 'vitest';

import { readOpml, writeOpml, type OpmlFeed } from './opml.ts';

test('reads feeds with their folders, and web addresses only', () => {
  const opml = readOpml(`<opml version="1.0"><head><title>Mine</title></head><body><outline text="Kabul">
    <outline type="rss" title="Kubha" xmlUrl="https://kubha.example/feed?a=1&amp;b=2" htmlUrl="https://kubha.example/"/>
    <outline type="rss" text="bad" xmlUrl="file:///etc/passwd"/></outline><outline text="note"/></body></opml>`);
  const feed = {
    url: 'https://kubha.example/feed?a=1&b=2',
    title: 'Kubha',
    site: 'https://kubha.example/',
    folders: ['Kabul'],
  };
  expect(opml).toEqual({ kind: 'opml', title: 'Mine', feeds: [feed], truncated: false });
});

function byUrl(a: OpmlFeed, b: OpmlFeed): number {
  return Number(a.url > b.url) - Number(a.url < b.url);
}

test('ten thousand feeds written and read back are the same', () => {
  const feeds: OpmlFeed[] = Array.from({ length: 10_000 }, (_, n) => ({
    url: `https://outlet-${n}.example/feed?x=<"${n}">&y='1'`,
    title: `خبر & "${n}" <b>`,
    folders: n % 2 === 0 ? [] : ['Россия', `part ${n % 7}`],
  }));
  const back = readOpml(writeOpml('All & more', feeds));
  if (back.kind === 'refused') throw new Error(back.reason);
  expect(back.title).toBe('All & more');
  expect(back.feeds.toSorted(byUrl)).toEqual(feeds.toSorted(byUrl));
});

test('what is no subscription list is refused', () => {
  expect(readOpml('<html></html>')).toMatchObject({ kind: 'refused' });
  expect(readOpml(`<opml><body>${'<outline>'.repeat(10_000)}`)).toMatchObject({ kind: 'refused' });
});
