import { describe, expect, it } from 'vitest';

import { extractArticle } from './extract-article.ts';

const now = new Date('2026-11-24T12:00:00Z');
const url = 'https://kubha.example/world/talks-in-kabul';
const extract = (html: string, more: Partial<Parameters<typeof extractArticle>[0]> = {}) =>
  extractArticle({ html, url, now, ...more });

const sentence =
  'The ministry said on Tuesday that a delegation had held talks with officials in Kabul, and that trade was on the agenda. ';
const paragraphs = [1, 2, 3, 4].map((n) => `<p>Paragraph ${n}: ${sentence}${sentence}</p>`).join('\n');
const around = {
  top: '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>',
  end: '<aside class="related"><h3>Read also</h3><ul><li><a href="/a">Another story of the day</a></li><li><a href="/b">A third story</a></li></ul></aside><footer>© 2025 Kubha News. All rights reserved.</footer>',
};
const page = (head: string, body: string): string =>
  `<!doctype html><html lang="en"><head>${head}</head><body>${around.top}<main><article>${body}</article></main>${around.end}</body></html>`;

describe('extractArticle', () => {
  it('reads a page with JSON-LD whole', () => {
    const jsonLd = JSON.stringify({
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'Organization', name: 'Kubha News' },
        {
          '@type': 'NewsArticle',
          headline: 'Talks in Kabul &quot;go on&quot;',
          datePublished: '2025-07-04T09:30:00+04:30',
          dateModified: '2025-07-04T11:00:00+04:30',
          author: [{ '@type': 'Person', name: 'A. Author' }],
          isAccessibleForFree: 'False',
          articleSection: 'World',
          keywords: ['Kabul', 'trade'],
        },
      ],
    });
    const found = extract(
      page(
        `<title>Talks in Kabul "go on" | Kubha News</title><link rel="canonical" href="/world/talks-in-kabul"><script type="application/ld+json">${jsonLd}</script>`,
        `<h1>Talks in Kabul "go on"</h1>${paragraphs}`,
      ),
    );
    expect(found).toMatchObject({
      isArticle: true,
      title: 'Talks in Kabul "go on"',
      authors: ['A. Author'],
      published: '2025-07-04T09:30:00+04:30',
      publishedFrom: 'json-ld',
      modified: '2025-07-04T11:00:00+04:30',
      language: 'en',
      canonicalUrl: url,
      paywalled: true,
      section: 'World',
      tags: ['Kabul', 'trade'],
    });
    expect(found.text.startsWith('Paragraph 1:')).toBe(true);
    expect(found.text).not.toMatch(/Another story|rights reserved|Home/);
    expect(found.text).toContain('Paragraph 4:');
  });

  it('gives blocks whose offsets cut the text', () => {
    const { text, blocks } = extract(
      page(
        '',
        `<h1>Talks in Kabul go on</h1>${paragraphs}<h2>What comes next</h2>${paragraphs.replaceAll('Paragraph', 'Later')}`,
      ),
    );
    expect(blocks.map(({ start, end }) => text.slice(start, end)).join('\n')).toBe(text);
    expect(blocks.find(({ kind }) => kind === 'heading')).toBeDefined();
  });

  it('forgives JSON-LD in CDATA with raw line feeds and a trailing comma', () => {
    const found = extract(
      page(
        '<script type="application/ld+json">//<![CDATA[\n{"@type":"NewsArticle","headline":"Talks\nin Kabul","datePublished":"2025-07-04",}\n//]]></script>',
        `<h1>Talks in Kabul</h1>${paragraphs}`,
      ),
    );
    expect(found).toMatchObject({
      title: 'Talks in Kabul',
      published: '2025-07-04',
      publishedFrom: 'json-ld',
    });
  });

  it('reads Open Graph, microdata, time elements and text dates in that order of trust', () => {
    const h1 = '<h1>Talks in Kabul go on</h1>';
    expect(
      extract(
        page('<meta property="article:published_time" content="2025-07-04T05:00:00Z">', h1 + paragraphs),
      ),
    ).toMatchObject({ published: '2025-07-04T05:00:00Z', publishedFrom: 'meta' });
    expect(
      extract(
        page('', `${h1}<span itemprop="datePublished" content="2025-07-03">3 July</span>${paragraphs}`),
      ),
    ).toMatchObject({ published: '2025-07-03', publishedFrom: 'microdata' });
    expect(
      extract(page('', `${h1}<time datetime="2025-07-02T10:00:00Z">2 July</time>${paragraphs}`)),
    ).toMatchObject({ published: '2025-07-02T10:00:00Z', publishedFrom: 'time-element' });
    expect(extract(page('', `${h1}<div>July 1, 2025</div>${paragraphs}`))).toMatchObject({
      published: '2025-07-01',
      publishedFrom: 'text',
    });
  });

  it('takes the date of the feed where the page has none, and none where neither has', () => {
    const lead = {
      url,
      outletId: 'kubha',
      foundIn: 'https://kubha.example/feed',
      published: '2025-07-04T05:00:00Z',
    };
    const bare = page('', `<h1>Talks in Kabul go on</h1>${paragraphs}`);
    expect(extract(bare, { lead })).toMatchObject({
      published: '2025-07-04T05:00:00Z',
      publishedFrom: 'feed',
    });
    expect(extract(bare)).toMatchObject({ published: null, publishedFrom: 'none', publishedConfidence: 0 });
  });

  it('does not believe a date in the future', () => {
    const found = extract(
      page(
        '<meta property="article:published_time" content="2031-01-01T00:00:00Z">',
        `<h1>Talks go on in Kabul</h1>${paragraphs}`,
      ),
    );
    expect(found.published).toBeNull();
  });

  it('lets the selectors of the outlet win, and ignores those that match nothing or cannot be parsed', () => {
    const html = page(
      '',
      `<h1>Talks go on in Kabul</h1>${paragraphs}<div class="x">Only this short line.</div><b class="w">Written by A. Author</b>`,
    );
    expect(extract(html, { selectors: { body: '.x', authors: '.w' } })).toMatchObject({
      text: 'Only this short line.',
      method: 'selectors',
      authors: ['A. Author'],
    });
    expect(extract(html, { selectors: { body: '.none', title: 'h1[' } }).text).toContain('Paragraph 2:');
    expect(extract(html, { selectors: { remove: ['p:first-of-type'] } }).text).not.toContain('Paragraph 1:');
  });

  it('splits an article that uses line breaks for paragraphs', () => {
    const found = extract(
      page(
        '',
        `<h1>Talks go on in Kabul</h1><div class="story">${[1, 2, 3, 4].map((n) => `Part ${n}. ${sentence}${sentence}`).join('<br><br>')}</div>`,
      ),
    );
    expect(found.blocks.length).toBe(4);
  });

  it('falls back on articleBody where the page is drawn by a script', () => {
    const body = [1, 2, 3].map((n) => `Part ${n}. ${sentence.repeat(3)}`).join('\n\n');
    const found = extract(
      `<html><head><script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Talks go on', articleBody: body })}</script></head><body><div id="root"></div></body></html>`,
    );
    expect(found).toMatchObject({ isArticle: true, method: 'structured' });
    expect(found.blocks.length).toBe(3);
  });
});

