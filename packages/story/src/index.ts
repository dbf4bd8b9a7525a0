export { chooseStory, COPY_SIMILARITY, type CopyCandidate } from './choose-story.ts';
export { compareTexts } from './compare-texts.ts';
export { compareQuotes, quoteKeys, SAME_QUOTE } from './quote-likeness.ts';
export {
  bandsOf,
  signatureBytes,
  signatureFromBytes,
  signatureOf,
  signatureOfWords,
  similarity,
} from './signature.ts';
