import type { ChannelConfig } from '@khabar/article';

import { deliverWebhook, type DeliveryResult } from '../webhook.ts';
import type { AlertMessage } from './alert-message.ts';
import { deliverApprise } from './apprise.ts';
import { letterOf, type Mailer } from './email.ts';
import { deliverMatrix } from './matrix.ts';
import { deliverNtfy } from './ntfy.ts';
import { type Attempt, type SendRequest, withoutSecret } from './send-request.ts';
import { deliverSlack } from './slack.ts';
import { deliverTelegram } from './telegram.ts';

export interface DeliverDeps {
  readonly send: SendRequest;
  readonly now: () => Date;
  /** null: no SMTP server is set. */
  readonly mailer: Mailer | null;
  /** Address at which this person ends these letters. */
  readonly unsubscribeUrl: (to: string) => string;
  /** Who of an e-mail channel has the letter already, or wants none. */
  readonly passedOver: ReadonlySet<string>;
  /** Told after each letter that was taken, so that a later try does not send it again. */
  readonly onTaken: (to: string) => Promise<void>;
}

const SHOWN_REPLY = 500;

/** One try of one message over one channel, whose secrets are open. Never throws for what the other side does. */
export function deliverTo(config: ChannelConfig, message: AlertMessage, deps: DeliverDeps): Promise<Attempt> {
  switch (config.kind) {
    case 'feed':
      return Promise.resolve({
        result: { kind: 'delivered', status: 'read as a feed' },
        sent: '',
        reply: '',
        status: null,
      });
    case 'webhook':
      return webhook(config, message, deps);
    case 'email':
      return email(config.to, message, deps);
    case 'slack':
      return deliverSlack(config.secret, message, deps.send);
    case 'telegram':
      return deliverTelegram(config, message, deps.send);
    case 'matrix':
      return deliverMatrix(config, message, deps.send);
    case 'ntfy':
      return deliverNtfy(config, message, deps.send);
    case 'apprise':
      return deliverApprise(config, message, deps.send);
  }
}

async function webhook(
  config: { readonly url: string; readonly secret: string },
  message: AlertMessage,
  deps: DeliverDeps,
): Promise<Attempt> {
  let sent = '';
  let reply = '';
  let status: number | null = null;
  const result = await deliverWebhook(config, message, {
    now: deps.now,
    post: async (url, body, headers) => {
      sent = body;
      const answer = await deps.send({ url, method: 'POST', headers, body });
      if ('failed' in answer) return answer;
      reply = withoutSecret(answer.text, config.secret).slice(0, SHOWN_REPLY);
      status = answer.status;
      return answer;
    },
  });
  return { result, sent, reply, status };
}

async function email(to: readonly string[], message: AlertMessage, deps: DeliverDeps): Promise<Attempt> {
  const { mailer } = deps;
  if (mailer === null)
    return {
      result: { kind: 'retry', status: 'no SMTP server is set (KHABAR_SMTP_URL)' },
      sent: '',
      reply: '',
      status: null,
    };
  const people = to.filter((person) => !deps.passedOver.has(person));
  const replies: string[] = [];
  let later: string | null = null;
  let refused = 0;
  let sent = '';
  let status: number | null = null;
  for (const person of people) {
    const letter = letterOf(message, { to: person, unsubscribeUrl: deps.unsubscribeUrl(person) });
    // The address that ends the letters is a person's own; the log shows the letter without it.
    sent = letter.text.replaceAll(letter.unsubscribeUrl, '***');
    const outcome = await mailer.send(letter);
    replies.push(`${person}: ${outcome.reply}`);
    switch (outcome.kind) {
      case 'sent':
        status = 250;
        await deps.onTaken(person);
        break;
      case 'later':
        status = outcome.code;
        later = outcome.reply;
        break;
      case 'refused':
        status = outcome.code;
        refused += 1;
        break;
    }
    // A server that is down is down for the next person too.
    if (later !== null && status === null) break;
  }
  return {
    result: mailResult(people.length, { later, refused, replies }),
    sent,
    reply: replies.join('\n').slice(0, SHOWN_REPLY),
    status,
  };
}

function mailResult(
  people: number,
  letters: { readonly later: string | null; readonly refused: number; readonly replies: readonly string[] },
): DeliveryResult {
  if (people === 0) return { kind: 'delivered', status: 'nobody is left to write to' };
  if (letters.later !== null) return { kind: 'retry', status: letters.later };
  if (letters.refused === people)
    return {
      kind: 'disabled',
      status: `every address was refused: ${letters.replies[0] ?? ''}`.slice(0, 300),
    };
  return {
    kind: 'delivered',
    status:
      letters.refused === 0
        ? `250: ${people} sent`
        : `250: ${people - letters.refused} sent, ${letters.refused} refused`,
  };
}
