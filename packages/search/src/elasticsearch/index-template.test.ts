import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { indexTemplate } from './index-template.ts';
import { articlePrefix } from './mapping.ts';

const file = new URL('../../../../infra/elasticsearch/index-template.json', import.meta.url);
const Fields: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown());

test('infra/elasticsearch/index-template.json is what the code puts on the server (npm run index-template -w packages/search)', async () => {
  const written: unknown = JSON.parse(await readFile(file, 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(indexTemplate())));
});

test('the template holds for the indices of this version, and refuses fields that it does not name', () => {
  const template = z
    .object({
      index_patterns: z.array(z.string()),
      allow_auto_create: z.literal(false),
      template: z.object({
        mappings: z.object({
          dynamic: z.literal('strict'),
          properties: Fields,
        }),
      }),
    })
    .parse(indexTemplate());
  expect(template.index_patterns).toEqual([`${articlePrefix('khabar-articles')}*`]);
  const { properties } = template.template.mappings;
  expect(properties['stances']).toMatchObject({ type: 'nested' });
  expect(properties['mentions']).toMatchObject({ type: 'nested' });
  expect(properties['text']).toMatchObject({ type: 'text' });
});
