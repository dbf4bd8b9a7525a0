import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { axeViolations, openTestBrowser, settled, whyNoBrowser, type TestBrowser } from './open-browser.ts';

const reason = await whyNoBrowser();

const WORDS = {
  en: {
    object: 'Object',
    dialog: 'What is wrong with this statement?',
    none: 'It is not a stance',
    label: 'negative',
    save: 'Save the correction',
    saved: 'The correction counts from now on.',
    undo: 'Undo',
    undone: 'The correction was taken back.',
    by: /corrected by/,
    why: 'Why?',
    negated: 'negated, so the opposite counts',
  },
  'fa-AF': {
    object: 'اعتراض',
    dialog: 'در این گفته چه نادرست است؟',
    none: 'موضع نیست',
    label: 'منفی',
    save: 'ذخیرهٔ اصلاح',
    saved: 'اصلاح از همین حالا شمرده می‌شود.',
    undo: 'برگرداندن',
    undone: 'اصلاح برگردانده شد.',
    by: /اصلاح‌شده/,
    why: 'چرا؟',
    negated: 'منفی شده، پس خلاف آن شمرده می‌شود',
  },
} as const;

describe.skipIf(reason !== null)(
  `people object to what was read${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await openTestBrowser();
    }, 60_000);
    afterEach(() => {
      browser.dashboard.state.corrections = [];
      browser.dashboard.state.sent.length = 0;
    });
    afterAll(() => browser.close());

    test.each(['en', 'fa-AF'] as const)(
      'with the keyboard alone a wrong label is corrected, marked with who said so, and taken back, in %s',
      async (language) => {
        const words = WORDS[language];
        const page = await browser.visit('/articles/article3', { language });
        const stance = page.locator('.stance-list > li').first();
        const before = await stance.locator('.pill').innerText();
        await stance.locator('[data-object]').focus();
        await page.keyboard.press('Enter');
        const dialog = page.getByRole('dialog', { name: words.dialog });
        await dialog.waitFor();
        expect(await axeViolations(page)).toEqual([]);
        // The focus is on the first choice, "the direction is wrong"; Tab goes to the label, then to the note.
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await page.keyboard.type('the sentence says the opposite');
        await page.keyboard.press('Enter');
        const toast = page.locator('.toast');
        await toast.getByText(words.saved).waitFor();
        expect(browser.dashboard.state.sent.at(-1)).toMatchObject({
          method: 'POST',
          path: '/corrections',
          body: {
            about: 'stance',
            articleId: 'article3',
            note: 'the sentence says the opposite',
            says: { label: expect.any(String) },
          },
        });
        await stance.getByText(words.by).waitFor();
        expect(await stance.locator('.pill').innerText()).not.toBe(before);
        expect(await stance.locator('.meta.corrected').innerText()).toContain(
          'the sentence says the opposite',
        );
        expect(await axeViolations(page)).toEqual([]);
        await toast.locator('[data-undo]').focus();
        await page.keyboard.press('Enter');
        await toast.getByText(words.undone).waitFor();
        await page.waitForFunction(() => document.querySelector('.corrected') === null);
        expect(await stance.locator('.pill').innerText()).toBe(before);
        await page.context().close();
      },
      60_000,
    );

    test.each(['en', 'fa-AF'] as const)(
      'what is no stance goes from the article, stays in the list, and comes back from there, in %s',
      async (language) => {
        const words = WORDS[language];
        const page = await browser.visit('/articles/article3', { language });
        const stances = page.locator('.stance-list > li');
        const count = await stances.count();
        await stances.first().locator('[data-object]').click();
        await page.getByRole('radio', { name: words.none }).check();
        await page.getByRole('button', { name: words.save }).click();
        await page.locator('.toast').getByText(words.saved).waitFor();
        await page.waitForFunction(
          (left) => document.querySelectorAll('.stance-list > li').length === left,
          count - 1,
        );
        await page.goto(`${browser.dashboard.baseUrl}/corrections`);
        await settled(page);
        await page.getByRole('button', { name: words.undo }).click();
        await page.locator('.toast').getByText(words.undone).waitFor();
        expect(browser.dashboard.state.corrections.map(({ state }) => state)).toEqual(['undone']);
        expect(await axeViolations(page)).toEqual([]);
        await page.context().close();
      },
      60_000,
    );

    test.each(['en', 'fa-AF'] as const)(
      '"Why?" names the words and what was done to them in words of people, in %s',
      async (language) => {
        const words = WORDS[language];
        const page = await browser.visit('/articles/article3', { language });
        const why = page.locator('details.why').first();
        await why.locator('summary').click();
        const text = await why.innerText();
        expect(text).toContain(words.negated);
        expect(text).not.toContain('en:act');
        await page.context().close();
      },
      60_000,
    );

    test('marked words become the evidence of a statement that was missed', async () => {
      const page = await browser.visit('/articles/article3');
      await page.evaluate(() => {
        const piece = document.querySelector('.article-text [data-start]');
        if (piece !== null) document.getSelection()?.selectAllChildren(piece);
      });
      const marked = (await page.evaluate(() => document.getSelection()?.toString())) ?? '';
      await page.locator('[data-add-statement]').click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.locator('option').first().innerText()).toContain(marked);
      for (const side of ['Who holds it', 'Towards whom']) {
        await dialog
          .getByRole('combobox', { name: side })
          .fill(side.startsWith('Who') ? 'Kabulov' : 'Taliban');
        await dialog
          .getByRole('option', { name: /Kabulov|Taliban/ })
          .last()
          .waitFor();
        await page.keyboard.press('Enter');
      }
      await dialog.getByRole('radio', { name: 'negative' }).check();
      await dialog.getByRole('button', { name: 'Save the correction' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(browser.dashboard.state.sent.at(-1)?.body).toMatchObject({
        about: 'missing-stance',
        field: 'text',
        start: 0,
        end: marked.length,
        says: { holder: 'person:zamir-kabulov', target: 'org:taliban', label: 'against' },
      });
      await page.context().close();
    }, 60_000);

    test('a dry run shows what would differ with its sentences, and is written only when asked for', async () => {
      const page = await browser.visit('/retag?run=run1', { language: 'fa-AF' });
      expect(browser.dashboard.state.sent).toEqual([]);
      await page.locator('.retag-examples summary').first().click();
      expect(await page.locator('.retag-examples blockquote').first().getAttribute('lang')).toBe('ru');
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'نوشتن' }).click();
      await settled(page);
      expect(browser.dashboard.state.sent.at(-1)).toMatchObject({
        path: '/retag-runs/run1/apply',
        body: { alerts: false },
      });
      await page.context().close();
    }, 60_000);

    test('no page broke the content policy or threw', () => {
      expect(browser.complaints).toEqual([]);
    });
  },
);
