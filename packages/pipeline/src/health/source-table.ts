/* oxlint-disable max-lines -- one entry a source */
import { type FixtureRequest, type FixtureSource, rss, titlesIn } from './source-web.ts';

const DAY_MS = 24 * 3_600_000;
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const LONG_TEXT = 'The council met again on the matter of the road and heard both sides at length. '.repeat(
  40,
);

type Answer = (request: FixtureRequest) => void;

/** Everything but robots.txt is answered like this. */
const always =
  (answer: Answer): Answer =>
  (request) =>
    request.path === '/robots.txt' ? request.send(404, '') : answer(request);
const status = (code: number, headers?: Readonly<Record<string, string>>): Answer =>
  always(({ send }) => send(code, '', headers));
const page = (body: string): Answer => always(({ send }) => send(200, body, HTML));
/** The feed is well, its articles are answered like this. */
const articles = (answer: Answer): Answer =>
  always((request) => (request.path === '/feed' ? request.sendFeed() : answer(request)));

const CHALLENGE =
  '<!DOCTYPE html><html><head><title>Just a moment...</title><meta http-equiv="refresh" content="390"></head><body><div><h1>news.example</h1><p>Verify you are human by completing the action below.</p></div><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>';
const CHALLENGE_RU =
  '<html lang="ru"><head><title>Проверка браузера</title></head><body><h1>Подтвердите, что вы не робот</h1><form method="post"><button>Продолжить</button></form><script>setTimeout(function(){document.cookie="ok=1";location.reload()},3000)</script></body></html>';
const LOGIN =
  '<html><head><title>Sign in</title></head><body><form action="/login"><input name="user"><input type="password" name="secret"><button>Sign in</button></form></body></html>';

const workdays = (at: Date): boolean =>
  at.getUTCDay() >= 1 && at.getUTCDay() <= 5 && at.getUTCHours() >= 6 && at.getUTCHours() < 18;
const mondays = (at: Date): boolean => at.getUTCDay() === 1 && at.getUTCHours() === 9;
const often = (): boolean => true;

function listing(extra: string, day: number): string {
  const links = Array.from(
    { length: 30 },
    (_, n) =>
      `<li><a href="/2025/07/story-${day}-${n}-of-the-council-and-the-road">${titlesIn('en')(n)}</a></li>`,
  );
  return `<html><head><title>News</title></head><body>${extra}<ul>${links.join('')}</ul></body></html>`;
}

const sick = (source: Omit<FixtureSource, 'language'> & { language?: string }): FixtureSource => ({
  language: 'en',
  ...source,
});
const well = (
  source: Omit<FixtureSource, 'language' | 'state' | 'code'> & { language?: string; code?: string },
): FixtureSource => ({
  language: 'en',
  state: 'ok',
  code: null,
  ...source,
});

