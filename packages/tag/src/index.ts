export { buildMatcher, findMentions, footnoteSpans, type Matcher } from './entities/index.ts';
export {
  combineStances,
  decideLabel,
  labelTowards,
  likeliest,
  newNames,
  openLearnedReader,
  readArticle,
  type ArticleReading,
  type Combining,
  type HolderAndTarget,
  type LearnedName,
  type LearnedOpinion,
  type LearnedReader,
  type LearnedReaderOptions,
  type LearnedStance,
  type ProposedName,
  type ReadArticleOptions,
  type SentenceReading,
  type SentenceToRead,
  type SentenceVector,
  type Sides,
} from './learned/index.ts';
export { describeNames, type FoundName, proposeNames, soundOf } from './proposed/index.ts';
export { openTagger, type TaggableArticle, type Tagger } from './tag-article.ts';
