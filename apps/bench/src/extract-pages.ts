import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { z } from 'zod';

/** A labelled page: what must come out of it, and where its HTML lies. */
const LabelledPage = z.object({
  id: z.string(),
  dataset: z.string(),
  url: z.string(),
  html: z.string(),
  charset: z.string().default('utf-8'),
  title: z.string().nullish(),
  authors: z.array(z.string()).nullish(),
  published: z.string().nullish(),
  body: z.string().nullish(),
});
export type LabelledPage = z.infer<typeof LabelledPage>;

/** What a tool read off a page. */
export const ReadPage = z.object({
  id: z.string(),
  title: z.string().nullable(),
  authors: z.array(z.string()),
  published: z.string().nullable(),
  body: z.string(),
});
export type ReadPage = z.infer<typeof ReadPage>;

/** The labels in `truth.jsonl` of a folder; the re-encoded copies of other pages are left out. */
export function readLabels(folder: string): LabelledPage[] {
  return readFileSync(join(folder, 'truth.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LabelledPage.parse(JSON.parse(line)))
    .filter(({ dataset }) => dataset !== 'charset');
}

/** HTML of a labelled page, decoded. */
export function readHtml(folder: string, page: LabelledPage): string {
  const bytes = readFileSync(join(folder, page.html));
  return new TextDecoder(page.charset).decode(page.html.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}
