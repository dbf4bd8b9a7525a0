import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { axeViolations, openTestBrowser, whyNoBrowser, type TestBrowser } from './open-browser.ts';

const reason = await whyNoBrowser();

const WORDS = {
  en: {
    by: /quoted by \W?12\W? sources/,
    changed: /2\W? changed the words/,
    lost: 'A “not” was lost or added here',
  },
  'fa-AF': {
    by: /۱۲.? منبع نقل کرده‌اند/,
    changed: /۲.? منبع واژه‌ها را تغییر داده‌اند/,
    lost: 'در اینجا یک نفی از میان رفته یا افزوده شده است',
  },
} as const;

describe.skipIf(reason !== null)(
  `the reader shows quotes that others repeat${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await openTestBrowser();
    }, 60_000);
    afterAll(() => browser.close());

    test.each(['en', 'fa-AF'] as const)(
      'how many, how many changed the words, who was first and what is missing, in %s',
      async (language) => {
        const words = WORDS[language];
        const page = await browser.visit('/articles/article2', { language });
        const panel = page.locator('section[aria-labelledby="reader-repeated"]');
        await panel.getByText(words.by).waitFor();
        await panel.getByText(words.changed).waitFor();
        expect(await panel.getByRole('link', { name: 'Neva Wire' }).getAttribute('href')).toContain(
          '/articles/article1',
        );
        await panel.getByText(words.lost).click();
        expect(await panel.locator('del').innerText()).toBe('not yet');
        expect(await axeViolations(page)).toEqual([]);
      },
    );
  },
);
