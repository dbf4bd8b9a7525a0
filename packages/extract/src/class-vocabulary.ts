/**
 * What authors of pages call the parts of a page, in `class`, `id`, `itemprop` and `role`.
 * The position of a group is its bit in a mask and its place among the model's features: append only, then train again.
 */
const GROUPS = [
  [
    'body',
    /articlebody|bodytext|fulltext|main-?content|wysiwyg|rich-?text|\bprose\b|(article|story|post|entry|news|content|page|detail|single|blog)[-_]*(body|content|text|main|copy|inner|full|paragraph)|\b(content|story|article|entry|text|post)\b|tekst|inhalt/,
  ],
  [
    'comment',
    /(?<!has-|no-|with-)comments?(?!-(open|closed|count|enabled|disabled))|disqus|discuss|repl(y|ies)|responses|kommentar|\bugc\b/,
  ],
  [
    'related',
    /relat|recommend|recirc|more-?(from|on|stories|news)|read-?(more|also|next|on)|also|similar|popular|trending|most-?(read|view)|latest|outbrain|taboola|zergnet|next-?(article|post)|previous|sibling|further|lightbox-link|onward/,
  ],
  ['share', /shar(e|ing)|social|facebook|twitter|whatsapp|telegram|follow|toolbar|addthis|ya-share/],
  ['nav', /\bnav|-nav|menu|crumb|pagin|pager|\btabs?\b|\bskip|sitemap|navigation/],
  ['footer', /foot(?!age)|copyright|colophon|legal|imprint|bottom/],
  ['header', /header|masthead|top-?bar|banner|logo/],
  ['sidebar', /sidebar|\baside|\bside[-_]|rail\b|right-?col|widget|secondary|complementary/],
  [
    'promo',
    /newsletter|subscri|sign-?up|paywall|premium|register|log-?in|regwall|offer|donat|support|membership|\babo\b|app-?(download|promo)|\bcta\b|call-to-action|promo|marketing|campaign|popup|modal|overlay|dialog/,
  ],
  [
    'advert',
    /\bads?\b|\bads?[-_]|[-_]ads?\b|advert|sponsor|\bdfp|\bgpt|commercial|affiliat|partner|anzeige|reklam|werbung/,
  ],
  ['consent', /cookie|consent|gdpr|privacy|\bcmp/],
  ['media', /photo|image|\bimg|figure|galler|media|slide|carousel|video|player|audio|podcast|embed|picture/],
  ['caption', /caption|credit|\bcopyright\b|photograph|legend|bildunter/],
  ['author', /author|byline|writer|contributor|\bbio\b|reporter|journalist|autor|profile/],
  ['date', /date|\btime|publish|posted|updated|stamp/],
  ['meta', /meta|\binfo|details|eyebrow|kicker|categor|section-?(label|name)|\blabel|rubric/],
  ['tags', /tags?\b|topic|keyword|hashtag/],
  ['title', /title|headline|heading|\bhed\b/],
  [
    'lead',
    /\blead|lede|standfirst|summary|intro|deck|\bdek\b|sub-?title|sub-?head|excerpt|abstract|announce|anons|strap|description|vorspann|chapo|preview|teaser/,
  ],
  ['box', /info-?box|fact|\bbox|inset|highlight|key-?points|panel|call-?out|\bnote|disclaimer/],
  ['quote', /quote/],
  ['contents', /\btoc\b|table-of-contents|jump/],
  ['hidden', /hidden|\bhide|sr-only|visually|screen-reader|invisible|d-none|print/],
  ['list', /list|item|grid|card|feed|stream|archive|result|river/],
] as const satisfies readonly (readonly [string, RegExp])[];

export const VOCABULARY_GROUPS: readonly string[] = GROUPS.map(([name]) => name);

/** Bit of a vocabulary group in the masks of this module. */
export function groupBit(name: (typeof GROUPS)[number][0]): number {
  return 1 << VOCABULARY_GROUPS.indexOf(name);
}

// Page builders write endless class lists; what tells anything stands in front.
const MAX_NAME_CHARS = 300;
const MAX_DISTINCT = 5_000;

/** Mask of the groups whose words occur in an element's names, remembered in `seen` for the length of a page. */
export function vocabularyMask(names: string, seen: Map<string, number>): number {
  if (names === '') return 0;
  const known = seen.get(names);
  if (known !== undefined) return known;
  // A page with more names than this makes them up: they tell nothing, and two dozen patterns are tried on each.
  if (seen.size > MAX_DISTINCT) return 0;
  const folded = names
    .slice(0, MAX_NAME_CHARS)
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll('_', '-');
  const mask = GROUPS.reduce(
    (bits, [, pattern], bit) => (pattern.test(folded) ? bits | (1 << bit) : bits),
    0,
  );
  seen.set(names, mask);
  return mask;
}
