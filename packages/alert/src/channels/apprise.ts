import { type AlertMessage, headline } from './alert-message.ts';
import { plainText } from './plain-text.ts';
import { attempt, type Attempt, endpoint, type SendRequest } from './send-request.ts';

const MAX_BYTES = 20_000;

/** Hands the message to an Apprise API: to a configuration that is kept there, or to addresses of our own. */
export function deliverApprise(
  config: {
    readonly server: string;
    readonly key?: string | undefined;
    readonly secret?: string | undefined;
  },
  message: AlertMessage,
  send: SendRequest,
): Promise<Attempt> {
  const body = {
    title: headline(message),
    body: plainText(message, MAX_BYTES),
    type: 'info',
    format: 'text',
  };
  return attempt(
    config.key === undefined
      ? { url: endpoint(config.server, '/notify/'), json: { ...body, urls: config.secret ?? '' } }
      : { url: endpoint(config.server, `/notify/${config.key}`), json: body },
    { send, secret: config.secret },
    {
      // 204: "no configuration found under this key"; 424: some of what it passes on failed, which may pass.
      gone: (status) => {
        if (status === 204 && config.key !== undefined) return 'Apprise has nothing under this key';
        return status === 404 || status === 410 ? 'there is no Apprise API at this address' : undefined;
      },
    },
  );
}
