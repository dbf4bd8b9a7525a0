export { buildMatcher, findMentions, footnoteSpans, type Matcher } from './entities/index.ts';
export { openTagger, type TaggableArticle, type Tagger } from './tag-article.ts';
