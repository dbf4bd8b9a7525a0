export { readCoverage, sampleArticleCount, sampleSearches } from './coverage.ts';
export { openSampleWeb } from './open-sample-web.ts';
export type { SampleWeb } from './open-sample-web.ts';
export { sampleOutlets } from './sample-outlets.ts';
