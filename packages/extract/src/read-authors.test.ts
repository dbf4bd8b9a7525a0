import { describe, expect, it } from 'vitest';

import { extractArticle } from './extract-article.ts';

const now = new Date('2026-11-24T12:00:00Z');
const url = 'https://kubha.example/world/talks-in-kabul';
const text =
  '<p>The ministry said on Tuesday that a delegation had held talks with officials in Kabul, and that trade was on the agenda of both sides.</p>'.repeat(
    4,
  );
/** Authors of a page with this head and this between title and text. */
const authorsOf = (head: string, byline: string, after = ''): readonly string[] =>
  extractArticle({
    html: `<html><head>${head}<title>Talks in Kabul go on | Kubha News</title><meta property="og:site_name" content="Kubha News"></head><body><nav><a href="/author/nobody">Nadia Nobody</a></nav><main><article><h1>Talks in Kabul go on</h1>${byline}${text}${after}</article></main></body></html>`,
    url,
    now,
  }).authors.slice();
const jsonLd = (author: unknown): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Talks in Kabul go on', author })}</script>`;

describe('authors', () => {
  it('are the persons of the structured data, not the organisation beside them', () => {
    expect(
      authorsOf(
        jsonLd([
          { '@type': 'Person', name: 'Anna Author' },
          { '@type': 'Organization', name: 'Kubha News' },
        ]),
        '',
      ),
    ).toEqual(['Anna Author']);
  });

  it('are no desk, agency, site or photographer', () => {
    expect(authorsOf(jsonLd('Kubha News'), '<p class="byline">By our news desk</p>')).toEqual([]);
    expect(authorsOf('<meta name="author" content="AFP">', '')).toEqual([]);
    expect(authorsOf('', '<figure><span class="author">Photo: Paul Picture</span></figure>')).toEqual([]);
  });

  it('come from a byline without its "By", role, place, date and address', () => {
    expect(
      authorsOf(
        '',
        '<div class="byline">By <a href="/author/a">Anna Author</a> and <a href="/author/b">Boris Beispiel</a> in <a href="/kabul">Kabul Region</a> on <time>4 July 2025</time></div>',
      ),
    ).toEqual(['Anna Author', 'Boris Beispiel']);
    expect(authorsOf('', '<p class="author">ANNA AUTHOR, senior correspondent</p>')).toEqual(['Anna Author']);
    expect(authorsOf('', '<p class="writer">Anna Author (@anna) | anna@kubha.example</p>')).toEqual([
      'Anna Author',
    ]);
  });

  it.each([
    ['Von Anna Autorin', 'Anna Autorin'],
    ['Par Anne Auteur', 'Anne Auteur'],
    ['Por: Ana Autora', 'Ana Autora'],
    ['Автор: Анна Авторова', 'Анна Авторова'],
    ['گزارشگر: مرضیه نیستان', 'مرضیه نیستان'],
    ['ليکوال: توریالی خپلواک', 'توریالی خپلواک'],
    ['بقلم: نورهان نبيل', 'نورهان نبيل'],
    ['Text von Anna Autorin; Fotos von Paul Licht', 'Anna Autorin'],
    ['(Reporting by Anna Author; Editing by Eva Editor)', 'Anna Author'],
  ])('are read from "%s" near the title', (line, name) => {
    expect(authorsOf('', `<p>${line}</p>`)).toEqual([name]);
  });

  it('stand beside the date where nothing names them', () => {
    expect(authorsOf('', '<p>25.10.2025 - Anna Author</p>')).toEqual(['Anna Author']);
    expect(authorsOf('', '<p>توریالی خپلواک - ۲۰۲۴ د فبروري ۲۷</p>')).toEqual(['توریالی خپلواک']);
    expect(authorsOf('', '<p>25.10.2025 - Zurück zur Übersicht</p>')).toEqual([]);
  });

  it('are those under the title rather than who uploaded the page', () => {
    expect(
      authorsOf(
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ulla Upload">',
        '<div class="author-name">Anna Author</div>',
      ),
    ).toEqual(['Anna Author']);
  });

  it('are not those of teasers and comments', () => {
    expect(
      authorsOf(
        '',
        '',
        '<div class="related"><span class="author-name">Theo Teaser</span></div><div class="comments"><span class="comment-author">Carl Comment</span></div>',
      ),
    ).toEqual([]);
  });
});
