import { defineConfig } from 'vitest/config';

const scaleOut = ['**/*.redis.test.ts', '**/*.elastic.test.ts', '**/*.postgres.test.ts'];
const browser = ['**/*.browser.test.ts'];
const within = (globs: readonly string[]): string[] => globs.map((glob) => `{packages,apps}/*/src/${glob}`);

export default defineConfig({
  test: {
    isolate: false,
    // A store in memory takes seconds to open on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/tests.json' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}'],
          exclude: [...scaleOut, ...browser, '**/node_modules/**'],
        },
      },
      { extends: true, test: { name: 'scale-out', include: within(scaleOut), fileParallelism: false } },
      {
        extends: true,
        test: { name: 'browser', include: within(browser), fileParallelism: false, testTimeout: 120_000 },
      },
    ],
  },
});