/** Fifty sources: how each behaves on five days to a Sunday, and what is to be said of it then. */
export const SOURCES: readonly FixtureSource[] = [
  sick({ name: 'forbidden', answer: status(403), state: 'blocked', code: 'http-forbidden' }),
  sick({ name: 'unavailable-for-law', answer: status(451), state: 'blocked', code: 'http-forbidden' }),
  sick({ name: 'challenge', answer: page(CHALLENGE), state: 'blocked', code: 'challenge' }),
  sick({
    name: 'challenge-ru',
    language: 'ru',
    answer: page(CHALLENGE_RU),
    state: 'blocked',
    code: 'challenge',
  }),
  sick({
    name: 'login',
    answer: always(({ path, send }) =>
      path.startsWith('/login') ? send(200, LOGIN, HTML) : send(302, '', { location: '/login?next=feed' }),
    ),
    state: 'blocked',
    code: 'login-wall',
  }),
  sick({
    name: 'robots',
    answer: ({ path, send, sendFeed }) =>
      path === '/robots.txt'
        ? send(200, 'User-agent: *\nDisallow: /\n', { 'content-type': 'text/plain' })
        : sendFeed(),
    state: 'blocked',
    code: 'robots-forbidden',
  }),
  sick({
    name: 'robots-down',
    answer: ({ path, send, sendFeed }) => (path === '/robots.txt' ? send(500, '') : sendFeed()),
    state: 'failing',
    code: 'server-error',
  }),
  sick({
    name: 'articles-forbidden',
    answer: articles(({ send }) => send(403, '')),
    fetchesArticles: true,
    state: 'blocked',
    code: 'http-forbidden',
  }),
  sick({
    name: 'articles-challenge',
    answer: articles(({ send }) => send(200, CHALLENGE, HTML)),
    fetchesArticles: true,
    state: 'blocked',
    code: 'challenge',
  }),
  sick({
    name: 'articles-login',
    answer: articles(({ path, send }) =>
      path.startsWith('/account/') ? send(200, LOGIN, HTML) : send(302, '', { location: '/account/login' }),
    ),
    fetchesArticles: true,
    state: 'blocked',
    code: 'login-wall',
  }),
  sick({
    name: 'articles-gone',
    answer: articles(({ send }) => send(404, '')),
    fetchesArticles: true,
    state: 'failing',
    code: 'articles-failing',
  }),
  sick({
    name: 'walled',
    articles: [
      { words: 60, paywalled: true, times: 12 },
      { words: 500, times: 30 },
    ],
    state: 'blocked',
    code: 'login-wall',
  }),
  sick({
    name: 'teasers',
    articles: [
      { words: 40, times: 12 },
      { words: 480, times: 30 },
    ],
    state: 'changed',
    code: 'teasers',
  }),
  sick({ name: 'server-error', answer: status(503), state: 'failing', code: 'server-error' }),
  sick({ name: 'too-often', answer: status(429), state: 'failing', code: 'rate-limited' }),
  sick({ name: 'not-found', answer: status(404), state: 'failing', code: 'gone' }),
  sick({ name: 'gone', answer: status(410), state: 'failing', code: 'gone' }),
  sick({
    name: 'redirect-loop',
    answer: always(({ path, send }) => send(301, '', { location: path === '/feed' ? '/rss' : '/feed' })),
    state: 'failing',
    code: 'redirect-loop',
  }),
  sick({
    name: 'oversized',
    answer: always(({ send }) => send(200, 'x', { 'content-length': '20000000' })),
    state: 'failing',
    code: 'oversized',
  }),
  sick({
    name: 'front-page',
    answer: page(`<html><head><title>News</title></head><body><p>${LONG_TEXT}</p></body></html>`),
    state: 'failing',
    code: 'not-a-feed',
  }),
  sick({
    name: 'emptied',
    answer: always(({ visit, send, sendFeed }) => (visit < 2 ? sendFeed() : send(200, rss([])))),
    state: 'failing',
    code: 'empty-feed',
  }),
  sick({
    name: 'never-full',
    answer: always(({ send }) => send(200, rss([]))),
    known: 'nothing',
    state: 'failing',
    code: 'empty-feed',
  }),
  sick({
    name: 'for-ever-unmodified',
    answer: always(({ headers, send, sendFeed }) =>
      headers['if-none-match'] === undefined ? sendFeed({ headers: { etag: '"1"' } }) : send(304, ''),
    ),
    state: 'changed',
    code: 'not-modified-forever',
  }),
  sick({
    name: 'moved',
    answer: always(({ host, visit, path, send, sendFeed }) =>
      visit < 1 || path === '/feed-there'
        ? sendFeed()
        : send(301, '', { location: `http://elsewhere.example/feed-there?${host}` }),
    ),
    state: 'changed',
    code: 'moved',
  }),
  sick({
    name: 'other-language',
    language: 'ps',
    answer: always(({ visit, sendFeed }) => sendFeed(visit < 2 ? {} : { titles: titlesIn('en') })),
    state: 'changed',
    code: 'language-changed',
  }),
  sick({
    name: 'other-language-same-script',
    language: 'fa',
    answer: always(({ visit, sendFeed }) => sendFeed(visit < 2 ? {} : { titles: titlesIn('ar') })),
    state: 'changed',
    code: 'language-changed',
  }),
  sick({
    name: 'future',
    answer: always(({ sendFeed }) => sendFeed({ shiftMs: 40 * DAY_MS })),
    state: 'changed',
    code: 'future-dates',
  }),
  sick({
    name: 'stopped',
    publishes: often,
    answer: always(({ sendFeed }) => sendFeed({ until: new Date('2025-07-02T22:00:00Z') })),
    state: 'quiet',
    code: 'volume-missed',
  }),

  well({ name: 'plain' }),
  well({
    name: 'new-and-long-silent',
    known: 'nothing',
    answer: always(({ sendFeed }) => sendFeed({ until: new Date('2025-06-20T22:00:00Z') })),
  }),
  well({ name: 'russian', language: 'ru' }),
  well({ name: 'persian', language: 'fa' }),
  well({
    name: 'dari',
    language: 'fa-AF',
    answer: always(({ sendFeed }) => sendFeed({ titles: titlesIn('fa') })),
  }),
  well({ name: 'pashto', language: 'ps' }),
  well({ name: 'arabic', language: 'ar' }),
  well({ name: 'workdays-only', publishes: workdays }),
  well({ name: 'mondays-only', publishes: mondays }),
  well({
    name: 'workdays-today-only',
    publishes: workdays,
    answer: always(({ now, send, sendFeed }) => (workdays(now) ? sendFeed() : send(200, rss([])))),
  }),
  well({
    name: 'honest-unmodified',
    publishes: workdays,
    answer: always(({ headers, now, send, sendFeed }) => {
      const etag = `"${workdays(now) ? now.toISOString().slice(0, 13) : 'weekend'}"`;
      if (headers['if-none-match'] === etag) send(304, '');
      else sendFeed({ headers: { etag } });
    }),
  }),
  well({
    name: 'one-bad-day',
    answer: always(({ visit, send, sendFeed }) => (visit === 2 ? send(500, '') : sendFeed())),
  }),
  well({
    name: 'bad-last-day',
    answer: always(({ visit, send, sendFeed }) => (visit === 4 ? send(502, '') : sendFeed())),
    code: 'server-error',
  }),
  well({
    name: 'own-other-host',
    answer: always(({ host, send, sendFeed }) =>
      host.startsWith('feeds.') ? sendFeed() : send(301, '', { location: `http://feeds.${host}/feed` }),
    ),
  }),
  well({
    name: 'feed-service',
    answer: always(({ host, send }) => send(301, '', { location: `http://service.example/own?${host}` })),
  }),
  well({
    name: 'one-future-entry',
    answer: always(({ host, now, send }) =>
      send(
        200,
        rss(
          Array.from({ length: 10 }, (_, n) => ({
            title: titlesIn('en')(n + now.getUTCDate()),
            link: `http://${host}/news/${now.getUTCDate()}-${n}`,
            date: new Date(now.getTime() + (n === 0 ? 30 : -n) * DAY_MS).toUTCString(),
          })),
        ),
      ),
    ),
  }),
  well({
    name: 'two-languages',
    language: 'ru',
    answer: always(({ sendFeed }) => sendFeed({ titles: (n) => titlesIn(n % 2 === 0 ? 'ru' : 'en')(n) })),
  }),
  well({ name: 'always-short', articles: [{ words: 45, times: 42 }] }),
  well({ name: 'always-walled', articles: [{ words: 60, paywalled: true, times: 42 }] }),
  well({
    name: 'list-with-login-form',
    answer: always(({ now, send }) =>
      send(
        200,
        listing(
          '<form><input type="password"></form><script src="https://www.google.com/recaptcha/api.js"></script>',
          now.getUTCDate(),
        ),
        HTML,
      ),
    ),
    channels: [{ kind: 'listing', url: '/' }],
  }),
  well({
    name: 'one-of-two-forbidden',
    answer: always(({ path, send, sendFeed }) => (path === '/feed' ? sendFeed() : send(403, ''))),
    channels: [
      { kind: 'feed', url: '/feed' },
      { kind: 'feed', url: '/other' },
    ],
  }),
  well({
    name: 'language-not-known',
    language: 'und',
    answer: always(({ sendFeed }) => sendFeed({ titles: titlesIn('ru') })),
  }),
];
