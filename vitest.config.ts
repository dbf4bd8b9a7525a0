import { defineConfig } from 'vitest/config';

const scaleOut = ['**/*.redis.test.ts', '**/*.elastic.test.ts', '**/*.postgres.test.ts'];
const browser = ['**/*.browser.test.ts'];

export default defineConfig({
  test: {
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}'],
          exclude: [...scaleOut, ...browser, '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: { name: 'scale-out', include: scaleOut.map((glob) => `{packages,apps}/*/src/${glob}`), fileParallelism: false },
      },
      {
        extends: true,
        test: { name: 'browser', include: browser.map((glob) => `{packages,apps}/*/src/${glob}`), fileParallelism: false },
      },
    ],
  },
});
