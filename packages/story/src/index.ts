export {
  chooseStory,
  containment,
  COPY_CONTAINMENT,
  COPY_SIMILARITY,
  type CopyCandidate,
} from './choose-story.ts';
export { compareTexts } from './compare-texts.ts';
export { copyKeys } from './copy-keys.ts';
export { creditedAgency } from './credited-agency.ts';
export { compareQuotes, quoteKeys, SAME_QUOTE } from './quote-likeness.ts';
export {
  bandsOf,
  signatureBytes,
  signatureFromBytes,
  signatureOf,
  signatureOfWords,
  similarity,
} from './signature.ts';
export {
  type ArticleVersion,
  REVISION_CHANGES,
  type RevisionChange,
  revisionChanges,
} from './revision-changes.ts';
export { chooseEvent, EVENT_WINDOW_MS, type EventCandidate } from './event/choose-event.ts';
export { bCubed, pairScores } from './event/clustering-scores.ts';
export { type EventFeatures, eventFeatures, type ReportedArticle } from './event/event-features.ts';
export { entityKey, eventKeys } from './event/event-keys.ts';
export { MOST_COMPARED, MOST_COUNTED, MOST_OF_KEY, openMemoryEvents } from './event/memory-events.ts';
export { type GoldArticle, readGold } from './event/read-gold.ts';
export { type EntityFrequency, type EventEvidence, eventEvidence, sameEvent } from './event/same-event.ts';
