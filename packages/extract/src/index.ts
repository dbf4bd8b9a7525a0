export { detectLanguage, type DetectedLanguage } from './detect-language.ts';
export { extractArticle, type ExtractInput } from './extract-article.ts';
export { extractPlainText, type PlainTextOptions } from './extract-plain-text.ts';
export { PAGE_LIMITS } from './parse-page.ts';
export type { PublishedOptions, PublishedReading } from './published-reading.ts';
export { readPublished } from './read-published.ts';
export { EXTRACT_VERSION } from './version.ts';
