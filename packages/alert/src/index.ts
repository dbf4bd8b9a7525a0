export { type FindMatching, mayMatch, sweep, type SweptArticle, type SweptRule } from './sweep.ts';
export {
  deliverWebhook,
  type DeliveryResult,
  MAX_ARTICLES,
  type Post,
  RETRY_SCHEDULE_MS,
  retryAfter,
  type WebhookArticle,
  type WebhookMessage,
  webhookRequest,
} from './webhook.ts';
