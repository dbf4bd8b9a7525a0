import { createTransport, type Transporter } from 'nodemailer';

import { type AlertMessage, headline, oneLine } from './alert-message.ts';
import { mailHtml } from './html-text.ts';
import { plainText } from './plain-text.ts';

const TIMEOUT_MS = 20_000;
const TEXT_BYTES = 60_000;

/** What happened with the letter to one person. */
export type MailOutcome =
  | { readonly kind: 'sent'; readonly reply: string }
  | { readonly kind: 'later'; readonly reply: string; readonly code: number | null }
  /** The server says that it will never take it (5xx for this person). */
  | { readonly kind: 'refused'; readonly reply: string; readonly code: number };

/** Opened by an app with the address of the SMTP server. */
export interface Mailer {
  readonly send: (letter: Letter) => Promise<MailOutcome>;
  close(): void;
}

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly unsubscribeUrl: string;
  readonly date: Date;
}

/**
 * `smtp://user:password@host:port` or `smtps://`. STARTTLS is used where it is offered; certificates are checked.
 * Never throws for what the server does.
 */
export function openMailer(smtpUrl: string, from: string): Mailer {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const transport: Transporter = createTransport({
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const password = decodeURIComponent(url.password);
  return {
    async send(letter) {
      try {
        const { response } = await transport.sendMail({
          from: { name: 'Khabar', address: from },
          to: { name: '', address: letter.to },
          // Said outright, so that nothing a header holds can add a recipient.
          envelope: { from, to: [letter.to] },
          subject: oneLine(letter.subject, 200),
          text: letter.text,
          html: letter.html,
          messageId: letter.messageId,
          date: letter.date,
          headers: {
            'List-Unsubscribe': `<${letter.unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            'Auto-Submitted': 'auto-generated',
          },
        });
        return { kind: 'sent', reply: String(response) };
      } catch (error) {
        return outcomeOf(error, password);
      }
    },
    close: () => transport.close(),
  };
}

function outcomeOf(error: unknown, password: string): MailOutcome {
  const message = error instanceof Error ? error.message : String(error);
  const reply = (password === '' ? message : message.replaceAll(password, '***')).slice(0, 500);
  const code =
    error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
      ? error.responseCode
      : null;
  const command = error instanceof Error && 'command' in error ? String(error.command) : '';
  // A refusal of the password or of the sender is the installation's fault and may be mended; only one of the person is for ever.
  if (code !== null && code >= 500 && /^(RCPT|DATA)/.test(command)) return { kind: 'refused', reply, code };
  return { kind: 'later', reply, code };
}

/** The letter of a message to one person. Its Message-ID is that of the rule and the articles, so that a repetition can be told. */
export function letterOf(
  message: AlertMessage,
  person: { readonly to: string; readonly unsubscribeUrl: string },
): Letter {
  const host = URL.parse(message.editUrl)?.hostname ?? 'localhost';
  return {
    to: person.to,
    subject: headline(message),
    text: `${plainText(message, TEXT_BYTES)}\nUnsubscribe: ${person.unsubscribeUrl}\n`,
    html: mailHtml(message, person.unsubscribeUrl),
    messageId: `<${message.identity}@${host.startsWith('[') ? 'localhost' : host}>`,
    unsubscribeUrl: person.unsubscribeUrl,
    date: message.at,
  };
}
