import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ChannelConfig } from '@khabar/article';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';

import type { AlertMessage, MessageArticle } from './alert-message.ts';
import { deliverTo } from './deliver-to.ts';
import { type Mailer, openMailer } from './email.ts';
import type { ChannelRequest, SendRequest } from './send-request.ts';

const AT = new Date('2025-07-04T09:00:00Z');
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function article(index: number, change: Partial<MessageArticle> = {}): MessageArticle {
  return {
    id: `a${index}`,
    url: `https://khabar.example/articles/a${index}`,
    originalUrl: `https://gazeta.example/${index}`,
    host: 'gazeta.example',
    title: 'Россия признала <власть> & "правительство"',
    lang: 'ru',
    source: 'gazeta',
    publishedAt: '2025-07-03T16:40:00.000Z',
    matched: [{ field: 'text', text: 'признала' }],
    stance: [{ holder: 'Russia', target: 'Taliban', label: 'favor', evidence: 'признала' }],
    sentence: 'Москва признала новое правительство.',
    ...change,
  };
}

function message(change: Partial<AlertMessage> = {}): AlertMessage {
  return {
    id: 'delivery-1',
    identity: 'c0ffee',
    at: AT,
    alert: {
      id: 'r1',
      name: 'Recognition',
      url: 'https://khabar.example/search?q=recognition&from=2025-07-03&to=2025-07-03',
    },
    editUrl: 'https://khabar.example/alerts?rule=r1',
    count: 234,
    articles: [article(1), article(2, { lang: 'fa', title: 'روسیه طالبان را به رسمیت شناخت', sentence: '' })],
    ...change,
  };
}

function deps(send: SendRequest, mailer: Mailer | null = null, passedOver: readonly string[] = []) {
  const taken: string[] = [];
  return {
    taken,
    send,
    mailer,
    now: () => AT,
    unsubscribeUrl: (to: string) => `https://khabar.example/unsubscribe/${Buffer.from(to).toString('hex')}`,
    passedOver: new Set(passedOver),
    onTaken: async (to: string) => void taken.push(to),
  };
}

