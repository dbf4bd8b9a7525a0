import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openTestBrowser, settled, whyNoBrowser, type TestBrowser } from './open-browser.ts';

const reason = await whyNoBrowser();

/** Without the marks that isolate values for direction. */
function plain(text: string): string {
  return text.replaceAll(/[\u2068\u2069]/g, '');
}

async function done(page: Page): Promise<void> {
  await page.context().close();
}

function addressOf(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return decodeURIComponent(`${pathname}${search}`);
}

describe.skipIf(reason !== null)(
  `every view is an address, every action a key${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await openTestBrowser();
    }, 60_000);
    afterAll(() => browser.close());

    test('three filters, a reload gives the same page, and Back takes them off one by one', async () => {
      const page = await browser.visit('/search');
      const shown = async (address: string): Promise<void> => {
        await page.waitForURL(({ pathname, searchParams }) => {
          const wanted = new URL(address, browser.dashboard.baseUrl);
          searchParams.sort();
          wanted.searchParams.sort();
          return pathname === wanted.pathname && searchParams.toString() === wanted.searchParams.toString();
        });
        await settled(page);
      };
      await page.getByRole('button', { name: /Russian/ }).click();
      await shown('/search?lang=ru');
      await page.getByRole('button', { name: 'All dates' }).click();
      await shown('/search?from=all&lang=ru');
      await page.getByRole('checkbox', { name: 'Fold copies' }).uncheck();
      await shown('/search?from=all&lang=ru&dup=all');
      const titles = await page.locator('.card h3').allInnerTexts();
      expect(titles.length).toBe(2);

      await page.reload();
      await settled(page);
      expect(await page.locator('.card h3').allInnerTexts()).toEqual(titles);
      expect(await page.getByRole('checkbox', { name: 'Fold copies' }).isChecked()).toBe(false);

      await page.goBack();
      await shown('/search?from=all&lang=ru');
      await page.goBack();
      await shown('/search?lang=ru');
      await page.goBack();
      await shown('/search');
      await done(page);
    }, 60_000);

    test('a filter goes from off to included, excluded and off again', async () => {
      const page = await browser.visit('/search');
      const english = page.getByRole('button', { name: /^English/ });
      await english.click();
      await page.waitForURL(/lang=en/);
      await english.click();
      await page.waitForURL(/lang=-en/);
      await english.click();
      await page.waitForURL((url) => url.search === '');
      await settled(page);
      expect(await page.locator('.card h3').count()).toBe(7);
      await done(page);
    }, 30_000);

    test('what an address says that cannot be used is named and left out', async () => {
      const page = await browser.visit('/search?from=yesterday&sort=loud&lang=ru');
      expect((await page.locator('.notice').allInnerTexts()).map(plain)).toEqual(
        expect.arrayContaining([expect.stringContaining('from and sort')]),
      );
      expect(await page.locator('.card h3').count()).toBe(2);
      await done(page);
    }, 30_000);

    test('by keyboard alone: search, step to a result, read it, go to its evidence and back', async () => {
      const page = await browser.visit('/');
      await page.keyboard.press('/');
      await page.waitForURL(/\/search/);
      await page.locator('[data-search-box]').focus();
      await page.keyboard.type('россия');
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=/);
      await settled(page);
      await page.keyboard.press('Tab');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/articles\/article3/);
      await settled(page);
      const show = page.getByRole('button', { name: 'Show in text' }).nth(1);
      await show.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/ev=a3s2/);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('evidence-a3s2');
      await page.goBack();
      await page.waitForURL(/\/search/);
      await done(page);
    }, 60_000);

    test('single keys are off inside fields and where the reader turned them off', async () => {
      const page = await browser.visit('/search');
      await page.locator('[data-search-box]').focus();
      await page.keyboard.type('g e');
      expect(addressOf(page)).toBe('/search');
      await done(page);

      const quiet = await browser.visit('/', { shortcuts: false });
      await quiet.keyboard.press('/');
      await quiet.keyboard.press('Control+k');
      await quiet.getByRole('dialog').waitFor();
      expect(addressOf(quiet)).toBe('/');
      await done(quiet);
    }, 30_000);

    test('Ctrl K goes to an entity by its Persian name', async () => {
      const page = await browser.visit('/');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /Go to/ }).waitFor();
      await page.keyboard.type('کابلوف');
      await page
        .getByRole('dialog')
        .getByRole('option', { name: /Zamir Kabulov/ })
        .waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/entities\/person:zamir-kabulov/);
      await settled(page);
      expect(await page.locator('h1').innerText()).toContain('Zamir Kabulov');
      await done(page);
    }, 30_000);

    test('a chart is read and opened by keys', async () => {
      const page = await browser.visit('/search?q=россия');
      const chart = page.locator('svg.chart').first();
      await chart.focus();
      await page.keyboard.press('End');
      expect(await page.locator('.reading').first().innerText()).toContain('1');
      await page.keyboard.press('Shift+ArrowLeft');
      await page.keyboard.press('Enter');
      await page.waitForURL(/from=2025-06-01/);
      await done(page);
    }, 30_000);

    test('every number of the matrix opens a list of that many statements', async () => {
      const page = await browser.visit('/');
      const cell = page.locator('.matrix td a').first();
      const count = Number(/(\d+) statement/.exec(plain(await cell.innerText()))?.[1]);
      await cell.click();
      await page.waitForURL(/\/stance/);
      await settled(page);
      expect(await page.locator('.statements > li').count()).toBe(count);
      await done(page);
    }, 30_000);

    test('an overview opened while the sample loads says how far it is, and fills without a reload', async () => {
      const { state } = browser.dashboard;
      state.arrived = 0;
      const page = await browser.visit('/');
      await page.getByText(/0.* of .*7.* articles of the sample are here/).waitFor();
      expect(await page.locator('svg.chart').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Load the sample coverage' }).count()).toBe(0);
      state.arrived = 3;
      await page.locator('svg.chart').first().waitFor();
      state.arrived = null;
      await page.getByText('Sample coverage is loaded').waitFor();
      expect(await page.locator('progress').count()).toBe(0);
      await done(page);
    }, 30_000);

    test('the sample coverage is removed from the banner after one question', async () => {
      const page = await browser.visit('/help');
      await page.getByRole('button', { name: 'Remove it' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByText('Sample coverage is loaded').waitFor({ state: 'detached' });
      expect(browser.dashboard.state.sent).toContainEqual({ method: 'DELETE', path: '/sample', body: null });
      browser.dashboard.state.sampleLoaded = true;
      await done(page);
    }, 30_000);

    test('a search is saved with an alert and says what it would have sent', async () => {
      const page = await browser.visit('/search?q=россия&lang=ru');
      await page.getByRole('button', { name: 'Save & alert' }).click();
      await page.getByText('Would have fired').waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('Recognition');
      await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('is saved').waitFor();
      expect(browser.dashboard.state.sent).toContainEqual({
        method: 'POST',
        path: '/searches',
        body: { name: 'Recognition', query: 'россия', params: { lang: 'ru' }, alert: true, channels: [] },
      });
      await done(page);
    }, 30_000);

    test('an alert is switched off and the channel tested', async () => {
      const page = await browser.visit('/alerts');
      await page.getByRole('switch').click();
      await page.waitForFunction(() => document.querySelector('[role="switch"]:checked') === null);
      await page.getByRole('button', { name: 'Channels' }).click();
      await page.getByRole('button', { name: /Send a test/ }).click();
      await page.getByText('Answered').waitFor();
      expect(browser.dashboard.state.sent.map(({ method, path }) => `${method} ${path}`)).toEqual(
        expect.arrayContaining(['PATCH /alert-rules/rule1', 'POST /channels/hook1/test']),
      );
      await done(page);
    }, 30_000);

    test('statements are whole sentences with the evidence marked', async () => {
      const page = await browser.visit('/');
      const before = page.locator('.shift-side blockquote').first();
      const sentence = await before.innerText();
      const evidence = await before.locator('mark').innerText();
      expect(sentence).toContain(evidence);
      expect(sentence.length).toBeGreaterThan(evidence.length);
      await done(page);
    }, 30_000);

    test('an article without a date is found by the filter that says so', async () => {
      const page = await browser.visit('/search');
      const filter = page.locator('.filter-value').filter({ hasText: 'undated' });
      await filter.click();
      await page.waitForURL(/dated=no/);
      await settled(page);
      expect(await filter.getAttribute('aria-pressed')).toBe('true');
      expect(await page.locator('.active-filters').innerText()).toContain('undated');
      expect(await page.locator('.filter-value').filter({ hasText: 'with a date' }).count()).toBe(1);
      await done(page);
    }, 30_000);

    test('an edited article says when, and leads to its versions', async () => {
      const page = await browser.visit('/articles/article3');
      await page.getByRole('button', { name: /Edited on .*2.* versions/ }).click();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('reader-revisions');
      await done(page);
      const other = await browser.visit('/articles/article4');
      expect(await other.locator('[data-edited]').count()).toBe(0);
      await done(other);
    }, 30_000);

    test('the entity page names the sources that stayed silent', async () => {
      const page = await browser.visit('/entities/org:taliban');
      expect(await page.locator('tr.silent').innerText()).toContain('Quiet Post');
      await done(page);
    }, 30_000);

    test('dates in the calendar of the reader become Gregorian days in the address', async () => {
      const page = await browser.visit('/search', { language: 'fa-AF' });
      await page.locator('.dates').click();
      await page.locator('.calendar [role="button"]:not([data-outside-month])').nth(3).click();
      await page.locator('.calendar [role="button"]:not([data-outside-month])').nth(9).click();
      await page.waitForURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
      const { searchParams } = new URL(page.url());
      const days =
        (Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')) / 86_400_000;
      expect(days).toBe(6);
      await done(page);
    }, 30_000);

    test('markup in an article stays text', async () => {
      const page = await browser.visit('/articles/article7');
      expect(await page.locator('.article-text').innerText()).toContain('<script>alert(1)</script>');
      await done(page);
    }, 30_000);

    test('no page broke the content policy or threw', () => {
      expect(browser.complaints).toEqual([]);
    });
  },
);
