import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { axeViolations, openTestBrowser, settled, whyNoBrowser, type TestBrowser } from './open-browser.ts';

const reason = await whyNoBrowser();

async function done(page: Page): Promise<void> {
  await page.context().close();
}

describe.skipIf(reason !== null)(
  `an analyst changes the registry in the pages${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await openTestBrowser();
    }, 60_000);
    afterAll(() => browser.close());

    test('in Dari: a name is added from right to left, two are merged after a preview, and the merge is undone', async () => {
      const page = await browser.visit('/entities/person:zamir-kabulov?tab=names', { language: 'fa-AF' });
      const form = page.getByRole('form', { name: 'افزودن نام' });
      await form.locator('select').first().selectOption('fa');
      const field = form.locator('input');
      expect(await field.getAttribute('dir')).toBe('rtl');
      await field.fill('کابلوف');
      await form.getByRole('button', { name: 'افزودن نام' }).click();
      await page
        .locator('bdi', { hasText: /^کابلوف$/ })
        .first()
        .waitFor();
      expect(browser.dashboard.state.sent.at(-1)).toMatchObject({
        path: '/registry/changes',
        body: {
          change: {
            kind: 'add-names',
            id: 'person:zamir-kabulov',
            names: [{ language: 'fa', text: 'کابلوف', kind: 'alias' }],
          },
        },
      });

      await page.getByRole('button', { name: 'ادغام با دیگری' }).click();
      const dialog = page.getByRole('dialog');
      const merge = dialog.getByRole('button', { name: 'ادغام', exact: true });
      expect(await merge.isDisabled()).toBe(true);
      await dialog.getByRole('combobox').fill('Lavrov');
      await dialog.getByRole('option').first().waitFor();
      await page.keyboard.press('Enter');
      await dialog.locator('[data-preview]').waitFor();
      expect(await dialog.locator('[data-preview]').innerText()).toMatch(/۵.* یادکرد جابه‌جا می‌شود/);
      expect(await axeViolations(page)).toEqual([]);
      await merge.click();
      await page.waitForURL(/\/entities\/person:sergey-lavrov\?tab=names/);
      await settled(page);
      expect(await page.locator('.entity-head').innerText()).toContain('person:zamir-kabulov');
      await page.getByText(/تغییر .*۲.* انجام شد/).waitFor();

      const old = await browser.visit('/entities/person:zamir-kabulov', { language: 'fa-AF' });
      await old.waitForURL(/\/entities\/person:sergey-lavrov/);
      await done(old);

      await page.locator('[data-change="2"] button').click();
      await page.locator('[data-change="3"]').waitFor();
      expect(await page.locator('[data-change="2"]').innerText()).toContain('برگردانده شد');
      expect(await page.locator('.entity-head').innerText()).not.toContain('person:zamir-kabulov');
      // Scrolled, the bar at the top covers half of what is under it.
      await page.evaluate(() => window.scrollTo(0, 0));
      expect(await axeViolations(page)).toEqual([]);
      const again = await browser.visit('/entities/person:zamir-kabulov', { language: 'fa-AF' });
      expect(again.url()).toContain('person:zamir-kabulov');
      await done(again);
      await done(page);
    }, 60_000);

    test('a proposed name is taken over as new, with the spellings chosen', async () => {
      const page = await browser.visit('/entities/proposals');
      expect(await page.locator('bdi[dir="rtl"]').first().innerText()).toBe('پاول اورلوف');
      await page.getByRole('button', { name: /Add as new/ }).click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.locator('input[pattern]').inputValue()).toBe('pavel-orlov');
      expect(await axeViolations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Add as new' }).click();
      await page.getByText('No name is proposed.').waitFor();
      expect(browser.dashboard.state.sent.at(-1)?.body).toEqual({
        change: {
          kind: 'add-entity',
          entity: {
            id: 'person:pavel-orlov',
            type: 'person',
            names: [
              { language: 'en', text: 'Pavel Orlov', kind: 'label' },
              { language: 'fa', text: 'پاول اورلوف', kind: 'label' },
            ],
          },
        },
      });
      await done(page);
    }, 30_000);

    test('no page broke the content policy or threw', () => {
      expect(browser.complaints).toEqual([]);
    });
  },
);
