import { join } from 'node:path';

import { labelTowards, type Tagger } from '@khabar/tag';

import { countSets, f1, noCounts, stanceFigures, type Labelled, type Side } from './nlp-figures.ts';
import { NameRow, readRows, StanceRow, utf16 } from './nlp-rows.ts';
import { points, type Reader, type Table } from './nlp-table.ts';

export interface Sets {
  readonly tagger: Tagger;
  readonly table: Table;
  /** Folder of the labelled sets. */
  readonly folder: string;
  /** Rows of each set that are scored. */
  readonly most: number;
}

interface Line {
  readonly file: string;
  readonly name: string;
  readonly goal: string;
  readonly others: string;
}

/** The last rows of wikigold, from which nothing was learned (training/khabar_training/prepare.py). */
const WIKIGOLD_HELD_OUT = 200;

const STANCE_LINES: readonly Line[] = [
  {
    file: 'newsmtsc.dev.jsonl',
    name: 'NewsMTSC rw: macro-F1 / F1-PN',
    goal: '75 / 80',
    others: 'lexicon 53.2, frozen e5 76.5, MiniLM-L6 tuned whole 78.2, best about 83',
  },
  {
    file: 'newsmtsc-mt.dev.jsonl',
    name: 'NewsMTSC mt: macro-F1 / F1-PN',
    goal: '71 / 76',
    others: 'lexicon 49.2, frozen e5 71.8, MiniLM-L6 tuned whole 75.5, best about 82',
  },
  {
    file: 'rusentne.dev.jsonl',
    name: 'RuSentNE unseen: macro-F1 / F1-PN',
    goal: 'F1-PN 48 / 55',
    others: 'F1-PN: linear 14.8, frozen e5 49.2 (on 840 other rows); GPT-4 zero-shot 50.8 on all',
  },
];

const NAME_LINES: readonly (Line & { readonly last: number })[] = [
  {
    file: 'ner.en.wikigold.train.jsonl',
    name: 'wikigold: F1',
    last: WIKIGOLD_HELD_OUT,
    goal: '72 / 80',
    others: 'linear 44.4, frozen e5 74.3',
  },
  {
    file: 'ner.ru.nerel.dev.jsonl',
    name: 'NEREL: F1 (nothing learned from it)',
    last: 1_000_000,
    goal: '74 / 83',
    others: 'trained on NEREL: linear 75.8, frozen e5 74.7',
  },
  {
    file: 'ner.ar.anercorp.train.jsonl',
    name: 'ANERcorp: F1 (nothing learned from it)',
    last: 800,
    goal: '55 / 70',
    others: 'trained on ANERcorp: linear 55.8, frozen e5 54.2',
  },
];

/** Stance towards a given target and names, on the public sets. */
export async function printSets(sets: Sets): Promise<void> {
  for (const line of STANCE_LINES) await stanceLine(sets, line);
  for (const line of NAME_LINES) await nameLine(sets, line);
}

async function stanceLine({ tagger, table, folder, most }: Sets, { file, ...cells }: Line): Promise<void> {
  const rows = readRows(join(folder, file), StanceRow).slice(0, most);
  await table.line({ ...cells, rows: rows.length }, async (reader) => {
    const labelled: Labelled[] = [];
    for (const { text, lang, target, label } of rows) {
      const span = utf16(text, target);
      labelled.push({ gold: label, said: await sideOf({ text, language: lang, span }, tagger, reader) });
    }
    const { macroF1, f1PN } = stanceFigures(labelled);
    return `${points(macroF1)} / ${points(f1PN)}`;
  });
}

/** How a text stands towards the words at `span`, as `khabar lines tag` answers it. */
export async function sideOf(
  asked: { readonly text: string; readonly language: string; readonly span: { start: number; end: number } },
  tagger: Tagger,
  reader: Reader,
): Promise<Side> {
  const { text, language, span } = asked;
  const rules = tagger.labelFor({ title: '', text, language }, span);
  const label = reader === undefined ? rules : await labelTowards(text, span, { reader, rules });
  return label === 'unclear' ? 'neutral' : label;
}

async function nameLine(
  { tagger, table, folder, most }: Sets,
  { file, last, ...cells }: (typeof NAME_LINES)[number],
): Promise<void> {
  const rows = readRows(join(folder, file), NameRow).slice(-last).slice(0, most);
  await table.line({ ...cells, rows: rows.length }, async (reader) => {
    const counts = noCounts();
    for (const { text, lang, entities } of rows) {
      const wanted = new Set(entities.map((entity) => JSON.stringify([utf16(text, entity), entity.type])));
      countSets(counts, wanted, new Set(await namesIn({ text, language: lang }, tagger, reader)));
    }
    return `${points(f1(counts))} (P ${points((100 * counts.right) / counts.said)})`;
  });
}

/** Registered names, and with the heads those that overlap none. */
async function namesIn(
  { text, language }: { readonly text: string; readonly language: string },
  tagger: Tagger,
  reader: Reader,
): Promise<string[]> {
  const { mentions } = tagger.tag({ title: '', text, language });
  const [reading] = (await reader?.read([{ text }])) ?? [];
  const isNew = ({ start, end }: { start: number; end: number }): boolean =>
    !mentions.some((known) => known.start < end && known.end > start);
  const fresh = (reading?.names ?? []).filter(
    (name) => name.confidence >= (reader?.settings.threshold.name ?? 1) && isNew(name),
  );
  return [...mentions, ...fresh].map(({ start, end, type }) => JSON.stringify([{ start, end }, type]));
}
