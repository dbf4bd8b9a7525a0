import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { ArticleList, Status } from '@khabar/api/schemas';
import { readConfig } from '@khabar/config';
import { findBrowser } from '@khabar/dashboard/testing';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { start } from './commands/start.ts';

const executablePath = await findBrowser();

describe.skipIf(executablePath === null)(
  'the real dashboard over the sample coverage (skipped where there is no Chromium)',
  () => {
    let folder: string;
    let base: string;
    let browser: Browser;
    let running: Promise<void>;
    let stop: (reason: string) => void = () => {};
    const said: string[] = [];
    const complaints: string[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'khabar-ui-'));
      const read = readConfig({
        KHABAR_DATA: folder,
        KHABAR_FETCH_DELAY_MS: '0',
        PORT: '0',
        LOG_LEVEL: 'silent',
      });
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const stopped = new Promise<string>((resolve) => {
        stop = resolve;
      });
      running = start(read.config, { say: (line) => void said.push(line), untilStopped: () => stopped });
      const address = /Dashboard: (\S+)/;
      while (!said.some((line) => address.test(line))) await Promise.race([wait(100), running]);
      base = address.exec(said.join('\n'))?.[1] ?? '';
      for (;;) {
        const status = Status.parse(await (await fetch(`${base}/api/v1/status`)).json());
        if (!status.sample.loading && status.sample.articles > 0) break;
        await wait(200);
      }
      browser = await chromium.launch({
        executablePath: executablePath ?? '',
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      });
    }, 180_000);

    afterAll(async () => {
      await browser.close();
      stop('the end of the test');
      await running;
      await rm(folder, { recursive: true });
    }, 60_000);

    async function visit(path: string): Promise<Page> {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${path}: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`));
      await page.goto(`${base}${path}`);
      await page.locator('main h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      return page;
    }

    async function violations(page: Page): Promise<string[]> {
      await page.evaluate(axe.source);
      const found = await page.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((r) => r.violations.map((v) => v.id + ": " + v.nodes[0].html))',
      );
      return Array.isArray(found) ? found.map(String) : [];
    }

    test('the first page says that it shows all dates, who is for and against whom, and that this is a sample', async () => {
      const page = await visit('/');
      // Numbers are isolated for direction by marks that nobody sees.
      const text = (await page.locator('body').innerText()).replaceAll(/[\u2066-\u2069]/g, '');
      expect(text).toContain('Sample coverage is loaded');
      expect(text).toMatch(/109 articles/);
      expect(await page.locator('svg').count()).toBeGreaterThan(0);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    });

    test('a search in Persian shows right-to-left titles with marked words, and opens as an address', async () => {
      const page = await visit(`/search?q=${encodeURIComponent('طالبان')}&lang=fa-AF`);
      const title = page.locator('main [lang="fa-AF"][dir="rtl"]').first();
      await title.waitFor();
      expect(await page.locator('main [lang="fa-AF"] mark').count()).toBeGreaterThan(0);
      expect(await violations(page)).toEqual([]);
      await page.reload();
      await title.waitFor();
      expect(page.url()).toContain('lang=fa-AF');
      await page.context().close();
    });

    test('the reader shows evidence in the text of an article', async () => {
      const found = ArticleList.parse(
        await (
          await fetch(
            `${base}/api/v1/articles?from=all&q=stance:(holder:Lavrov%20target:Taliban%20polarity:positive)%20lang:ru&size=1`,
          )
        ).json(),
      );
      const page = await visit(`/articles/${found.items[0]?.id ?? ''}`);
      expect(await page.locator('article[lang="ru"], [lang="ru"] p').count()).toBeGreaterThan(0);
      expect(await page.locator('body').innerText()).toMatch(/Lavrov/);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    });

    test('no page broke the content policy or threw', () => {
      expect(complaints).toEqual([]);
    });

    test('it says what it starts, and the address once', () => {
      expect(said.filter((line) => line.startsWith('Dashboard: '))).toHaveLength(1);
      expect(said.join('\n')).toContain('embedded PostgreSQL');
    });
  },
);