const inLanguage = (
  language: string,
  parts: { title: string; line: string; text: string; junk: string },
): string =>
  `<html lang="${language}" dir="auto"><head><title>${parts.title}</title></head><body><div class="menu"><a href="/">•</a></div><div class="news-page"><h1>${parts.title}</h1><div class="info">${parts.line}</div><div class="news-text">${[1, 2, 3, 4].map(() => `<p>${parts.text} ${parts.text}</p>`).join('')}<p><a href="/1">${parts.junk}</a></p></div></div></body></html>`;

describe('extractArticle in other scripts', () => {
  it('reads a Russian page', () => {
    const found = extract(
      inLanguage('ru', {
        title: 'Лавров провёл переговоры с Муттаки',
        line: '23 сентября 2025, 20:12',
        text: 'Министр сообщил, что стороны обсудили торговлю, и добавил, что диалог будет продолжен в ближайшее время.',
        junk: 'Читайте также: другая новость дня',
      }),
    );
    expect(found).toMatchObject({
      isArticle: true,
      language: 'ru',
      title: 'Лавров провёл переговоры с Муттаки',
      published: '2025-09-23T20:12:00',
    });
    expect(found.text).not.toContain('Читайте также');
  });

  it('reads a Persian page, keeps ZWNJ and drops direction controls', () => {
    const found = extract(
      inLanguage('fa', {
        title: 'دیدار لاوروف با متقی در مسکو',
        line: 'سه‌شنبه ۲۹ مهر ۱۴۰۴ - ۱۸:۵۹',
        text: '\u202Bوزیر خارجه گفت که گفت‌وگوها ادامه می‌یابد و دو طرف درباره تجارت گفت‌وگو کرده‌اند.\u202C',
        junk: 'بیشتر بخوانید: خبر دیگر',
      }),
    );
    expect(found).toMatchObject({ isArticle: true, language: 'fa', published: '2025-10-21T18:59:00' });
    expect(found.text).toContain('گفت‌وگوها');
    expect(found.text).not.toMatch(/[\u202A-\u202E]|بیشتر بخوانید/);
  });

  it('reads a Pashto page', () => {
    const found = extract(
      inLanguage('ps', {
        title: 'متقي په مسکو کې له لاوروف سره وکتل',
        line: 'د ۱۴۰۴ کال د وري ۱۲مه',
        text: 'د بهرنیو چارو وزارت وايي چې دواړو لورو پر سوداګرۍ خبرې وکړې او د اړیکو پر پراختیا ټینګار وشو.',
        junk: 'نور ولولئ: بل خبر',
      }),
    );
    expect(found).toMatchObject({ isArticle: true, language: 'ps', published: '2025-04-01' });
    expect(found.text).not.toContain('نور ولولئ');
  });

  it('reads an Arabic page', () => {
    const found = extract(
      inLanguage('ar', {
        title: 'لافروف يلتقي متقي في موسكو',
        line: '١٢ كانون الثاني ٢٠٢٥',
        text: 'وقالت الوزارة إن الجانبين بحثا التجارة بين البلدين، وأضافت أن الحوار سيستمر خلال الفترة المقبلة.',
        junk: 'اقرأ أيضا: خبر آخر',
      }),
    );
    expect(found).toMatchObject({ isArticle: true, language: 'ar', published: '2025-01-12' });
    expect(found.text).not.toContain('اقرأ أيضا');
  });
});

