import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withLearnedStances } from '@khabar/pipeline';
import { readArticle, type Tagger } from '@khabar/tag';

import {
  countSets,
  countTuples,
  f1,
  noCounts,
  stanceFigures,
  type Counts,
  type GoldTuple,
  type Labelled,
  type Tuple,
} from './nlp-figures.ts';
import { GoldRow, QuoteRow, readRows, SeedGold, SharedGoldRow, utf16 } from './nlp-rows.ts';
import { sideOf, type Sets } from './nlp-sets.ts';
import { points, type Reader } from './nlp-table.ts';

const OWN = fileURLToPath(new URL('../../../packages/tag/gold/', import.meta.url));
const LANGUAGES = ['en', 'ru', 'fa', 'ps', 'ar'] as const;

/** What a text is asked about: its language and words. */
interface Text {
  readonly text: string;
  readonly language: string;
}

/** The gold sentences of the data sets, the worked example, and our own sentences. */
export async function printGold(sets: Sets): Promise<void> {
  await sharedGold(sets);
  await seedArticle(sets);
  ownQuotes(sets);
  await unseen(sets, undefined);
  for (const language of LANGUAGES) await unseen(sets, language);
}

async function sharedGold({ tagger, table, folder, most }: Sets): Promise<void> {
  const rows = readRows(join(folder, 'gold.jsonl'), SharedGoldRow).slice(0, most);
  const spans = noCounts();
  const linked = noCounts();
  for (const { text, lang, entities } of rows) {
    const { mentions } = tagger.tag({ title: '', text, language: lang });
    const wanted = entities.map(({ type, id, ...span }) => ({
      ...utf16(text, span),
      type,
      id: id ?? undefined,
    }));
    const said = mentions.map(({ start, end, type, entityId: id }) => ({ start, end, type, id }));
    countSets(spans, spanKeys(wanted), spanKeys(said));
    countSets(linked, idKeys(wanted), idKeys(said));
  }
  const name = 'gold sentences';
  table.one(
    { name: `${name}: entity span + type F1, with id`, rows: rows.length, goal: '85, 82 / 94, 92' },
    'rules',
    `${points(f1(spans))}, ${points(f1(linked))}`,
  );
  const ofPashto = rows.filter(({ lang }) => lang === 'ps');
  for (const [of, chosen, goal] of [
    ['', rows, '60 / 78'],
    [', Pashto', ofPashto, '45 / 65'],
  ] as const)
    await table.line({ name: `${name}${of}: stance tuple F1`, rows: chosen.length, goal }, async (reader) =>
      points(f1((await scoreShared(chosen, tagger, reader)).counts)),
    );
  await table.line(
    {
      name: `${name}: label given the target, macro-F1`,
      rows: rows.length,
      goal: '72 / 85',
      others: 'frozen e5 67.0',
    },
    async (reader) => points(stanceFigures((await scoreShared(rows, tagger, reader)).labelled).macroF1),
  );
}

interface Name {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly id: string | undefined;
}

const spanKeys = (names: readonly Name[]): Set<string> =>
  new Set(names.map(({ start, end, type }) => `${start}-${end} ${type}`));
const idKeys = (names: readonly Name[]): Set<string> =>
  new Set(
    names.flatMap(({ start, end, type, id }) => (id === undefined ? [] : [`${start}-${end} ${type} ${id}`])),
  );

async function scoreShared(
  rows: readonly ReturnType<typeof SharedGoldRow.parse>[],
  tagger: Tagger,
  reader: Reader,
): Promise<{ counts: Counts; labelled: Labelled[] }> {
  const sums: { counts: Counts; labelled: Labelled[] } = { counts: noCounts(), labelled: [] };
  for (const { text, lang, stances } of rows) {
    const gold = stances.map((stance) => ({
      holders: stance.holder_any ?? [stance.holder],
      targets: stance.target_any ?? [stance.target],
      label: stance.label,
    }));
    countTuples(gold, await stancesOf({ text, language: lang }, tagger, reader), sums);
  }
  return sums;
}

/** The stances that the pipeline keeps: where the rules see none in a sentence, those of which the heads are sure. */
async function stancesOf(asked: Text, tagger: Tagger, reader: Reader): Promise<readonly Tuple[]> {
  const article = { title: '', ...asked };
  const { mentions, stances } = tagger.tagWithNeutral(article);
  if (reader === undefined) return stances.filter(({ label }) => label !== 'neutral');
  const reading = await readArticle(article, mentions, { reader });
  return withLearnedStances(article, stances, { reading, leastSure: reader.settings.threshold.stance });
}

