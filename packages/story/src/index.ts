export { chooseStory, COPY_SIMILARITY, type CopyCandidate } from './choose-story.ts';
export { compareTexts } from './compare-texts.ts';
export { bandsOf, signatureBytes, signatureFromBytes, signatureOf, similarity } from './signature.ts';