describe('what else a page says', () => {
  it('comes with the place of each field', () => {
    const found = extract(
      page(
        '<title>Talks in Kabul go on | Kubha News</title><meta property="og:site_name" content="Kubha News"><meta property="article:published_time" content="2025-07-04T05:00:00Z"><meta property="article:modified_time" content="2025-07-05T05:00:00Z"><meta property="og:image" content="/talks.jpg"><meta name="author" content="Anna Author"><link rel="canonical" href="/world/talks-in-kabul">',
        `<h1>Talks in Kabul go on</h1>${paragraphs}`,
      ),
    );
    expect(found.provenance).toEqual({
      title: 'h1',
      authors: 'meta author',
      published: 'meta article:published_time',
      modified: 'meta article:modified_time',
      text: 'text of the page',
      language: 'text',
      canonicalUrl: 'link canonical',
      siteName: 'meta og:site_name',
      image: 'meta og:image',
    });
    expect(found).toMatchObject({ modifiedFrom: 'meta', image: 'https://kubha.example/talks.jpg' });
  });

  it('takes the widest picture of the article where the head names none', () => {
    const found = extract(
      page(
        '',
        `<h1>Talks go on</h1><img src="/logo.png"><img srcset="/s.jpg 320w, /l.jpg 1280w" src="/s.jpg">${paragraphs}`,
      ),
    );
    expect(found.image).toBe('https://kubha.example/l.jpg');
  });

  it('tells the next page of the article from the next article', () => {
    const next = (href: string): string | null =>
      extract(page(`<link rel="next" href="${href}">`, `<h1>Talks go on</h1>${paragraphs}`)).nextPage;
    expect(next('/world/talks-in-kabul?page=2')).toBe('https://kubha.example/world/talks-in-kabul?page=2');
    expect(next('/world/another-story')).toBeNull();
  });

  it('does not take a day of change for the day of publication', () => {
    const found = extract(page('', `<h1>Talks go on</h1><p>Updated on July 5, 2025</p>${paragraphs}`));
    expect(found).toMatchObject({ published: null, modified: '2025-07-05', modifiedFrom: 'text' });
  });

  it('keeps levels of headings, numbered lists and tables of data', () => {
    const { text, blocks } = extract(
      page(
        '',
        `<h1>Talks go on</h1>${paragraphs}<h3>What was agreed between both of them</h3><ol><li>The ministers will meet again in the autumn of the coming year.</li><li>Trade in wheat will be free of duty from the first of May.</li></ol><p>${sentence}</p><table><tr><td>Wheat</td><td>40</td></tr><tr><td>Oil</td><td>70</td></tr><tr><td>Gas</td><td>12</td></tr></table><p>${sentence}${sentence}</p>`,
      ),
    );
    const of = (part: string) => blocks.find(({ start, end }) => text.slice(start, end).includes(part));
    expect(of('What was agreed')).toMatchObject({ kind: 'heading', level: 3 });
    expect(of('Trade in wheat')).toMatchObject({ kind: 'list-item', ordered: true });
    expect(of('Oil')).toMatchObject({ kind: 'table' });
  });

  it('joins the updates of a live blog and says that it is one', () => {
    const update = (n: number): string =>
      `<div class="update"><h2>Update number ${n} from the capital</h2><p>${sentence}${sentence}</p></div>`;
    const found = extract(
      page(
        '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Talks in Kabul, live","coverageStartTime":"2025-07-04T05:00:00Z"}</script>',
        `<h1>Talks in Kabul, live</h1>${[1, 2, 3, 4].map(update).join('')}`,
      ),
    );
    expect(found).toMatchObject({ liveBlog: true, published: '2025-07-04T05:00:00Z' });
    expect(found.text).toMatch(/Update number 1[\s\S]+Update number 4/);
  });
});

