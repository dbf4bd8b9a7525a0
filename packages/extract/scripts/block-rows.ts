/**
 * Writes one JSON line a page with its blocks and their features, for train_keep_model.py.
 * Usage: npx node packages/extract/scripts/block-rows.ts DATA_FOLDER > rows.jsonl
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { z } from 'zod';

import { blockFeatures, FEATURE_NAMES } from '../src/block-features.ts';
import { containerVotes } from '../src/container-votes.ts';
import { nearTitle } from '../src/near-title.ts';
import { pageBlocks } from '../src/page-blocks.ts';
import { indexPage } from '../src/page-index.ts';
import { parsePage } from '../src/parse-page.ts';
import { readAuthors } from '../src/read-authors.ts';
import { readMetadata } from '../src/read-metadata.ts';
import { readTitle, shownTexts, titleCandidates } from '../src/read-title.ts';
import { shownTitles, titleSpot } from '../src/title-spot.ts';

const Line = z.object({
  id: z.string(),
  dataset: z.string(),
  body: z.string().optional(),
  url: z.string(),
  html: z.string(),
  charset: z.string().default('utf-8'),
});
const folder = process.argv[2] ?? '.';
process.stdout.write(`${JSON.stringify({ features: FEATURE_NAMES })}\n`);
for (const line of readFileSync(join(folder, 'truth.jsonl'), 'utf8').split('\n')) {
  if (line === '') continue;
  const record = Line.parse(JSON.parse(line));
  // The re-encoded pages are the same pages again.
  if (record.body === undefined || record.dataset === 'charset') continue;
  const html = new TextDecoder(record.charset).decode(gunzipSync(readFileSync(join(folder, record.html))));
  const parsed = parsePage(html);
  if (parsed.kind === 'refused') continue;
  const index = indexPage(parsed.document);
  const metadata = readMetadata(index, record.url);
  const page = pageBlocks(parsed.document);
  const shown = shownTitles(index, record.url);
  const title = readTitle(metadata, shown, shownTexts(page)).value;
  const { names: authors } = readAuthors({
    metadata,
    index,
    title: titleSpot(shown, title),
    nearTitle: nearTitle(page, title),
    lines: page.blocks.map((block) => block.text),
  });
  const rowOf = blockFeatures(page, containerVotes(page), {
    titles: [...titleCandidates(metadata), ...(title === null ? [] : [title])],
    description: metadata.description,
    authors,
    articleBody: metadata.articleBody,
  });
  process.stdout.write(
    `${JSON.stringify({
      id: record.id,
      blocks: page.blocks.map((block, at) => ({
        text: block.text,
        parent: page.nodes.indexOf(block.node.parent ?? block.node),
        row: Array.from(rowOf(at), (value) => Math.round(value * 1e4) / 1e4),
      })),
    })}\n`,
  );
}
