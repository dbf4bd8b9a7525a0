import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { environmentExample, readConfig, shownConfig, VERSION } from './index.ts';

test('an empty environment gives the embedded form on loopback', () => {
  const read = readConfig({});
  expect(read.ok && read.config).toMatchObject({
    host: '127.0.0.1',
    port: 4600,
    databaseUrl: undefined,
    redisUrl: undefined,
    sample: true,
  });
});

test('every wrong option is named at once, with what it may be and what it is', () => {
  const read = readConfig({ PORT: '70000', KHABAR_SAMPLE: 'maybe', REDIS_URL: 'http://127.0.0.1' });
  expect(read.ok ? [] : read.problems.map((problem) => problem.message)).toEqual([
    'PORT must be 65535 or less; it is "70000"',
    'REDIS_URL must be an address that begins with redis:// or rediss://; it is (not shown)',
    'KHABAR_SAMPLE must be on or off; it is "maybe"',
  ]);
});

test('a flag beats the environment', () => {
  const read = readConfig({ PORT: '1' }, { port: '2' });
  expect(read.ok && read.config.port).toBe(2);
});

test('a test switch is refused in production and beyond loopback', () => {
  expect(readConfig({ KHABAR_TEST_ALLOW: '127.0.0.1', NODE_ENV: 'production' }).ok).toBe(false);
  expect(readConfig({ KHABAR_TEST_CLOCK: '/tmp/clock', HOST: '0.0.0.0' }).ok).toBe(false);
  expect(readConfig({ KHABAR_TEST_ALLOW: '127.0.0.1' }).ok).toBe(true);
});

test('a password in an address is masked', () => {
  const read = readConfig({ DATABASE_URL: 'postgres://khabar:open-sesame@db.example/khabar' });
  if (!read.ok) throw new Error('refused');
  const shown = JSON.stringify(shownConfig(read.config, read.sources));
  expect(shown).not.toContain('open-sesame');
  expect(shown).toContain('postgres://khabar:***@db.example/khabar');
});

test('.env.example lists every option with its default', () => {
  expect(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8')).toBe(environmentExample());
});

test('the version is that of the whole', () => {
  expect(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).toContain(
    `"version": "${VERSION}"`,
  );
});
