import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Stance } from '@khabar/article';
import { loadRegistry } from '@khabar/registry';
import {
  combineStances,
  labelTowards,
  openLearnedReader,
  openTagger,
  readArticle,
  type LearnedReader,
} from '@khabar/tag';

import { f1, noCounts, stanceFigures, type Counts, type Labelled, type Side } from './nlp-figures.ts';
import { GoldRow, NameRow, readRows, StanceRow, utf16 } from './nlp-rows.ts';

/**
 * `npx node apps/bench/src/nlp.ts [FOLDER] [ROWS]`: stance, names and tuples on the labelled sets in FOLDER (development parts, ROWS of each at
 * most), by the rules alone and with the encoder, beside what must be reached and what others reached on the same sets.
 */
const folder = process.argv[2] ?? '../shared/data/nlp';
const most = Number(process.argv[3] ?? 1_000_000);
const gold = fileURLToPath(new URL('../../../packages/tag/gold/', import.meta.url));
/** The last rows of wikigold, from which nothing was learned (training/khabar_training/prepare.py). */
const WIKIGOLD_HELD_OUT = 200;

const print = (...cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`);
const points = (value: number): string => value.toFixed(1);
const registry = await loadRegistry();
const tagger = openTagger(registry.entities);
const opened = await openLearnedReader();
const learned = 'unavailable' in opened ? undefined : opened;

process.stdout.write(`${'unavailable' in opened ? opened.unavailable : opened.version}\n`);
print('measure', 'rows', 'must / goal', 'rules alone', 'with the encoder', 'others');

type Reader = LearnedReader | undefined;

/** One line of the table: the same rows scored with and without the heads. */
async function line(
  cells: { readonly name: string; readonly goal: string; readonly others: string; readonly rows: number },
  score: (reader: Reader) => Promise<string>,
): Promise<void> {
  if (cells.rows === 0) return;
  const both = learned === undefined ? 'no encoder' : await score(learned);
  print(cells.name, String(cells.rows), cells.goal, await score(undefined), both, cells.others);
}

async function sideOf(
  { text, language }: { readonly text: string; readonly language: string },
  target: { readonly start: number; readonly end: number },
  reader: Reader,
): Promise<Side> {
  const rules = tagger.labelFor({ title: '', text, language }, target);
  const label = reader === undefined ? rules : await labelTowards(text, target, { reader, rules });
  return label === 'unclear' ? 'neutral' : label;
}

async function stanceLine(
  file: string,
  name: string,
  [goal, others]: readonly [string, string],
): Promise<void> {
  const rows = readRows(join(folder, file), StanceRow).slice(0, most);
  await line({ name, goal, others, rows: rows.length }, async (reader) => {
    const labelled: Labelled[] = [];
    for (const { text, lang, target, label } of rows)
      labelled.push({
        gold: label,
        said: await sideOf({ text, language: lang }, utf16(text, target), reader),
      });
    const { macroF1, f1PN } = stanceFigures(labelled);
    return `${points(macroF1)} / ${points(f1PN)}`;
  });
}

async function nameLine(
  { file, name, last }: { readonly file: string; readonly name: string; readonly last: number },
  [goal, others]: readonly [string, string],
): Promise<void> {
  const rows = readRows(join(folder, file), NameRow).slice(-last).slice(0, most);
  await line({ name, goal, others, rows: rows.length }, async (reader) => {
    const counts = noCounts();
    for (const { text, lang, entities } of rows) {
      const wanted = new Set(entities.map((entity) => JSON.stringify([utf16(text, entity), entity.type])));
      const said = new Set(await namesIn(text, lang, reader));
      counts.right += [...said].filter((span) => wanted.has(span)).length;
      counts.said += said.size;
      counts.wanted += wanted.size;
    }
    return `${points(f1(counts))} (P ${points((100 * counts.right) / counts.said)})`;
  });
}

/** Registered names, and with the heads those that overlap none. */
async function namesIn(text: string, language: string, reader: Reader): Promise<string[]> {
  const { mentions } = tagger.tag({ title: '', text, language });
  const [reading] = (await reader?.read([{ text }])) ?? [];
  const isNew = ({ start, end }: { start: number; end: number }): boolean =>
    !mentions.some((known) => known.start < end && known.end > start);
  const fresh = (reading?.names ?? []).filter(
    (name) => name.confidence >= (reader?.settings.threshold.name ?? 1) && isNew(name),
  );
  return [...mentions, ...fresh].map(({ start, end, type }) => JSON.stringify([{ start, end }, type]));
}

async function tupleLine(language: string | undefined): Promise<void> {
  const rows = readRows(join(gold, 'unseen.jsonl'), GoldRow)
    .filter((row) => language === undefined || row.language === language)
    .slice(0, most);
  const name = `sentences written before looking${language === undefined ? '' : `, ${language}`}`;
  await line(
    { name: `${name}: tuple F1`, goal: '60 / 78', others: '', rows: rows.length },
    async (reader) => {
      const counts = noCounts();
      for (const row of rows) count(row, await stancesOf(row, reader), counts);
      return `${points(f1(counts))} (P ${points((100 * counts.right) / counts.said)})`;
    },
  );
  await line(
    {
      name: `${name}: label given the target, macro-F1`,
      goal: '72 / 85',
      others: 'frozen e5 60.9 on other sentences',
      rows: rows.length,
    },
    async (reader) => {
      const labelled: Labelled[] = [];
      for (const row of rows)
        for (const { label, ...target } of row.given)
          labelled.push({ gold: label, said: await sideOf(row, target, reader) });
      return points(stanceFigures(labelled).macroF1);
    },
  );
}

async function stancesOf({ text, language }: GoldRow, reader: Reader): Promise<readonly Stance[]> {
  const article = { title: '', text, language };
  const { mentions, stances } = tagger.tag(article);
  if (reader === undefined) return stances;
  const reading = await readArticle(article, mentions, { reader });
  return combineStances(article, stances, { reading, threshold: reader.settings.threshold.pair });
}

function count(row: GoldRow, said: readonly Stance[], counts: Counts): void {
  counts.said += said.length;
  counts.wanted += row.stances.length;
  counts.right += row.stances.filter((wanted) =>
    said.some(
      ({ holder, target, label }) =>
        wanted.holder.includes(holder) && wanted.target.includes(target) && wanted.label === label,
    ),
  ).length;
}

await stanceLine('newsmtsc.dev.jsonl', 'NewsMTSC rw: macro-F1 / F1-PN', [
  '75 / 80',
  'lexicon 53.2, frozen e5 76.5, MiniLM-L6 tuned whole 78.2, best about 83',
]);
await stanceLine('newsmtsc-mt.dev.jsonl', 'NewsMTSC mt: macro-F1 / F1-PN', [
  '71 / 76',
  'lexicon 49.2, frozen e5 71.8, MiniLM-L6 tuned whole 75.5, best about 82',
]);
await stanceLine('rusentne.dev.jsonl', 'RuSentNE unseen: macro-F1 / F1-PN', [
  'F1-PN 48 / 55',
  'F1-PN: frozen e5 49.2; GPT-4 zero-shot 50.8 on all',
]);
await nameLine({ file: 'ner.en.wikigold.train.jsonl', name: 'wikigold: F1', last: WIKIGOLD_HELD_OUT }, [
  '72 / 80',
  'linear 44.4, frozen e5 74.3',
]);
await nameLine(
  { file: 'ner.ru.nerel.dev.jsonl', name: 'NEREL: F1 (nothing learned from it)', last: 1_000_000 },
  ['74 / 83', 'trained on NEREL: linear 75.8, frozen e5 74.7'],
);
await nameLine(
  { file: 'ner.ar.anercorp.train.jsonl', name: 'ANERcorp: F1 (nothing learned from it)', last: 800 },
  ['55 / 70', 'trained on ANERcorp: linear 55.8, frozen e5 54.2'],
);
await tupleLine(undefined);
for (const language of ['en', 'ru', 'fa', 'ps', 'ar']) await tupleLine(language);

if (learned !== undefined) {
  // Sentences a second of processor time, trunk and names, on sentences of 32 tokens.
  const text =
    'The foreign minister said on Monday that talks with the delegation from Kabul would go on next week in Doha, where both sides had met before.';
  await learned.read([{ text }]);
  const before = process.cpuUsage();
  const rounds = 200;
  await learned.read(Array.from({ length: rounds }, () => ({ text })));
  const { user, system } = process.cpuUsage(before);
  print(
    'sentences a second of one core, trunk and names',
    String(rounds),
    '120 / 200',
    '',
    points(rounds / ((user + system) / 1e6)),
    'e5 with 12 layers 122',
  );
}
await learned?.close();
