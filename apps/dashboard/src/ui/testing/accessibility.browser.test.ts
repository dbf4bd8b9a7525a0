import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  axeViolations,
  changeSettings,
  openTestBrowser,
  whyNoBrowser,
  type TestBrowser,
} from './open-browser.ts';

const PAGES = [
  '/',
  '/search?q=taliban',
  '/search?q=nothing%20like%20this',
  '/articles/article3?ev=a3s2',
  '/articles/article4',
  '/stance',
  '/entities',
  '/entities/org:taliban',
  '/entities/org:taliban?tab=names',
  '/entities/proposals',
  '/entities/changes',
  '/alerts',
  '/alerts?tab=ledger',
  '/alerts?tab=channels',
  '/sources',
  '/sources/neva.example',
  '/corrections',
  '/retag?run=run1',
  '/help',
  '/help/syntax',
  '/no-such-page',
];

const reason = await whyNoBrowser();

describe.skipIf(reason !== null)(
  `pages are free of barriers${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await openTestBrowser();
    }, 60_000);
    afterAll(() => browser.close());

    // The theme changes colours and nothing else, so dark is looked at for contrast only.
    test.each(PAGES)(
      'axe finds nothing on %s in English and Dari, light and dark',
      async (path) => {
        const page = await browser.visit(path);
        const found = [await axeViolations(page)];
        await changeSettings(page, { language: 'en', theme: 'dark' });
        found.push(await axeViolations(page, ['color-contrast']));
        await changeSettings(page, { language: 'fa-AF', theme: 'dark' });
        found.push(await axeViolations(page));
        await changeSettings(page, { language: 'fa-AF', theme: 'light' });
        found.push(await axeViolations(page, ['color-contrast']));
        await page.context().close();
        expect(found).toEqual([[], [], [], []]);
      },
      60_000,
    );

    test('a page whose data cannot be loaded says so, with the request id, and is free of barriers', async () => {
      browser.dashboard.state.broken.add('/overview');
      const page = await browser.visit('/', { waitFor: '[role="alert"]' });
      const text = await page.getByRole('alert').innerText();
      const violations = await axeViolations(page);
      browser.dashboard.state.broken.clear();
      await page.context().close();
      expect(text).toContain('request-1');
      expect(violations).toEqual([]);
    }, 60_000);

    test('no page broke the content policy or threw', () => {
      expect(browser.complaints).toEqual([]);
    });
  },
);