async function seedArticle({ tagger, table, folder }: Sets): Promise<void> {
  const [text, gold] = ['../seed/lavrov-taliban.txt', 'seed-article.gold.json'].map((file) =>
    join(folder, file),
  );
  if (text === undefined || gold === undefined || !existsSync(text) || !existsSync(gold)) return;
  const { entities, quotes, stances } = SeedGold.parse(JSON.parse(readFileSync(gold, 'utf8')));
  const article = { text: readFileSync(text, 'utf8'), language: 'en' };
  const tags = tagger.tag({ title: '', ...article });
  const found = new Set(
    tags.mentions.flatMap(({ entityId, actingFor }) => [entityId, actingFor ?? entityId]),
  );
  const said = tags.quotes.map(({ start, end, speakerId }) => ({
    text: article.text.slice(start, end),
    speakerId,
  }));
  const attributed = quotes.filter(({ speaker, text: words }) =>
    said.some((quote) => quote.speakerId === speaker && quote.text.includes(words.slice(0, 40).trim())),
  );
  await table.line(
    {
      name: 'worked example: entities of 16, quotes of 4, stances of 11, false stances',
      rows: 1,
      goal: '14, 4, 8, 1 / 16, 4, 11, 0',
    },
    async (reader) => {
      const tuples = await stancesOf(article, tagger, reader);
      const wanted = stances.map(({ holder_any: holders, target_any: targets, label }) => ({
        holders,
        targets,
        label,
      }));
      const known = entities.filter((id) => found.has(id)).length;
      return [known, attributed.length, ...ofExample(wanted, tuples)].join(', ');
    },
  );
}

function isSame(gold: GoldTuple, { holder, target, label }: Tuple): boolean {
  return gold.holders.includes(holder) && gold.targets.includes(target) && gold.label === label;
}

/** How many of the wanted tuples were said, and how many were said that nobody wants. */
function ofExample(wanted: readonly GoldTuple[], said: readonly Tuple[]): [number, number] {
  const counts = noCounts();
  countTuples(wanted, said, { counts, labelled: [] });
  return [counts.right, said.filter((tuple) => !wanted.some((gold) => isSame(gold, tuple))).length];
}

function ownQuotes({ tagger, table, most }: Sets): void {
  const rows = readRows(join(OWN, 'quotes.jsonl'), QuoteRow).slice(0, most);
  const direct = noCounts();
  const indirect = noCounts();
  for (const { text, language, quotes } of rows) {
    const wanted = quotes.map(({ speaker, ...quote }) => ({ ...quote, speakerId: speaker }));
    const said = tagger.tag({ title: '', text, language }).quotes;
    countSets(direct, quoteKeys(text, wanted, isDirect), quoteKeys(text, said, isDirect));
    countSets(indirect, quoteKeys(text, wanted, isIndirect), quoteKeys(text, said, isIndirect));
  }
  table.one(
    { name: 'our quotes: direct P / R', rows: rows.length, goal: '.97 / .95; .99 / .97' },
    'rules',
    shares(direct),
  );
  table.one(
    { name: 'our quotes: indirect P / R', rows: rows.length, goal: '.85; .90' },
    'rules',
    shares(indirect),
  );
}

interface AnyQuote {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly speakerId: string | null;
}

const isIndirect = ({ kind }: AnyQuote): boolean => kind === 'indirect';
const isDirect = (quote: AnyQuote): boolean => !isIndirect(quote);

function quoteKeys(
  text: string,
  quotes: readonly AnyQuote[],
  chosen: (quote: AnyQuote) => boolean,
): Set<string> {
  return new Set(quotes.filter(chosen).map((quote) => `${bare(text, quote)} ${quote.speakerId}`));
}

function shares({ right, said, wanted }: Counts): string {
  return `${(right / said).toFixed(2)} / ${(right / wanted).toFixed(2)}`;
}

/** A span without the marks at its end, which both ways of writing may include. */
function bare(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const inner = text.slice(start, end).replace(/[\s,.،…!?؟;:—–-]+$/u, '');
  return `${start}-${start + inner.length}`;
}

/** Sentences that were written before any result was looked at, half of them idioms; nothing learns from them. */
async function unseen(sets: Sets, language: string | undefined): Promise<void> {
  const { tagger, table, most } = sets;
  const rows = readRows(join(OWN, 'unseen.jsonl'), GoldRow)
    .filter((row) => language === undefined || row.language === language)
    .slice(0, most);
  const name = `idioms on unseen texts${language === undefined ? '' : `, ${language}`}`;
  const figures: number[] = [];
  await table.line({ name: `${name}: tuple F1`, goal: '60 / 78', rows: rows.length }, async (reader) => {
    const counts = noCounts();
    for (const row of rows) {
      const gold = row.stances.map(({ holder, target, label }) => ({
        holders: holder,
        targets: target,
        label,
      }));
      countTuples(gold, await stancesOf(row, tagger, reader), { counts, labelled: [] });
    }
    figures.push(f1(counts));
    return `${points(f1(counts))} (P ${points((100 * counts.right) / counts.said)})`;
  });
  const [alone, both] = figures;
  if (alone !== undefined && both !== undefined)
    table.one(
      { name: `${name}: loss of tuple F1 without the encoder`, goal: '12 or less / 8', rows: rows.length },
      'rules',
      points(both - alone),
    );
  await table.line(
    {
      name: `${name}: label given the target, macro-F1`,
      goal: '72 / 85',
      others: 'frozen e5 60.9 on other sentences',
      rows: rows.length,
    },
    async (reader) => {
      const labelled: Labelled[] = [];
      for (const row of rows)
        for (const { label, ...span } of row.given)
          labelled.push({ gold: label, said: await sideOf({ ...row, span }, tagger, reader) });
      return points(stanceFigures(labelled).macroF1);
    },
  );
}
