export {
  chooseStory,
  containment,
  COPY_CONTAINMENT,
  COPY_SIMILARITY,
  type CopyCandidate,
} from './choose-story.ts';
export { compareTexts } from './compare-texts.ts';
export { copyKeys } from './copy-keys.ts';
export { compareQuotes, quoteKeys, SAME_QUOTE } from './quote-likeness.ts';
export {
  bandsOf,
  signatureBytes,
  signatureFromBytes,
  signatureOf,
  signatureOfWords,
  similarity,
} from './signature.ts';
export { type ArticleVersion, type RevisionChange, revisionChanges } from './revision-changes.ts';
