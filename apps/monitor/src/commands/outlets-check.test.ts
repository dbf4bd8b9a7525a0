import { Hono } from 'hono';
import { expect, test } from 'vitest';

import { runCommand } from '../testing.ts';

interface Given {
  readonly outlet: { readonly id: string; readonly name: string };
}

/** An API that remembers checks as the real one does; ids of `broken` fail. */
function checkingApp(broken: readonly string[]): {
  readonly app: Hono;
  readonly checked: string[];
  readonly watched: string[];
} {
  const checks = new Map<string, object>();
  const checked: string[] = [];
  const watched: string[] = [];
  const app = new Hono()
    .get('/outlets', (context) => context.json({ total: 0, items: [], counts: {} }))
    .get('/outlets/checks', (context) => context.json({ items: Array.from(checks.values()) }))
    .post('/outlets/check', async (context) => {
      const { outlet }: Given = await context.req.json();
      const isBroken = broken.includes(outlet.id);
      checked.push(outlet.id);
      const check = {
        outletId: outlet.id,
        name: outlet.name,
        at: new Date().toISOString(),
        verdict: isBroken ? 'failed' : 'ok',
        reasons: isBroken ? ['feed https://kubha.example/feed: answered 404'] : [],
        channels: [],
        leads: isBroken ? 0 : 12,
        dated: isBroken ? 0 : 12,
        newest: isBroken ? null : '2025-07-04T09:00:00Z',
        articles: [],
        outlet,
      };
      checks.set(outlet.id, check);
      return context.json(check);
    })
    .post('/outlets', async (context) => {
      const { outlets }: { outlets: { id: string }[] } = await context.req.json();
      watched.push(...outlets.map(({ id }) => id));
      return context.json({ added: outlets.length, changed: 0 });
    })
    .patch('/outlets/:id', (context) => context.json({}));
  return { app, checked, watched };
}

test('the sources of a country are checked one by one, with progress and the reason of those that fail', async () => {
  const { app } = checkingApp(['khaama.com']);
  const { code, out, err } = await runCommand(['outlets', 'check', '--country', 'AF'], { app });
  expect(code).toBe(0);
  expect(err).toMatch(/^khabar: 1\/\d+ \S+ ok$/m);
  expect(err).toContain('khaama.com failed: feed https://kubha.example/feed: answered 404');
  expect(out).toMatch(/\n\d+ ok, 0 partly, 1 failed\n$/);
});

test('a second run goes on where the first was, unless it is asked to check again', async () => {
  const { app, checked } = checkingApp([]);
  await runCommand(['outlets', 'check', 'khaama.com', 'pajhwok.com'], { app });
  await runCommand(['outlets', 'check', 'khaama.com', 'pajhwok.com', 'tolonews.com'], { app });
  expect(checked).toEqual(['khaama.com', 'pajhwok.com', 'tolonews.com']);
  await runCommand(['outlets', 'check', 'khaama.com', '--again'], { app });
  expect(checked.slice(3)).toEqual(['khaama.com']);
});

test('only what was found usable is watched', async () => {
  const { app, watched } = checkingApp(['pajhwok.com']);
  const { out } = await runCommand(['outlets', 'check', 'khaama.com', 'pajhwok.com', '--add'], { app });
  expect(watched).toEqual(['khaama.com']);
  expect(out).toContain('1 are watched');
});

test('where all fail the exit code says so, and an unknown pack is named with those there are', async () => {
  const { app } = checkingApp(['khaama.com']);
  expect((await runCommand(['outlets', 'check', 'khaama.com', '--json'], { app })).code).toBe(1);
  const unknown = await runCommand(['outlets', 'check', '--pack', 'moon'], { app });
  expect(unknown.err).toContain('there is no pack moon; there are russia-taliban');
  expect((await runCommand(['outlets', 'check'], { app })).code).toBe(2);
});

test('packs are listed', async () => {
  const { out } = await runCommand(['outlets', 'catalogue', '--packs']);
  expect(out).toMatch(/^russia-taliban +\d+ +Russia-Taliban/m);
  expect(out).toMatch(/^language-ps +\d+ +Pashto/m);
});

test('a preview shows how articles are read, headlines and the way back, and saves nothing', async () => {
  const { app, watched } = checkingApp([]);
  app.post('/outlets/discover', (context) =>
    context.json({
      outlet: { id: 'kubha.example', name: 'Kubha', language: 'en', homepage: 'https://kubha.example/' },
      channels: [{ kind: 'feed', url: 'https://kubha.example/feed', leads: 2, reason: null }],
      preview: [
        {
          url: 'https://kubha.example/2',
          title: null,
          published: null,
          language: 'und',
          words: 0,
          isArticle: false,
          reason: 'robots.txt forbids it',
        },
      ],
      headlines: [{ title: 'Border opens', site: 'Zirak Post', published: '2025-07-03T09:30:00Z' }],
      archives: [{ kind: 'feed-paged', url: 'https://kubha.example/feed' }],
    }),
  );
  const { code, out } = await runCommand(['outlets', 'add', 'kubha.example', '--preview'], { app });
  expect(code).toBe(0);
  expect(out).toContain('(robots.txt forbids it)');
  expect(out).toMatch(/2025-07-03 +Zirak Post +Border opens/);
  expect(out).toMatch(/feed-paged +https:\/\/kubha\.example\/feed/);
  expect(watched).toEqual([]);
});
