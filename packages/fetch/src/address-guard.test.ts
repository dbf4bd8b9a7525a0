import { describe, expect, test } from 'vitest';

import { openGuard } from './address-guard.ts';
import { isPublicAddress } from './public-address.ts';

function guardWith(answers: readonly string[]): ReturnType<typeof openGuard> {
  return openGuard({ dns: async () => answers });
}

describe('isPublicAddress', () => {
  test.each(['8.8.8.8', '100.63.255.255', '2001:4860:4860::8888'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '192.0.2.1',
    '224.0.0.1',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:8.8.8.8',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::1',
    '2001:0:1::1',
    '2001:db8::1',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fe80::1%eth0',
    '2600::5efe:a00:1',
    'not an address',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('the address guard', () => {
  test.each([
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://①②⑦.0.0.1/',
    'http://kubha.example@127.0.0.1/',
    'http://[::ffff:127.0.0.1]/',
    'http:\\\\127.0.0.1\\feed',
    'http://localhost./',
    'http://printer.local/',
    'http://intranet/',
  ])('refuses %s', async (url) => {
    expect(await guardWith(['8.8.8.8']).check(url)).toMatchObject({ allowed: false, reason: 'address' });
  });

  test.each(['file:///etc/passwd', 'gopher://kubha.example/', 'javascript:alert(1)', 'data:text/html,x', ''])(
    'refuses the scheme of "%s"',
    async (url) => {
      expect(await guardWith(['8.8.8.8']).check(url)).toMatchObject({ allowed: false, reason: 'scheme' });
    },
  );

  test('refuses a name of which one answer is private', async () => {
    const verdict = await guardWith(['8.8.8.8', '10.0.0.5']).check('https://kubha.example/');
    expect(verdict).toMatchObject({ allowed: false, reason: 'address' });
  });

  test('hands on the very addresses that it checked', async () => {
    const verdict = await guardWith(['8.8.8.8']).check('https://kubha.example/feed');
    expect(verdict).toMatchObject({ allowed: true, endpoints: [{ address: '8.8.8.8', port: 443 }] });
  });

  test('a name without an address is a network failure, which may pass', async () => {
    expect(await guardWith([]).check('https://kubha.example/')).toMatchObject({
      allowed: false,
      reason: 'network',
    });
  });

  test('an operator may name a private host, with its port', async () => {
    const guard = openGuard({ allow: ['127.0.0.1:8081'] });
    expect((await guard.check('http://127.0.0.1:8081/')).allowed).toBe(true);
    expect((await guard.check('http://127.0.0.1:8082/')).allowed).toBe(false);
  });

  test('ports of other protocols are refused', async () => {
    expect((await guardWith(['8.8.8.8']).check('http://kubha.example:6379/')).allowed).toBe(false);
  });
});
