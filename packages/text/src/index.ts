export { escapeMarkup } from './escape-markup.ts';
export { foldText, type FoldedText } from './fold.ts';
export { sentences, type Sentence } from './sentences.ts';
export { stemWord } from './stem.ts';
export { tokens, tokenSpans, type Token } from './tokens.ts';
