import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import type { Outlet } from '@khabar/article';

/** A source of the fixture web: what it serves, and how it is to be judged at the end. */
export interface FixtureSource {
  readonly name: string;
  readonly language: string;
  /** Hours (UTC) in which it publishes; default every third hour of every day. */
  readonly publishes?: (at: Date) => boolean;
  /** Answers for its own paths; without one, a feed of its last articles. */
  readonly answer?: (request: FixtureRequest) => void;
  readonly channels?: Outlet['channels'];
  /** Articles that the record has of it, newest first: words, and whether behind a wall. */
  readonly articles?: readonly {
    readonly words: number;
    readonly paywalled?: boolean;
    readonly times: number;
  }[];
  /** Its articles are fetched, too. */
  readonly fetchesArticles?: boolean;
  readonly known?: 'weeks' | 'nothing';
  readonly state: string;
  readonly code: string | null;
}

export interface FixtureRequest {
  readonly path: string;
  readonly host: string;
  readonly headers: IncomingMessage['headers'];
  /** Of the fixture's clock. */
  readonly now: Date;
  /** Visits before this one. */
  readonly visit: number;
  readonly send: (status: number, body: string, headers?: Readonly<Record<string, string>>) => void;
  /** The feed of a healthy source. */
  readonly sendFeed: (options?: FeedOptions) => void;
}

export interface FeedOptions {
  readonly titles?: (n: number) => string;
  readonly until?: Date;
  readonly shiftMs?: number;
  readonly linkHost?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const TITLES: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Ministers discuss the reopening of the trade route through the northern border',
    'Delegation arrives in the capital for talks on transit and electricity',
    'Officials say that the school will be open again before the winter',
  ],
  ru: [
    'Министры обсудили открытие торгового пути через северную границу',
    'Делегация прибыла в столицу для переговоров о транзите и электричестве',
    'Власти заявили, что школа откроется до наступления зимы',
  ],
  fa: [
    'وزیران دربارهٔ بازگشایی راه بازرگانی از مرز شمالی گفتگو کردند',
    'هیأت برای گفتگو دربارهٔ ترانزیت و برق به پایتخت رسید',
    'مقام‌ها می‌گویند که مکتب پیش از زمستان باز خواهد شد',
  ],
  ps: [
    'وزیرانو د شمالي پولې له لارې د سوداګرۍ د لارې د پرانیستلو په اړه خبرې وکړې',
    'پلاوی د ټرانزیټ او برېښنا په اړه د خبرو لپاره پلازمېنې ته ورسېد',
    'چارواکي وایي چې ښوونځی به د ژمي تر راتګ مخکې بېرته پرانیستل شي',
  ],
  ar: [
    'الوزراء يبحثون إعادة فتح طريق التجارة عبر الحدود الشمالية',
    'وفد يصل إلى العاصمة لإجراء محادثات حول العبور والكهرباء',
    'مسؤولون يقولون إن المدرسة ستفتح أبوابها قبل حلول الشتاء',
  ],
};

export function titlesIn(language: string): (n: number) => string {
  const titles = TITLES[language] ?? TITLES['en'] ?? [];
  return (n) => `${titles[Math.floor(n / 3) % titles.length] ?? ''} ${n}`;
}

export const everyThirdHour = (at: Date): boolean => at.getUTCHours() % 3 === 0;

/** Hours of publication between two instants, newest last. */
export function publishedHours(source: FixtureSource, from: number, to: number): number[] {
  const hours: number[] = [];
  const publishes = source.publishes ?? everyThirdHour;
  for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at <= to; at += HOUR_MS)
    if (publishes(new Date(at))) hours.push(at);
  return hours;
}

export function rss(
  items: readonly { readonly title: string; readonly link: string; readonly date?: string }[],
): string {
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>${items
    .map(
      ({ title, link, date }) =>
        `<item><title>${title}</title><link>${link}</link>${date === undefined ? '' : `<pubDate>${date}</pubDate>`}</item>`,
    )
    .join('')}</channel></rss>`;
}

/** Serves every host of the table on one port of loopback. */
export async function openFixtureWeb(
  sources: ReadonlyMap<string, FixtureSource>,
  now: () => Date,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const asked = new Map<string, number>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const host = request.headers.host ?? '';
    const source = sources.get(host.replace(/^(feeds|www)\./, ''));
    const path = request.url ?? '/';
    const send: FixtureRequest['send'] = (status, body, headers = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/rss+xml; charset=utf-8', ...headers })
        .end(body);
    if (source === undefined) return send(404, '');
    const visit = asked.get(host + path) ?? 0;
    asked.set(host + path, visit + 1);
    const sendFeed: FixtureRequest['sendFeed'] = (options = {}) => {
      const { until = now(), shiftMs = 0, linkHost = host, titles = titlesIn(source.language) } = options;
      const hours = publishedHours(source, until.getTime() - 14 * DAY_MS, until.getTime()).slice(-12);
      const items = hours.toReversed().map((at) => ({
        title: titles(at / HOUR_MS),
        link: `http://${linkHost}/news/${at / HOUR_MS}`,
        date: new Date(at + shiftMs).toUTCString(),
      }));
      send(200, rss(items), options.headers ?? {});
    };
    const given = { path, host, headers: request.headers, now: now(), visit, send, sendFeed };
    if (source.answer !== undefined) return source.answer(given);
    if (path === '/robots.txt') return send(404, '');
    if (path === '/feed') return sendFeed();
    return send(404, '');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
