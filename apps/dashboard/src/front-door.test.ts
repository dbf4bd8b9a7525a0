import { readConfig } from '@khabar/config';
import { Hono } from 'hono';
import { expect, it } from 'vitest';

import { answersTo, openFrontDoor } from './front-door.ts';

function configOf(environment: Record<string, string>) {
  const read = readConfig({ PORT: '0', ...environment });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

it('does not open beyond loopback, unless somebody vouches for the network', async () => {
  await expect(openFrontDoor(configOf({ HOST: '0.0.0.0' }))).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('KHABAR_TRUST_NETWORK=on'),
  });
  const door = await openFrontDoor(configOf({ HOST: '0.0.0.0', KHABAR_TRUST_NETWORK: 'on' }));
  await door.close();
});

it('answers that Khabar starts, and then what it was opened to', async () => {
  const door = await openFrontDoor(configOf({}));
  const before = await fetch(`${door.address}/health`);
  expect([before.status, await before.json()]).toMatchObject([503, { state: 'starting' }]);
  const page = await fetch(`${door.address}/`, { headers: { accept: 'text/html' } });
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('Khabar starts')]);
  door.openTo(new Hono().get('/health', (context) => context.text('well')));
  expect(await (await fetch(`${door.address}/health`)).text()).toBe('well');
  await door.close();
});

it('a name that a stranger points at the address is not answered to, also in a trusted network', () => {
  const trusted = answersTo(
    configOf({ KHABAR_TRUST_NETWORK: 'on', KHABAR_PUBLIC_URL: 'https://khabar.example/' }),
  );
  expect(['localhost', '127.0.0.1', '[::1]', 'khabar.example', '10.0.3.7', '[fd00::7]'].map(trusted)).toEqual(
    Array.from({ length: 6 }, () => true),
  );
  expect(['rebound.example', 'khabar.example.org', '10.0.3.7.evil.example', ''].map(trusted)).toEqual(
    Array.from({ length: 4 }, () => false),
  );
  const alone = answersTo(configOf({ KHABAR_PUBLIC_URL: 'https://khabar.example/' }));
  expect(['localhost', 'khabar.example', '10.0.3.7'].map(alone)).toEqual([true, false, false]);
});
