import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

import { findBrowser } from './find-browser.ts';
import { startTestDashboard, type TestDashboard } from './start-test-dashboard.ts';

interface Visit {
  readonly language?: string;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly shortcuts?: boolean;
  /** What the page is ready with; default: its heading, and nothing loading. */
  readonly waitFor?: string;
}

export interface TestBrowser {
  readonly dashboard: TestDashboard;
  /** A page in a context of its own, on the address, when its data has come. */
  visit(path: string, options?: Visit): Promise<Page>;
  /** Content-policy violations, page errors and failed loads seen since the start, in words. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Why browser tests cannot run here; null where they can. */
export async function whyNoBrowser(): Promise<string | null> {
  return (await findBrowser()) === null
    ? 'no Chromium found (chromium, chromium-browser, google-chrome or CHROMIUM_PATH)'
    : null;
}

/** Chromium and a dashboard of fixtures. Throws where there is no Chromium: ask `whyNoBrowser` first. */
export async function openTestBrowser(): Promise<TestBrowser> {
  const executablePath = await findBrowser();
  if (executablePath === null) throw new Error('no Chromium');
  const dashboard = await startTestDashboard();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const complaints: string[] = [];
  return {
    dashboard,
    complaints,
    visit: (path, options = {}) => openPage({ browser, dashboard, complaints }, path, options),
    async close() {
      await browser.close();
      await dashboard.close();
    },
  };
}

interface Opened {
  readonly browser: Browser;
  readonly dashboard: TestDashboard;
  readonly complaints: string[];
}

async function openPage(opened: Opened, path: string, options: Visit): Promise<Page> {
  const context = await opened.browser.newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const settings = {
    language: options.language ?? 'en',
    theme: options.theme ?? 'light',
    timeZone: 'UTC',
    shortcuts: options.shortcuts ?? true,
  };
  await context.addInitScript((stored) => {
    if (localStorage.getItem('khabar.settings') === null) localStorage.setItem('khabar.settings', stored);
    document.addEventListener('securitypolicyviolation', (event) => {
      reportError(
        new Error(
          `content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        ),
      );
    });
  }, JSON.stringify(settings));
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => {
    // A 404 or 503 that a test asks for is a line of the browser's own.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      opened.complaints.push(`${path}: ${message.text()}`);
  });
  page.on('pageerror', (error) => opened.complaints.push(`${path}: ${error.message}`));
  await page.goto(`${opened.dashboard.baseUrl}${path}`);
  if (options.waitFor === undefined) await settled(page);
  else await page.locator(options.waitFor).first().waitFor({ state: 'attached' });
  return page;
}

/** Waits until the page has its heading and nothing on it is loading. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(
    () =>
      document.querySelector('.skeleton') === null && document.querySelector('[aria-busy="true"]') === null,
  );
}

/** Changes settings as another tab would: without a reload. */
export async function changeSettings(
  page: Page,
  settings: { readonly language: string; readonly theme: 'light' | 'dark' },
): Promise<void> {
  await page.evaluate(
    (stored) => {
      localStorage.setItem('khabar.settings', stored);
      window.dispatchEvent(new StorageEvent('storage', { key: 'khabar.settings', newValue: stored }));
    },
    JSON.stringify({ ...settings, timeZone: 'UTC' }),
  );
  await page.waitForFunction(
    ({ language, theme }) =>
      document.documentElement.lang === language && document.documentElement.dataset['theme'] === theme,
    settings,
  );
  await settled(page);
}

export interface Violation {
  readonly id: string;
  readonly targets: readonly string[];
  readonly summary: string;
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds against WCAG 2.2 A and AA, or against the rules named. */
export async function axeViolations(
  page: Page,
  rules: readonly string[] = [],
): Promise<readonly Violation[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(axe.source);
  }
  const runOnly = JSON.stringify(
    rules.length === 0 ? { type: 'tag', values: WCAG } : { type: 'rule', values: rules },
  );
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ${runOnly}, resultTypes: ['violations'] })
      .then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target.join(' ')).slice(0, 5), summary: nodes[0].failureSummary }))))`,
  );
  return JSON.parse(String(found));
}
