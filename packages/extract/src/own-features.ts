import { isCredit, isInvitation, isNotice } from './boilerplate-phrases.ts';
import { countCharacters } from './character-classes.ts';
import { flag, log } from './feature-numbers.ts';
import type { PageBlock } from './page-blocks.ts';

/** What the rest of the page says about the article, as witnesses for its blocks. */
export interface Witnesses {
  readonly titles: readonly string[];
  readonly description: string | null;
  readonly authors: readonly string[];
  readonly articleBody: string | null;
}

/** Columns of `ownFeatures`. */
export const OWN_FEATURES = [
  'logChars',
  'logWords',
  'linkShare',
  'links',
  'boldShare',
  'ends',
  'endsColon',
  'sentences',
  'commas',
  'digits',
  'upper',
  'startsLower',
  'separators',
  'address',
  'invitation',
  'credit',
  'notice',
  'dateLike',
  'isTitle',
  'titleOverlap',
  'isDescription',
  'isAuthor',
  'inArticleBody',
  'repeated',
  'hidden',
] as const;

const DATE_LIKE =
  /\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(19|20)\d\d\b|\d{1,2}:\d\d|[۰-۹٠-٩]{1,2}:[۰-۹٠-٩]{2}|(13|14)\d\d|[۱١][۳۴٣٤][۰-۹٠-٩]{2}/;
const PARAGRAPH_CHARS = 120;

/** What the neighbours of a block look at. */
export interface Shared {
  readonly linkShare: number;
  readonly ends: number;
  readonly invitation: number;
  readonly heading: number;
  readonly long: boolean;
}

/** The witnesses, folded for comparison. */
export interface Bare {
  readonly titles: ReadonlySet<string>;
  readonly titleWords: ReadonlySet<string>;
  readonly description: string;
  readonly authors: readonly string[];
  readonly articleBody: string;
  readonly frequency: ReadonlyMap<string, number>;
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** What a block says of itself at a glance. */
export function sharedFeatures({ text, linkChars, node }: PageBlock): Shared {
  const linkShare = linkChars / Math.max(1, text.length);
  return {
    linkShare,
    ends: flag(/[.!?…؟۔。！？:]["”»’)\]]*$/.test(text.slice(-12))),
    invitation: flag(isInvitation(text)),
    heading: flag(/^h[1-6]$/.test(node.tag)),
    long: text.length >= PARAGRAPH_CHARS && linkShare < 0.5,
  };
}

/** What a block says of itself, in the columns of OWN_FEATURES. */
export function ownFeatures(block: PageBlock, shared: Shared, bare: Bare): number[] {
  const { text } = block;
  const { linkShare, ends, invitation } = shared;
  const key = block.bare;
  const words = wordsOf(text);
  const counts = countCharacters(text);
  const overlap =
    words.length === 0 ? 0 : words.filter((word) => bare.titleWords.has(word)).length / words.length;
  const author = bare.authors.some((name) => key.includes(name) && key.length < name.length + 40);
  const inBody =
    bare.articleBody !== '' &&
    key.length > 3 &&
    bare.articleBody.includes(key.length > 200 ? key.slice(0, 200) : key);
  return [
    log(text.length),
    log(words.length),
    linkShare,
    Math.min(block.links, 20),
    block.boldChars / Math.max(1, text.length),
    ends,
    flag(/[:：]$/.test(text)),
    Math.min(20, counts.sentences),
    Math.min(30, counts.commas),
    counts.numbers / text.length,
    counts.upper / Math.max(1, counts.letters),
    flag(/^\p{Ll}/u.test(text)),
    flag(/[|•·»›→▶]/.test(text)),
    flag(/@[\w-]+\.|https?:|www\.|^@\w/.test(text)),
    invitation,
    flag(isCredit(text)),
    flag(isNotice(text)),
    flag(text.length < 120 && DATE_LIKE.test(text)),
    flag(bare.titles.has(key)),
    overlap,
    flag(
      key.length > 20 &&
        (bare.description.startsWith(key) ||
          (bare.description.length > 40 && key.startsWith(bare.description))),
    ),
    flag(author),
    flag(inBody),
    Math.min(5, bare.frequency.get(key) ?? 1),
    flag(block.node.hidden),
  ];
}
