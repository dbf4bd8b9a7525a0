import { fileURLToPath } from 'node:url';

import type { Stance } from '@khabar/article';
import { withLearnedStances } from '@khabar/pipeline';
import { loadRegistry } from '@khabar/registry';
import { type LearnedReader, openTagger, readArticle } from '@khabar/tag';
import { z } from 'zod';

import { type Counts, noCounts } from './nlp-figures.ts';
import { readRows } from './nlp-rows.ts';

const Row = z.object({
  text: z.string(),
  language: z.string(),
  stances: z.array(
    z.object({
      holder: z.array(z.string()),
      target: z.array(z.string()),
      label: z.string(),
      optional: z.boolean().default(false),
    }),
  ),
});
type Row = z.infer<typeof Row>;

/** The heads learn from the other sentences (training/khabar_training/rows.py). */
const FILES = ['unseen', 'sentences-4'];

export interface StanceCounts {
  readonly rules: Counts;
  readonly both: Counts;
}

/**
 * Stances of gold sentences of which the heads learned nothing, by the rules alone and as the pipeline takes over what the heads say; by
 * language, and under `all`. A stance that may be missing counts neither as wanted nor, when it is said, as wrong.
 */
export async function learnedStanceCounts(reader: LearnedReader): Promise<Map<string, StanceCounts>> {
  const tagger = openTagger((await loadRegistry()).entities);
  const counts = new Map<string, StanceCounts>();
  const folder = new URL('../../../packages/tag/gold/', import.meta.url);
  for (const row of FILES.flatMap((name) => readRows(fileURLToPath(new URL(`${name}.jsonl`, folder)), Row))) {
    const article = { title: '', text: row.text, language: row.language };
    const { mentions, stances } = tagger.tagWithNeutral(article);
    const rules = stances.filter(({ label }) => label !== 'neutral');
    // Where the rules see a side, the heads are not asked.
    const both =
      rules.length > 0
        ? rules
        : withLearnedStances(article, stances, {
            reading: await readArticle(article, mentions, { reader }),
            leastSure: reader.settings.threshold.stance,
          });
    for (const key of [row.language, 'all']) {
      const known = counts.get(key) ?? { rules: noCounts(), both: noCounts() };
      counts.set(key, known);
      count(row, rules, known.rules);
      count(row, both, known.both);
    }
  }
  return counts;
}

function count(row: Row, said: readonly Stance[], counts: Counts): void {
  const fits = (wanted: Row['stances'][number], { holder, target, label }: Stance): boolean =>
    wanted.holder.includes(holder) && wanted.target.includes(target) && wanted.label === label;
  const wanted = row.stances.filter(({ optional }) => !optional);
  counts.wanted += wanted.length;
  counts.right += wanted.filter((one) => said.some((stance) => fits(one, stance))).length;
  counts.said += said.filter(
    (stance) => !row.stances.some((one) => one.optional && fits(one, stance)),
  ).length;
}
