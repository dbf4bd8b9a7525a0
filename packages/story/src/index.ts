export { chooseStory, COPY_SIMILARITY, type CopyCandidate } from './choose-story.ts';
export { compareTexts } from './compare-texts.ts';
export {
  bandsOf,
  signatureBytes,
  signatureFromBytes,
  signatureOf,
  signatureOfWords,
  similarity,
} from './signature.ts';
