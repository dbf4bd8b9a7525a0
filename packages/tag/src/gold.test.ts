import { readFileSync } from 'node:fs';

import { ANALYSED_LANGUAGES, Entity, type AnalysedLanguage } from '@khabar/article';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { openTagger } from './tag-article.ts';

const GoldStance = z.strictObject({
  /** Ids that are equally right (metonymy). */
  holder: z.array(z.string()),
  target: z.array(z.string()),
  label: z.enum(['favor', 'against']),
  /** Right either way. */
  optional: z.literal(true).optional(),
});
type GoldStance = z.infer<typeof GoldStance>;

const GoldRow = z.strictObject({
  id: z.string(),
  text: z.string(),
  stances: z.array(GoldStance),
  note: z.string(),
});
type GoldRow = z.infer<typeof GoldRow>;

function readLines(name: string): unknown[] {
  const lines = readFileSync(new URL(`../gold/${name}.jsonl`, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
}

const tagger = openTagger(z.array(Entity).parse(readLines('entities')));

interface Score {
  readonly precision: number;
  readonly recall: number;
  /** What was missed and what was said too much, for the message of a failing test. */
  readonly wrong: readonly string[];
}

function score(rows: readonly GoldRow[], language: AnalysedLanguage): Score {
  let [right, said, wanted] = [0, 0, 0];
  const wrong: string[] = [];
  for (const { id, text, stances } of rows) {
    const found = tagger.tag({ title: '', text, language }).stances;
    const meets = (gold: GoldStance): boolean =>
      found.some(
        ({ holder, target, label }) =>
          gold.holder.includes(holder) && gold.target.includes(target) && gold.label === label,
      );
    const needed = stances.filter(({ optional }) => optional === undefined);
    const missed = needed.filter((gold) => !meets(gold));
    const extra = found.filter(
      ({ holder, target, label }) =>
        !stances.some(
          (gold) => gold.holder.includes(holder) && gold.target.includes(target) && gold.label === label,
        ),
    );
    wanted += needed.length;
    right += needed.length - missed.length;
    said += needed.length - missed.length + extra.length;
    wrong.push(
      ...missed.map((gold) => `${id} missed ${gold.holder[0]} ${gold.label} ${gold.target[0]}`),
      ...extra.map(({ holder, label, target }) => `${id} too much ${holder} ${label} ${target}`),
    );
  }
  return { precision: right / said, recall: right / wanted, wrong };
}

const FLOORS: Readonly<Record<AnalysedLanguage, { precision: number; recall: number }>> = {
  en: { precision: 0.94, recall: 0.96 },
  ru: { precision: 0.96, recall: 0.96 },
  fa: { precision: 0.96, recall: 0.96 },
  ps: { precision: 0.96, recall: 0.96 },
  ar: { precision: 0.96, recall: 0.96 },
};

describe('labelled sentences', () => {
  test.each(ANALYSED_LANGUAGES)(
    'precision and recall of stances in %s stay above their floor',
    (language) => {
      const rows = z.array(GoldRow).parse(readLines(language));
      expect(rows.length).toBeGreaterThanOrEqual(80);
      const { precision, recall, wrong } = score(rows, language);
      const floor = FLOORS[language];
      // Below a floor the message shows which sentences are wrong.
      expect(precision < floor.precision ? wrong : []).toEqual([]);
      expect(recall < floor.recall ? wrong : []).toEqual([]);
    },
  );

  test.each(ANALYSED_LANGUAGES)('sentences of %s in which nobody takes a stance get none', (language) => {
    const rows = z.array(GoldRow).parse(readLines(language));
    const silent = rows.filter(({ stances }) => stances.length === 0);
    const loud = silent.filter(({ text }) => tagger.tag({ title: '', text, language }).stances.length > 0);
    expect(silent.length).toBeGreaterThanOrEqual(7);
    expect(loud.map(({ id }) => id).length).toBeLessThanOrEqual(1);
  });
});
