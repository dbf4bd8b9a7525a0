import type { Extraction } from '@khabar/article';

import { EXTRACT_VERSION } from './version.ts';

/** What is said of a page of which nothing could be read, and why. */
export function emptyExtraction(reason: string): Extraction {
  return {
    isArticle: false,
    reason,
    title: null,
    authors: [],
    published: null,
    publishedFrom: 'none',
    publishedConfidence: 0,
    modified: null,
    text: '',
    blocks: [],
    language: 'und',
    languageConfidence: 0,
    canonicalUrl: null,
    siteName: null,
    datelinePlace: null,
    image: null,
    section: null,
    tags: [],
    paywalled: false,
    nextPage: null,
    method: 'none',
    confidence: 0,
    version: EXTRACT_VERSION,
  };
}