describe('pages that are no article', () => {
  const cards = Array.from(
    { length: 20 },
    (_, n) =>
      `<div class="card"><h3><a href="/story-${n}">Story number ${n} of this morning in the capital</a></h3><p>The ministry said that talks number ${n} would go on in the coming week.</p></div>`,
  ).join('');

  it('says so of a front page', () => {
    expect(
      extractArticle({ html: `<html><body>${cards}</body></html>`, url: 'https://kubha.example/', now }),
    ).toMatchObject({ isArticle: false, reason: 'front page of the site' });
  });

  it('says so of a topic index', () => {
    const found = extractArticle({
      html: `<html><body><h1>Kabul</h1>${cards}</body></html>`,
      url: 'https://kubha.example/topic/kabul',
      now,
    });
    expect(found.isArticle).toBe(false);
    expect(found.reason).toBeTruthy();
  });

  it('says so of an error page', () => {
    const found = extract(
      '<html><head><title>404 Not Found</title></head><body><h1>Page not found</h1><p>The page you asked for does not exist any more. Try the search.</p></body></html>',
    );
    expect(found).toMatchObject({ isArticle: false });
    expect(found.reason).toContain('error page');
  });

  it('says so of an empty page', () => {
    expect(extract('')).toMatchObject({ isArticle: false, text: '', reason: 'no article text found' });
  });
});
