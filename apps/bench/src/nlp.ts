import { fileURLToPath } from 'node:url';

import { loadRegistry } from '@khabar/registry';
import { openLearnedReader, openTagger, type LearnedReader, type Tagger } from '@khabar/tag';

import { printGold } from './nlp-gold.ts';
import { printSets } from './nlp-sets.ts';
import { openTable, points, type Table } from './nlp-table.ts';

/**
 * `npx node apps/bench/src/nlp.ts [FOLDER] [ROWS]`: entities, quotes, stance and names on the labelled sets in FOLDER (development parts, ROWS of
 * each at most) and on our own sentences, by the rules alone and with the encoder, beside what must be reached and what others reached.
 */
const folder = process.argv[2] ?? fileURLToPath(new URL('../../../../shared/data/nlp', import.meta.url));
const most = Number(process.argv[3] ?? 1_000_000);

/** 32 tokens. */
const SENTENCE =
  'The foreign minister said on Monday that talks with the delegation from Kabul would go on next week in Doha, where both sides had met before.';
const ROUNDS = 200;

const registry = await loadRegistry();
const tagger = openTagger(registry.entities);
const opened = await openLearnedReader();
const learned = 'unavailable' in opened ? undefined : opened;

process.stdout.write(`${'unavailable' in opened ? opened.unavailable : opened.version}\n\n`);
const table = openTable(learned);
await printGold({ tagger, table, folder, most });
await printSets({ tagger, table, folder, most });
rulesSpeed(table, tagger);
if (learned !== undefined) await encoderSpeed(table, learned);
await learned?.close();

/** Sentences a second of processor time. */
function perSecond(sentences: number, since: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(since);
  return points(sentences / ((user + system) / 1e6));
}

function rulesSpeed({ one }: Table, rules: Tagger): void {
  const text = Array.from({ length: 20 }, () => SENTENCE).join(' ');
  const article = { title: '', text, language: 'en' };
  rules.tag(article);
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) rules.tag(article);
  one(
    { name: 'sentences a second of one core, rules', rows: 20 * ROUNDS, goal: '3,000 / 6,000' },
    'rules',
    perSecond(20 * ROUNDS, before),
  );
}

async function encoderSpeed({ one }: Table, reader: LearnedReader): Promise<void> {
  await reader.read([{ text: SENTENCE }]);
  const before = process.cpuUsage();
  await reader.read(Array.from({ length: ROUNDS }, () => ({ text: SENTENCE })));
  one(
    {
      name: 'sentences a second of one core, encoder and names',
      rows: ROUNDS,
      goal: '120 / 200',
      others: 'e5 with 12 layers 122',
    },
    'encoder',
    perSecond(ROUNDS, before),
  );
}
