import type { CheerioAPI } from 'cheerio';

import { isJsonObject, listOf, textOf, typesOf } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';
import { bareText, decodeEntities, tidyText } from './tidy-text.ts';

const BY =
  /^(?:(?:written|reported|reviewed|posted|story|words|text|article|analysis|opinion)\s+by|by|von|par|por|di|av|af|door|od|yazan|autora?|автор(?:ы|ка)?|авторы|текст|фото|беседовал[аи]?|подготовил[аи]?|كتبت?|بقلم|تحرير|إعداد|نویسنده|نویسندگان|گزارشگر|خبرنگار|به قلم|نوشته|ليکوال|لیکوال|مصنف|تحریر)(?:\s*[:：]\s*|\s+|$)/iu;
const SPLIT = /\s*(?:;|,|\||•|·|\/|\n|،|、)\s*|\s+(?:and|und|et|y|e|og|och|en|и|та|و|او|اور|&|with|mit)\s+/iu;
const NOT_A_NAME =
  /https?:|www\.|@|\.(?:com|org|net|ru|ir|af|de)\b|\d{2}|^(?:admin|administrator|editor(?:ial)?|staff|desk|newsroom|redaktion|redaction|redacción|redação|redazione|редакци|администратор|author|автор|guest|anonymous|unknown|none|null|undefined|user|webmaster|web ?desk|news ?desk|agencies|agency|team|online|تحریریه|تحریر|مدیر|ادمین|ادارہ|وکالات|المحرر|محرر)\b|\b(?:staff|editors?|editorial|newsroom|news service|news agency|desk|redaktion|team|inc|ltd|gmbh|press release|photo|getty|shutterstock)\b/iu;
/** Bodies that sign articles but are nobody. */
const ORGANISATION =
  /ministerium|agentur|\b(?:presse|press|news|blog|magazine?|agency|university|institute?|foundation|department|committee|group|network|association|center|centre|council|society|verlag|e\.?v|marketing|sekretariat|redaktion)\b|\bdeutsches? \p{Lu}|редакц|агентств|ведомости|новости|комсомолец|газета|правда|канал|خبرگزاری|روزنامه|شبکه|آژانس|سایت|دفتر|گروه|آخرین|صحيفة|وكالة|قناة|شبكة|موقع|جريدة|آژانس/iu;
const AGENCY =
  /^(?:reuters|ap|afp|dpa|epa|itar|tass|тасс|риа(?: новости)?|интерфакс|associated press|the associated press|press association|agence france.presse|bloomberg|ansa|efe|apa|sid|kna|epd|رويترز|أ ?ف ?ب|ایسنا|ایرنا|تسنیم|فارس|وكالات)$/iu;
