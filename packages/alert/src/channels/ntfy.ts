import { type AlertMessage, headline } from './alert-message.ts';
import { plainText } from './plain-text.ts';
import { attempt, type Attempt, endpoint, type SendRequest } from './send-request.ts';

/** A longer message becomes an attachment. */
const MAX_BYTES = 4000;

/** Publishes as JSON, which takes a title in any script, unlike the headers. */
export function deliverNtfy(
  config: { readonly server: string; readonly topic: string; readonly secret?: string | undefined },
  message: AlertMessage,
  send: SendRequest,
): Promise<Attempt> {
  return attempt(
    {
      url: endpoint(config.server, '/'),
      ...(config.secret === undefined ? {} : { token: config.secret }),
      json: {
        topic: config.topic,
        title: headline(message),
        message: plainText(message, MAX_BYTES),
        click: message.alert.url,
        tags: ['newspaper'],
      },
    },
    { send, secret: config.secret },
    {
      gone: (status) => {
        if (status === 401 || status === 403) return 'the topic does not take messages with this token';
        return status === 404 || status === 410 ? 'there is no ntfy at this address' : undefined;
      },
    },
  );
}
