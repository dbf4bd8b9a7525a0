import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openSecrets, secretsWith } from './sealed-secrets.ts';

test('a sealed secret opens with its key and purpose only, and looks different each time', () => {
  const secrets = secretsWith('a key of the settings');
  const sealed = secrets.seal('xoxb-token', 'channel 1');
  expect(sealed).not.toContain('xoxb');
  expect(secrets.seal('xoxb-token', 'channel 1')).not.toBe(sealed);
  expect(secrets.open(sealed, 'channel 1')).toBe('xoxb-token');
  expect(() => secrets.open(sealed, 'channel 2')).toThrow(/another key/);
  expect(() => secretsWith('another').open(sealed, 'channel 1')).toThrow(/another key/);
  expect(secrets.open('whsec_from_before', 'channel 1')).toBe('whsec_from_before');
});

test('the key is made once in the data folder, for its owner only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'khabar-secrets-'));
  try {
    const [one, other] = await Promise.all([openSecrets(folder), openSecrets(folder)]);
    expect(other.open(one.seal('token', 'x'), 'x')).toBe('token');
    expect((await stat(join(folder, 'secret.key'))).mode & 0o077).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