const ROLE =
  /\s*(?:,|–|—|-|\||\()\s*(?:[\p{L} ]{0,30}\b)?(?:correspondent|reporter|editor|writer|columnist|contributor|analyst|journalist|корреспондент|обозреватель|журналист|خبرنگار|محرر|مراسل)\b.*$/iu;
const MAX_AUTHORS = 40;
const DEGREE =
  /^(?:ph\.?d\.?|m\.?d\.?|dr\.?|prof\.?|mba|msc|m\.?sc\.?|b\.?a\.?|m\.?a\.?|r\.?n\.?|jr\.?|esq\.?)$/iu;

/** Names of the people who wrote the article, as printed; empty where the page names none. Organisations are no authors. */
export function readAuthors($: CheerioAPI, metadata: Metadata, nearTitle: readonly string[]): string[] {
  const site = siteNames(metadata);
  const accept = (raw: readonly string[]): string[] => {
    const names = raw.flatMap(namesIn).filter((name) => !isSite(name, site) && !ORGANISATION.test(name));
    const unique = new Map(names.map((name) => [bareText(name), name]));
    return [...unique.values()].slice(0, MAX_AUTHORS);
  };
  const sources = [
    () => fromJsonLd(metadata),
    () => fromMeta(metadata),
    () => fromMicrodata($),
    () => fromByline($),
    () => nearTitle.filter((text) => BY.test(text) && text.length < 90).slice(0, 1),
    () => fromAuthorLinks($),
  ];
  for (const source of sources) {
    const names = accept(source());
    if (names.length > 0) return names;
  }
  return [];
}

/** "Sputnik" signs for sputniknews.example as much as its full name does. */
function isSite(name: string, site: ReadonlySet<string>): boolean {
  const bare = bareText(name);
  if (site.has(bare)) return true;
  // Two words that begin the host's name are a person with a site of her own.
  return !name.includes(' ') && bare.length >= 5 && [...site].some((known) => known.startsWith(bare));
}

/** Names under which the site itself would sign. */
function siteNames(metadata: Metadata): Set<string> {
  const host = (URL.parse(metadata.canonicalUrl ?? metadata.baseUrl)?.hostname ?? '').replace(/^www\./, '');
  const organisations = metadata.jsonLd
    .filter((node) => typesOf(node).some((type) => /Organization|WebSite/.test(type)))
    .map((node) => textOf(node['name']));
  return new Set(
    [
      metadata.siteName,
      textOf(metadata.article?.['publisher']),
      host,
      host.split('.')[0],
      host.split('.').at(-2),
      ...organisations,
    ].map((name) => bareText(name ?? '')),
  );
}

function fromJsonLd(metadata: Metadata): string[] {
  const byId = new Map(metadata.jsonLd.map((node) => [node['@id'], node]));
  return listOf(metadata.article?.['author'] ?? metadata.article?.['creator']).flatMap((author) => {
    if (typeof author === 'string') return [author];
    if (!isJsonObject(author)) return [];
    const node = author['name'] === undefined ? (byId.get(author['@id']) ?? author) : author;
    if (typesOf(node).some((type) => /Organization|Corporation|WebSite/.test(type))) return [];
    return listOf(node['name']).filter((name) => typeof name === 'string');
  });
}

function fromMeta({ meta, metaAll }: Metadata): string[] {
  // WordPress: the label of the card says that its data is the author.
  if (
    /written|verfasst|geschrieben|escrit|écrit|scritto|автор|написано|نوشته|كتب|yazan/i.test(
      meta('twitter:label1') ?? '',
    )
  ) {
    const card = metaAll('twitter:data1').slice(0, 1);
    if (card.some((name) => namesIn(name).length > 0)) return card;
  }
  const groups = [
    'parsely-author',
    'sailthru.author',
    'cxenseparse:author',
    'article:author',
    'author',
    'dc.creator',
    'dcterms.creator',
    'byl',
    'og:article:author',
    'citation_author',
    'mediator_author',
  ];
  return (
    groups
      .map(metaAll)
      .find((names) => names.some((name) => namesIn(name).length > 0))
      ?.slice() ?? []
  );
}

function fromMicrodata($: CheerioAPI): string[] {
  return $('[itemprop~="author"]')
    .toArray()
    .slice(0, MAX_AUTHORS)
    .filter(
      (element) =>
        $(element).closest(
          'figure, [itemprop*="comment" i], [itemtype*="Comment" i], [itemtype*="ImageObject"]',
        ).length === 0,
    )
    .map((element) => {
      const name = $(element).find('[itemprop~="name"]').first();
      return name.length > 0
        ? (name.attr('content') ?? name.text())
        : ($(element).attr('content') ?? $(element).text());
    });
}

const OUTSIDE =
  'aside, footer, nav, figure, [class*="comment" i], [class*="related" i], [class*="sidebar" i], [class*="teaser" i], [class*="popular" i], [class*="recommend" i]';

const BYLINE_PLACES = [
  'a[rel~="author"]',
  '[class*="author-name" i], [class*="author_name" i], [class*="authorname" i], [class*="byline-name" i], [class*="byline__name" i]',
  '[class*="byline" i] a, [class*="author" i] a[href*="author" i]',
  'byline, [data-testid*="byline" i], [class*="byline" i]',
  '[class~="author" i], [id="author" i], [class*="article-author" i], [class*="article__author" i], [class*="post-author" i], [class*="entry-author" i]',
];

function fromByline($: CheerioAPI): string[] {
  for (const selector of BYLINE_PLACES) {
    const texts = $(selector)
      .toArray()
      .slice(0, 30)
      .filter((element) => $(element).closest(OUTSIDE).length === 0)
      .map((element) => tidyText($(element).text()))
      .filter((text) => text.length > 3 && text.length < 120 && namesIn(text).length > 0);
    // More than three on a page are those of its teasers.
    const first = texts[0];
    if (first !== undefined && new Set(texts).size <= 3) return [...new Set(texts)];
    if (first !== undefined) return [first];
  }
  return [];
}

const AUTHOR_LINK =
  'a[href*="/author/" i], a[href*="/authors/" i], a[href*="/autor/" i], a[href*="/auteur/" i], a[href*="/avtor" i], a[href*="/journalist/" i], a[href*="/profile/" i], a[href*="/writer/" i]';

/** Links to pages of authors, where they name no more than a few people: more are those of teasers. */
function fromAuthorLinks($: CheerioAPI): string[] {
  const names = $(AUTHOR_LINK)
    .toArray()
    .slice(0, 60)
    .filter((element) => $(element).closest(OUTSIDE).length === 0)
    .map((element) => tidyText($(element).text()))
    .filter((text) => text.length < 60 && namesIn(text).length > 0);
  const unique = [...new Set(names)];
  return unique.length <= 2 ? unique : [];
}

/** The names in a byline: "By A. Author and B. Writer, Kabul" -> both names. */
export function namesIn(raw: string): string[] {
  const text = tidyText(decodeEntities(raw).replaceAll(/<[^>]{1,200}>/g, ' '));
  if (text.length > 1_500 || /^(?:https?:)?\/\/|^www\./i.test(text)) return [];
  return text
    .replace(BY, '')
    .replace(ROLE, '')
    .replace(/\s+(?:in|für|for)\s+\p{Lu}.*$/u, '')
    .split(SPLIT)
    .map((name) =>
      name
        .replace(BY, '')
        .replaceAll(/^[\s:.\-–—]+|[\s:\-–—]+$/gu, '')
        .replaceAll(/\s*\([^)]{0,40}\)/g, '')
        .replace(/\s+[-–—]\s+.*$/u, ''),
    )
    .flatMap((name) => name.split(/\s+و(?=[أإ])/u))
    .filter((name) => isPersonName(name));
}

const WEEKDAY =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|publisher|politik|culture|sport|world|opinion)$/iu;

function isPersonName(name: string): boolean {
  const words = name.split(' ').length;
  if (name.length < 3 || name.length > 50 || words > 5) return false;
  if (NOT_A_NAME.test(name) || AGENCY.test(name) || DEGREE.test(name) || WEEKDAY.test(name)) return false;
  return /\p{L}{2}/u.test(name) && !/[.!?]$/.test(name.replace(/\b(?:jr|sr|\p{L})\.$/iu, ''));
}
