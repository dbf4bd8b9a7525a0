import { typesOf } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';
import type { Selection } from './select-blocks.ts';

const ERROR_TITLE =
  /\b(?:404|403|500|502|503)\b|not found|page (?:not|cannot|can't|doesn't|no longer)|access denied|forbidden|just a moment|attention required|are you (?:a )?(?:human|robot)|captcha|не найден[ао]?|страница (?:не|удалена)|доступ (?:запрещ|огранич)|ошибка|یافت نشد|پیدا نشد|دسترسی|خطا|غير موجودة?|لم يتم العثور|خطأ|ونه موندل|نشته|seite nicht gefunden|page introuvable|sayfa bulunamadı/iu;
const LIST_TYPES =
  /^(?:CollectionPage|ItemList|SearchResultsPage|ImageGallery|ProfilePage|ContactPage|AboutPage)$/;
const ARTICLE_TYPES = /(?:Article|BlogPosting|Reportage|LiveBlogPosting)$/;
const LIST_PATH =
  /^\/(?:[a-z]{2}\/)?(?:tags?|topics?|categor(?:y|ies)|sections?|search|author|authors|archive|gallery|galleries|photos?|feed)(?:\/[^/]*){0,2}\/?$/i;
const FRONT_PATH = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/?)?(?:index\.\w+|home\/?)?$/i;

const MIN_CHARS = 200;
const ENOUGH_CHARS = 600;

export type Verdict = { readonly isArticle: true } | { readonly isArticle: false; readonly reason: string };

const no = (reason: string): Verdict => ({ isArticle: false, reason });

/** Whether a page is an article, or a front page, topic index, gallery or error page; with the reason. */
export function judgePage(page: {
  metadata: Metadata;
  selection: Selection;
  text: string;
  title: string | null;
  url: string;
}): Verdict {
  const { metadata, selection, text, title, url } = page;
  const path = URL.parse(url)?.pathname ?? '';
  const types = metadata.jsonLd.flatMap(typesOf);
  const saysArticle =
    metadata.article !== null && typesOf(metadata.article).some((type) => ARTICLE_TYPES.test(type));
  const openGraph = metadata.meta('og:type')?.toLowerCase() ?? '';
  const hasDate =
    saysArticle ||
    metadata.meta('article:published_time', 'parsely-pub-date', 'datepublished', 'pubdate') !== null;
  if (ERROR_TITLE.test(title ?? '') && text.length < 1_500 && !hasDate)
    return no(`error page: ${title ?? ''}`);
  const isFront = FRONT_PATH.test(path) && URL.parse(url)?.search === '';
  if (isFront && !saysArticle) return no('front page of the site');
  if (text.length === 0) return no('no article text found');
  const isList = types.some((type) => LIST_TYPES.test(type)) || (LIST_PATH.test(path) && !saysArticle);
  const { kept } = selection;
  const linkChars = kept.reduce((sum, { block }) => sum + block.linkChars, 0);
  const paragraphs = kept.filter(
    ({ block }) => block.text.length > 100 && block.linkChars < block.text.length * 0.3,
  );
  if (isList && !saysArticle && paragraphs.length < 6) return no('list of articles');
  if (saysArticle || /article|news/.test(openGraph))
    return text.length >= MIN_CHARS || paragraphs.length > 0
      ? { isArticle: true }
      : no(`only ${text.length} letters of text, fewer than ${MIN_CHARS}`);
  if (scattered(selection)) return no('teasers of many articles, no text of one');
  if (linkChars > text.length * 0.4) return no('most of the text is links');
  if (hasDate && text.length >= MIN_CHARS) return { isArticle: true };
  if (text.length < ENOUGH_CHARS && (paragraphs.length === 0 || text.length < MIN_CHARS))
    return no(`only ${text.length} letters of text, fewer than ${MIN_CHARS}`);
  return { isArticle: true };
}

/** Front pages keep a few sentences of each of many cards: as many parents as paragraphs, each with its link. */
function scattered({ kept }: Selection): boolean {
  const long = kept.filter(({ block }) => block.text.length > 60);
  if (long.length < 4) return false;
  const homes = new Set(long.map(({ block }) => (block.node.tag === 'p' ? block.node.parent : block.node)));
  const short = long.filter(({ block }) => block.text.length < 250).length;
  return (
    homes.size > long.length * 0.8 &&
    short > long.length * 0.6 &&
    new Set(long.map(({ block }) => block.node.parent?.parent)).size > long.length * 0.5
  );
}