/** A receiver on loopback that keeps what it got and answers as told. */
async function receiver(status: number, answer: string, headers: Record<string, string> = {}) {
  const got: { method: string; url: string; authorization: string | undefined; body: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const parsed: unknown = JSON.parse(body);
      got.push({
        method: request.method ?? '',
        url: request.url ?? '',
        authorization: request.headers.authorization,
        body: parsed,
      });
      response.writeHead(status, headers).end(status === 204 ? undefined : answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  // A TCP server has an address with a port.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { port } = server.address() as AddressInfo;
  return { got, address: `http://127.0.0.1:${port}` };
}

const overFetch: SendRequest = async ({ url, ...request }) => {
  const answer = await fetch(url, { ...request, redirect: 'manual' });
  const wait = answer.headers.get('retry-after');
  return {
    status: answer.status,
    text: await answer.text(),
    ...(wait === null ? {} : { retryAfterMs: Number(wait) * 1000 }),
  };
};

const answering =
  (status: number, text = ''): SendRequest =>
  async () => ({ status, text });

/** An SMTP server that keeps the letters; `refuse` is the answer to its recipients. */
async function mailbox(refuse?: { code: number; only?: string }) {
  const letters: { from: string; to: string[]; data: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(address, _session, done) {
      if (refuse === undefined || (refuse.only !== undefined && refuse.only !== address.address))
        return done();
      return done(Object.assign(new Error('not here'), { responseCode: refuse.code }));
    },
    onData(stream, session, done) {
      let data = '';
      stream.on('data', (part: Buffer) => (data += part.toString()));
      stream.on('end', () => {
        const from = session.envelope.mailFrom;
        letters.push({
          from: from === false ? '' : from.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          data,
        });
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  // A TCP server has an address with a port.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { port } = server.server.address() as AddressInfo;
  const mailer = openMailer(`smtp://127.0.0.1:${port}`, 'khabar@khabar.example');
  closers.push(
    () => mailer.close(),
    () => server.close(),
  );
  return { letters, mailer };
}

/** Head of a letter, unfolded. */
function head(data: string): string[] {
  return (data.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
}

const EMAIL: ChannelConfig = { kind: 'email', to: ['ana@reader.example', 'bek@reader.example'] };

test('each person gets a letter of their own, with HTML, text, one-click unsubscribe and the identity of the message', async () => {
  const { letters, mailer } = await mailbox();
  const { taken, ...given } = deps(answering(500), mailer);
  const attempt = await deliverTo(EMAIL, message(), given);
  expect(attempt.result).toEqual({ kind: 'delivered', status: '250: 2 sent' });
  expect(letters.map(({ to }) => to)).toEqual([['ana@reader.example'], ['bek@reader.example']]);
  expect(taken).toEqual(['ana@reader.example', 'bek@reader.example']);
  const lines = head(letters[0]?.data ?? '');
  expect(lines).toContain('Message-ID: <c0ffee@khabar.example>');
  expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(lines.find((line) => line.startsWith('List-Unsubscribe:'))).toMatch(
    /<https:\/\/khabar\.example\/unsubscribe\/[0-9a-f]+>/,
  );
  expect(letters[0]?.data).toMatch(/multipart\/alternative/);
});

test('an article in Persian runs from right to left in a letter, one in Russian does not', async () => {
  const { letters, mailer } = await mailbox();
  await deliverTo({ kind: 'email', to: ['ana@reader.example'] }, message(), deps(answering(500), mailer));
  const html = decoded(letters[0]?.data ?? '', 'text/html');
  expect(html).toContain('<li dir="rtl" lang="fa"');
  expect(html).toContain('<li dir="ltr" lang="ru"');
  expect(html).toContain('and 232 more');
  expect(html).not.toContain('<власть>');
});

test.each([
  '\r\nBcc: x@evil.example',
  '\nBcc: x@evil.example',
  '\u0085Bcc: x@evil.example',
  '\u2028Bcc: x@evil.example',
  '\fBcc: x@evil.example',
  '%0d%0aBcc: x@evil.example',
])('a name or a title with %j adds no header and no recipient', async (payload) => {
  const { letters, mailer } = await mailbox();
  const hostile = message({
    alert: { id: 'r1', name: `Hello${payload}`, url: 'https://khabar.example/search' },
    articles: [article(1, { title: `Hello${payload}`, host: `Hello${payload}` })],
  });
  await deliverTo({ kind: 'email', to: ['ana@reader.example'] }, hostile, deps(answering(500), mailer));
  expect(letters[0]?.to).toEqual(['ana@reader.example']);
  expect(
    head(letters[0]?.data ?? '')
      .map((line) => line.split(':')[0]?.toLowerCase() ?? '')
      .toSorted((one, other) => one.localeCompare(other)),
  ).toEqual([
    'auto-submitted',
    'content-type',
    'date',
    'from',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'message-id',
    'mime-version',
    'subject',
    'to',
  ]);
});

test('a person whom the server refuses does not keep the letter from the others; one who has it gets no second', async () => {
  const { letters, mailer } = await mailbox({ code: 550, only: 'ana@reader.example' });
  const first = await deliverTo(EMAIL, message(), deps(answering(500), mailer));
  expect(first.result).toEqual({ kind: 'delivered', status: '250: 1 sent, 1 refused' });
  await deliverTo(EMAIL, message(), deps(answering(500), mailer, ['bek@reader.example']));
  expect(letters.map(({ to }) => to)).toEqual([['bek@reader.example']]);
});

test('a busy mail server is asked again; when it refuses everybody the channel ends', async () => {
  const busy = await mailbox({ code: 451 });
  expect((await deliverTo(EMAIL, message(), deps(answering(500), busy.mailer))).result.kind).toBe('retry');
  const never = await mailbox({ code: 550 });
  expect((await deliverTo(EMAIL, message(), deps(answering(500), never.mailer))).result.kind).toBe(
    'disabled',
  );
});

const SLACK: ChannelConfig = {
  kind: 'slack',
  host: 'hooks.slack.example',
  secret: 'https://hooks.slack.example/services/T0/B0/verysecret',
};
const TELEGRAM = (server: string): ChannelConfig => ({
  kind: 'telegram',
  server,
  chat: '-1001',
  secret: '12:token',
});
const MATRIX = (server: string): ChannelConfig => ({
  kind: 'matrix',
  server,
  room: '!room:chat.example',
  secret: 'syt_token',
});
const NTFY = (server: string): ChannelConfig => ({
  kind: 'ntfy',
  server,
  topic: 'khabar',
  secret: 'tk_token',
});
const APPRISE = (server: string): ChannelConfig => ({ kind: 'apprise', server, key: 'desk' });

test('Slack gets blocks within its limits, with its three special letters escaped', async () => {
  const { got, address } = await receiver(200, 'ok');
  const attempt = await deliverTo(
    { kind: 'slack', host: '127.0.0.1', secret: `${address}/services/T/B/x` },
    message({ articles: Array.from({ length: 20 }, (_, index) => article(index)) }),
    deps(overFetch),
  );
  expect(attempt).toMatchObject({ result: { kind: 'delivered', status: '200' }, reply: 'ok', status: 200 });
  expect(got[0]).toMatchObject({
    method: 'POST',
    url: '/services/T/B/x',
    body: { text: '234 new: Recognition' },
  });
  const text = JSON.stringify(got[0]?.body);
  expect(text).toContain('&lt;власть&gt; &amp;');
  expect(text).toContain('and 214 more');
  expect(text.match(/"type":"section"/g)).toHaveLength(20);
});

test('Telegram gets HTML of at most 4096 letters, and says itself how long to wait', async () => {
  const { got, address } = await receiver(
    429,
    '{"ok":false,"error_code":429,"parameters":{"retry_after":17}}',
  );
  const long = message({
    articles: Array.from({ length: 20 }, (_, index) => article(index, { sentence: 'ш'.repeat(400) })),
  });
  const attempt = await deliverTo(TELEGRAM(address), long, deps(overFetch));
  expect(attempt.result).toEqual({ kind: 'retry', status: 'HTTP 429', retryAfterMs: 17_000 });
  expect(got[0]).toMatchObject({
    url: '/bot12:token/sendMessage',
    body: { chat_id: '-1001', parse_mode: 'HTML' },
  });
  const text = new Map(Object.entries(Object(got[0]?.body))).get('text');
  expect(String(text).length).toBeLessThanOrEqual(4096);
  expect(text).toMatch(/and \d+ more\n\n<a href/);
});

test('Matrix gets one event under the id of the message, so that a repetition is the same event', async () => {
  const { got, address } = await receiver(200, '{"event_id":"$1"}');
  await deliverTo(MATRIX(address), message(), deps(overFetch));
  expect(got[0]).toMatchObject({
    method: 'PUT',
    url: '/_matrix/client/v3/rooms/!room%3Achat.example/send/m.room.message/delivery-1',
    authorization: 'Bearer syt_token',
    body: { msgtype: 'm.notice', format: 'org.matrix.custom.html' },
  });
});

test('ntfy gets JSON in any script within the size of a message', async () => {
  const { got, address } = await receiver(200, '{"id":"x"}');
  const long = message({
    articles: Array.from({ length: 20 }, (_, index) =>
      article(index, { lang: 'fa', sentence: 'خ'.repeat(300) }),
    ),
  });
  await deliverTo(NTFY(address), long, deps(overFetch));
  expect(got[0]).toMatchObject({
    url: '/',
    authorization: 'Bearer tk_token',
    body: { topic: 'khabar', title: '234 new: Recognition' },
  });
  const text = String(new Map(Object.entries(Object(got[0]?.body))).get('message'));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
  expect(text).toContain('https://khabar.example/alerts?rule=r1');
});

test('Apprise is asked for its own configuration, or told where to go', async () => {
  const { got, address } = await receiver(200, '{}');
  await deliverTo(APPRISE(address), message(), deps(overFetch));
  await deliverTo(
    { kind: 'apprise', server: `${address}/apprise/`, secret: 'json://desk.example' },
    message(),
    deps(overFetch),
  );
  expect(got.map(({ url }) => url)).toEqual(['/notify/desk', '/apprise/notify/']);
  expect(got[1]?.body).toMatchObject({ urls: 'json://desk.example', type: 'info', format: 'text' });
});

const SERVER = 'https://chat.example';
test.each<readonly [string, ChannelConfig, number, string, string]>([
  ['an archived Slack channel', SLACK, 410, 'channel_is_archived', 'disabled'],
  ['a revoked Slack webhook', SLACK, 404, 'no_service', 'disabled'],
  ['a Slack that is down', SLACK, 503, '', 'retry'],
  [
    'a bot that was blocked',
    TELEGRAM(SERVER),
    403,
    '{"description":"Forbidden: bot was blocked by the user"}',
    'disabled',
  ],
  ['a chat that is gone', TELEGRAM(SERVER), 400, '{"description":"Bad Request: chat not found"}', 'disabled'],
  ['a Telegram that is down', TELEGRAM(SERVER), 502, '', 'retry'],
  ['a token that Matrix knows no more', MATRIX(SERVER), 401, '{"errcode":"M_UNKNOWN_TOKEN"}', 'disabled'],
  [
    'a Matrix that is busy',
    MATRIX(SERVER),
    429,
    '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":900}',
    'retry',
  ],
  ['a topic that is not ours', NTFY(SERVER), 403, '', 'disabled'],
  ['a key that Apprise does not hold', APPRISE(SERVER), 204, '', 'disabled'],
  ['an Apprise whose services failed', APPRISE(SERVER), 424, '', 'retry'],
  ['a redirect', NTFY(SERVER), 302, '', 'retry'],
])('%s: %o answers %d', async (...given) => {
  const [, config, status, text, kind] = given;
  expect((await deliverTo(config, message(), deps(answering(status, text)))).result.kind).toBe(kind);
});

test.each<ChannelConfig>([SLACK, TELEGRAM(SERVER), MATRIX(SERVER), NTFY(SERVER)])(
  'what is kept of a try over $kind does not hold its secret, even where the other side repeats it',
  async (config) => {
    const secret = 'secret' in config ? (config.secret ?? '') : '';
    const echo: SendRequest = async ({ url, headers }: ChannelRequest) => ({
      status: 400,
      text: `${url} ${JSON.stringify(headers)} ${secret}`,
    });
    const attempt = await deliverTo(config, message(), deps(echo));
    expect(attempt.reply).toContain('***');
    expect(JSON.stringify(attempt)).not.toContain(secret);
  },
);

/** A part of a letter, in its own letters. */
function decoded(data: string, type: string): string {
  const part = data.split(/\r\n--/).find((one) => one.includes(`Content-Type: ${type}`)) ?? '';
  const [top = '', ...rest] = part.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/base64/i.test(top)) return Buffer.from(body, 'base64').toString();
  if (!/quoted-printable/i.test(top)) return body;
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
