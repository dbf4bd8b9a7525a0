export { decideAlerts, type UndecidedAlert } from './decide-alerts.ts';
export { sendTime, type SendTime } from './send-time.ts';
export {
  type FindMatching,
  mayMatch,
  type SweepDeps,
  sweep,
  type SweptArticle,
  type SweptRule,
} from './sweep.ts';
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
export type { AlertMessage, MessageArticle } from './channels/alert-message.ts';
export { deliverTo, type DeliverDeps } from './channels/deliver-to.ts';
export { type Mailer, openMailer } from './channels/email.ts';
export type { Attempt, ChannelAnswer, ChannelRequest, SendRequest } from './channels/send-request.ts';
