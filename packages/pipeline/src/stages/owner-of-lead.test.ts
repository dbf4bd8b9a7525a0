import type { Lead } from '@khabar/article';
import { expect, test } from 'vitest';

import { ownersOfLeads } from './owner-of-lead.ts';

const lead = (url: string, site?: string): Lead => ({
  url,
  outletId: 'google-news-taliban',
  foundIn: 'https://news.google.com/rss/search?q=taliban',
  ...(site === undefined ? {} : { site }),
});

test('an article that a search found belongs to the outlet of its host, known or new', async () => {
  const named: string[] = [];
  const known = [{ id: 'kubha-news', homepage: 'https://www.kubha.example/en/' }];
  const owners = await ownersOfLeads(
    [
      lead('https://kubha.example/1', 'Kubha News'),
      lead('https://zirak.example/1', 'Zirak Post'),
      lead('https://m.zirak.example/2', 'Zirak Post'),
      lead('https://own.example/1'),
    ],
    {
      // Only these two columns are looked at.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      list: () => Promise.resolve(known as never),
      putNamed: ({ id, name }) => {
        named.push(`${id}: ${name}`);
        return Promise.resolve();
      },
    },
    '2025-07-04T00:00:00Z',
  );
  expect(Object.fromEntries(owners)).toEqual({
    'https://kubha.example/1': 'kubha-news',
    'https://zirak.example/1': 'zirak.example',
    'https://m.zirak.example/2': 'zirak.example',
  });
  expect(named).toEqual(['zirak.example: Zirak Post']);
});
