export {
  openLearnedReader,
  type HolderAndTarget,
  type LearnedReader,
  type LearnedReaderOptions,
  type SentenceReading,
  type SentenceToRead,
  type Sides,
} from './open-learned-reader.ts';
export type { LearnedName } from './name-tagger.ts';
export {
  readArticle,
  type ArticleReading,
  type LearnedOpinion,
  type LearnedStance,
  type ProposedName,
  type ReadArticleOptions,
  type SentenceVector,
} from './read-article.ts';
export { combineStances, type Combining } from './combine-stances.ts';
export { decideLabel, likeliest } from './decide-label.ts';
export { labelTowards } from './label-towards.ts';
export { newNames } from './new-names.ts';
