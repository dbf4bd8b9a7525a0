import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { changeSettings, openTestBrowser, settled, whyNoBrowser, type TestBrowser } from './open-browser.ts';

const WIDTHS = [390, 820, 1280, 1920];
const PAGES = [
  '/',
  '/search?q=taliban',
  '/articles/article3',
  '/articles/article4',
  '/stories/article1',
  '/stance',
  '/entities',
  '/entities/org:taliban',
  '/alerts',
  '/alerts?tab=channels',
  '/corrections',
  '/retag?run=run1',
  '/sources',
  '/sources/neva.example',
  '/help/syntax',
];

async function fontsOf(browser: TestBrowser, path: string): Promise<readonly string[]> {
  const page = await browser.visit(path);
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const fonts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.woff2')),
  );
  await page.context().close();
  return fonts;
}

const reason = await whyNoBrowser();

describe.skipIf(reason !== null)(
  `pages fit their window and direction${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await openTestBrowser();
    }, 60_000);
    afterAll(() => browser.close());

    test.each(PAGES)(
      '%s never scrolls sideways, in English and in Dari',
      async (path) => {
        const page = await browser.visit(path, { width: 390 });
        const tooWide: string[] = [];
        for (const language of ['en', 'fa-AF']) {
          await changeSettings(page, { language, theme: 'light' });
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            const needed = await page.evaluate(() => document.documentElement.scrollWidth);
            if (needed > width) tooWide.push(`${language} ${width}: ${needed}`);
          }
        }
        await page.context().close();
        expect(tooWide).toEqual([]);
      },
      60_000,
    );

    test('a text keeps the direction of its own language on a page of the other direction', async () => {
      const english = await browser.visit('/search?q=&from=all');
      const directions = await english
        .locator('.card h3')
        .evaluateAll((titles) =>
          titles.map((title) => [
            title.getAttribute('lang'),
            getComputedStyle(title).direction,
            getComputedStyle(title).textAlign,
          ]),
        );
      expect(directions).toContainEqual(['fa-AF', 'rtl', 'start']);
      expect(directions).toContainEqual(['ru', 'ltr', 'start']);
      await english.context().close();

      const dari = await browser.visit('/articles/article3', { language: 'fa-AF' });
      expect(await dari.evaluate(() => document.documentElement.dir)).toBe('rtl');
      expect(await dari.locator('.article-text').evaluate((text) => getComputedStyle(text).direction)).toBe(
        'ltr',
      );
      expect(
        await dari.evaluate(() => getComputedStyle(document.querySelector('svg') ?? document.body).direction),
      ).toBeDefined();
      await dari.context().close();
    }, 60_000);

    test('the hint of an empty field runs as the page does, what is typed as its own script', async () => {
      const page = await browser.visit('/search', { language: 'fa-AF' });
      const box = page.locator('[data-search-box]');
      const direction = (): Promise<string> => box.evaluate((input) => getComputedStyle(input).direction);
      expect(await direction()).toBe('rtl');
      await box.fill('russia');
      expect(await direction()).toBe('ltr');
      await page.context().close();
    }, 60_000);

    test('the choice of pairs stays inside a narrow page, whatever the names', async () => {
      const page = await browser.visit('/', { width: 390 });
      await page
        .locator('.pair-choice option')
        .first()
        .evaluate((option) => {
          option.textContent = 'A holder with a very long name towards a target with a longer one '.repeat(3);
        });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      await page.context().close();
    }, 60_000);

    test('the font for Arabic script is not loaded on a page without such letters', async () => {
      expect(await fontsOf(browser, '/help/method')).toEqual([]);
      expect(await fontsOf(browser, '/articles/article4')).toHaveLength(1);
    }, 60_000);

    test('all functions stay at twice the size', async () => {
      // 200 % zoom of a 1280 window is a window of 640 CSS pixels.
      const page = await browser.visit('/search?q=taliban', { width: 640 });
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('link', { name: 'Sources', exact: true }).click();
      await page.waitForURL(/\/sources/);
      await settled(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
      await page.context().close();
    }, 60_000);

    test('no page broke the content policy or threw', () => {
      expect(browser.complaints).toEqual([]);
    });
  },
);
