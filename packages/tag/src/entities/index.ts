export { findMentions } from './find-mentions.ts';
export { readField as readWords } from './find-candidates.ts';
export { footnoteSpans } from './footnote-spans.ts';
export { buildMatcher, buildTopicMatcher, type Matcher } from './matcher.ts';
