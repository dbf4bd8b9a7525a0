import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { axeViolations, openTestBrowser, settled, whyNoBrowser, type TestBrowser } from './open-browser.ts';

const reason = await whyNoBrowser();

describe.skipIf(reason !== null)(
  `kinds of articles, subjects and the language model${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await openTestBrowser();
    }, 60_000);
    afterAll(() => browser.close());

    test('a search is narrowed to a kind of article and to a subject, and the address says so', async () => {
      const page = await browser.visit('/search?from=all');
      await page.getByRole('button', { name: /^interview/ }).click();
      await page.waitForURL(/genre=interview/);
      await settled(page);
      expect(await page.locator('.card h3').count()).toBe(1);
      await page.getByRole('button', { name: /^Russia and the Taliban/ }).click();
      await page.waitForURL(/subject=russia-taliban/);
      await settled(page);
      expect(await page.locator('.card h3').count()).toBe(1);
      expect(await page.locator('.active-filters').innerText()).toMatch(/Kind of article:\s+interview/u);
      // The filters lie further down: what the head of the page covers half is no target of this size.
      await page.evaluate(() => scrollTo(0, 0));
      expect(await axeViolations(page)).toEqual([]);
      await page.context().close();
    });

    test('without a language model the reader says nothing of one', async () => {
      const page = await browser.visit('/articles/article1');
      expect(await page.locator('#reader-assist').count()).toBe(0);
      await page.context().close();
    });

    test('in Dari: a gist is asked for, shown from right to left with what it cost; a failure is said', async () => {
      browser.dashboard.state.model = 'small-1';
      const page = await browser.visit('/articles/article1', { language: 'fa-AF' });
      await page.getByRole('button', { name: 'چکیده در دو جمله' }).click();
      const gist = page.locator('.assist-answer p').first();
      await gist.waitFor();
      expect(await gist.innerText()).toBe('مسکو سفیر را پذیرفت. سازمان ملل نگران است.');
      expect(await gist.getAttribute('dir')).toBe('rtl');
      expect(await page.locator('.assist-answer').innerText()).toMatch(/small-1.*۱۲۰/su);
      await page.getByRole('button', { name: 'پیشنهاد موضع‌ها' }).click();
      await page.getByText(/it took too long/).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      browser.dashboard.state.model = null;
      await page.context().close();
    });
  },
);
