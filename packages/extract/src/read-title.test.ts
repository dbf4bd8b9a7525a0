import { describe, expect, it } from 'vitest';

import { extractArticle } from './extract-article.ts';

const now = new Date('2026-11-24T12:00:00Z');
const text =
  '<p>The ministry said on Tuesday that a delegation had held talks with officials in Kabul, and that trade was on the agenda of both sides.</p>'.repeat(
    4,
  );
const titleOf = (head: string, body: string) => {
  const { title, provenance } = extractArticle({
    html: `<html><head>${head}</head><body>${body}${text}</body></html>`,
    url: 'https://kubha.example/world/talks-in-kabul',
    now,
  });
  return { title, from: provenance?.title };
};

describe('the title', () => {
  it('is the heading that the head of the page agrees with', () => {
    expect(
      titleOf(
        '<title>Talks in Kabul go on - Kubha News</title>',
        '<h1>Kubha News</h1><h1>Talks in Kabul go on</h1>',
      ),
    ).toEqual({
      title: 'Talks in Kabul go on',
      from: 'h1',
    });
  });

  it('is a lesser heading where the title tag names only site and section', () => {
    expect(
      titleOf(
        '<title>World | Kubha News</title>',
        '<h2 class="node__title">Talks in Kabul go on for a third day</h2>',
      ).title,
    ).toBe('Talks in Kabul go on for a third day');
  });

  it('is the entry where the main heading leads to the front page', () => {
    expect(
      titleOf(
        '<title>Letters from Kabul</title>',
        '<h1><a href="/">Letters from Kabul</a></h1><h3 class="entry-title">Why the talks on water lead nowhere</h3>',
      ).title,
    ).toBe('Why the talks on water lead nowhere');
  });

  it('is the part of the title tag that the page shows', () => {
    expect(
      titleOf(
        '<title>Morning of the mountains :: Snow closes the roads of Bamyan</title>',
        '<b>Snow closes the roads of Bamyan</b><br>12.01.2025<hr>',
      ).title,
    ).toBe('Snow closes the roads of Bamyan');
  });
});
