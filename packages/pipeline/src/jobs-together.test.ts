import { expect, test } from 'vitest';

import { jobsTogether } from './jobs-together.ts';

test('pages are read eight in a job, each once', () => {
  const ids = Array.from({ length: 17 }, (_, i) => `p${i}`);
  const jobs = jobsTogether(
    'extract',
    ids.map((pageId) => ({ pageId })),
  );
  expect(jobs).toHaveLength(3);
  expect(jobs[0]).toEqual({ pageId: 'p0', others: ids.slice(1, 8) });
  expect(jobs[2]).toEqual({ pageId: 'p16' });
});

test('a page that is to be read alone stays alone, and other jobs stay as they are', () => {
  expect(jobsTogether('extract', [{ pageId: 'a' }, { pageId: 'b', alone: true }, { pageId: 'c' }])).toEqual([
    { pageId: 'b', alone: true },
    { pageId: 'a', others: ['c'] },
  ]);
  expect(jobsTogether('tag', [{ articleId: 'a' }, { articleId: 'b' }])).toHaveLength(2);
});
