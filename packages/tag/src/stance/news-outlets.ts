import type { Quote } from '@khabar/article';

import newsOutlets from '../../data/news-outlets.json' with { type: 'json' };

const NEWS_OUTLETS: ReadonlySet<string> = new Set(newsOutlets);

/** "TASS reported", «напоминает Reuters»: who only passes on what somebody said takes no stance. */
export function withoutReporter(quote: Quote): Quote {
  return quote.speakerId !== null && NEWS_OUTLETS.has(quote.speakerId)
    ? { ...quote, speakerId: null }
    : quote;
}
