// Writes what the project's own writing teaches, as JSON lines on standard output: the sentences of the sample web with the
// names that the registry knows, and the labelled sentences of packages/tag/gold with the place of holders and targets. Those of kind
// "unseen" are only measured on.
// Run from the root: npx node training/own-texts.ts > FILE
import { readdirSync, readFileSync } from 'node:fs';

import { ANALYSED_LANGUAGES, Entity, type Mention, type Span } from '@khabar/article';
import { loadRegistry } from '@khabar/registry';
import { openTagger } from '@khabar/tag';
import { sentences } from '@khabar/text';
import { z } from 'zod';

const Article = z.object({ title: z.string(), dek: z.string().optional(), body: z.array(z.string()) });
const Outlet = z.object({ outlet: z.object({ language: z.string() }) });
const GoldRow = z.object({
  id: z.string(),
  text: z.string(),
  stances: z.array(
    z.object({
      holder: z.array(z.string()),
      target: z.array(z.string()),
      label: z.enum(['favor', 'against']),
      optional: z.boolean().optional(),
    }),
  ),
});
const BatchRow = GoldRow.extend({
  language: z.string(),
  mentions: z.array(z.object({ start: z.number(), end: z.number(), id: z.string() })),
});
const UnseenRow = z.object({
  id: z.string(),
  language: z.string(),
  text: z.string(),
  given: z.array(z.object({ start: z.number(), end: z.number(), label: z.string() })),
});

const root = new URL('../packages/', import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const readLines = (path: string): unknown[] =>
  readFileSync(new URL(path, root), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
const write = (row: object): boolean => process.stdout.write(`${JSON.stringify(row)}\n`);

/** Offsets in code points, as the Python side counts. */
function inCodePoints({ start, end }: Span, text: string): Span {
  const count = (to: number): number => Array.from(text.slice(0, to)).length;
  return { start: count(start), end: count(end) };
}

function spans(text: string, mentions: readonly Mention[]): object[] {
  return mentions
    .filter(({ field }) => field === 'text')
    .map(({ start, end, type, entityId }) => ({
      ...inCodePoints({ start, end }, text),
      type,
      id: entityId,
    }));
}

/** The type of a name as the name tagger knows it. */
function nameType(id: string): string {
  if (id.startsWith('person:')) return 'PER';
  return id.startsWith('org:') ? 'ORG' : 'LOC';
}

const registry = await loadRegistry();
const known = openTagger(registry.entities);
for (const folder of readdirSync(new URL('sample/web/', root))) {
  if (!folder.endsWith('.example')) continue;
  const { language } = Outlet.parse(readJson(`sample/web/${folder}/outlet.json`)).outlet;
  for (const { title, dek, body } of z.array(Article).parse(readJson(`sample/web/${folder}/articles.json`)))
    for (const block of [title, dek ?? '', ...body])
      for (const { start, end } of sentences(block)) {
        const text = block.slice(start, end);
        const { mentions } = known.tag({ title: '', text, language });
        write({ kind: 'sample', lang: language, text, entities: spans(text, mentions) });
      }
}

const golden = openTagger(z.array(Entity).parse(readLines('tag/gold/entities.jsonl')));
for (const lang of ANALYSED_LANGUAGES)
  for (const { id, text, stances } of z.array(GoldRow).parse(readLines(`tag/gold/${lang}.jsonl`))) {
    const { mentions } = golden.tag({ title: '', text, language: lang });
    write({ kind: 'gold', id, lang, text, entities: spans(text, mentions), stances });
  }

for (const name of ['sentences-1', 'sentences-2', 'sentences-3', 'sentences-4'])
  for (const row of z.array(BatchRow).parse(readLines(`tag/gold/${name}.jsonl`))) {
    const { id, language: lang, text, mentions, stances } = row;
    const entities = mentions.map((span) => ({
      ...inCodePoints(span, text),
      type: nameType(span.id),
      id: span.id,
    }));
    write({ kind: 'batch', id, lang, text, entities, stances });
  }

for (const row of z.array(UnseenRow).parse(readLines('tag/gold/unseen.jsonl'))) {
  const { id, language: lang, text, given } = row;
  const targets = given.map((span) => ({ ...inCodePoints(span, text), label: span.label }));
  write({ kind: 'unseen', id, lang, text, entities: [], targets });
}
