import { readFileSync } from 'node:fs';

import { ANALYSED_LANGUAGES, type AnalysedLanguage } from '@khabar/article';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { readRegistryEntities } from './entities/gold-sentences.fixture.ts';
import { openTagger, type Tagger } from './tag-article.ts';

const Stance = z.strictObject({
  /** Ids that are equally right. */
  holder: z.array(z.string()),
  target: z.array(z.string()),
  label: z.enum(['favor', 'against']),
  /** Right either way. */
  optional: z.literal(true).optional(),
});
type Stance = z.infer<typeof Stance>;

const SentenceRow = z.strictObject({
  id: z.string(),
  language: z.string(),
  text: z.string(),
  mentions: z.array(z.strictObject({ start: z.number(), end: z.number(), id: z.string() })),
  stances: z.array(Stance),
  /** Whose manner of writing. */
  note: z.string(),
});

const QuoteRow = z.strictObject({
  id: z.string(),
  language: z.string(),
  text: z.string(),
  quotes: z.array(
    z.strictObject({
      kind: z.enum(['direct', 'partial', 'indirect']),
      start: z.number(),
      end: z.number(),
      speaker: z.string().nullable(),
    }),
  ),
});

const ReferenceRow = z.strictObject({
  id: z.string(),
  language: z.string(),
  text: z.string(),
  references: z.array(
    z.strictObject({
      start: z.number(),
      end: z.number(),
      ids: z.array(z.string()),
      optional: z.literal(true).optional(),
    }),
  ),
});

function readLines(name: string): unknown[] {
  const lines = readFileSync(new URL(`../gold/${name}.jsonl`, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
}

const SENTENCES = z
  .array(SentenceRow)
  .parse([1, 2, 3, 4, 5, 6, 7].flatMap((batch) => readLines(`sentences-${batch}`)));

let tagger: Tagger;
beforeAll(async () => {
  tagger = openTagger(await readRegistryEntities());
});

/** Precision and recall against the floor; what is wrong where one is below. */
interface Count {
  right: number;
  said: number;
  wanted: number;
  readonly wrong: string[];
}

/** What is wrong, where a share is below its floor; the message of a failing test shows it. */
function belowFloor(share: number, floor: number, wrong: readonly string[]): readonly string[] {
  return share < floor ? [share.toFixed(3), ...wrong] : [];
}

function newCount(): Count {
  return { right: 0, said: 0, wanted: 0, wrong: [] };
}

function isSame(gold: Stance, said: { holder: string; target: string; label: string }): boolean {
  return gold.holder.includes(said.holder) && gold.target.includes(said.target) && gold.label === said.label;
}

const STANCE_FLOORS: Readonly<Record<AnalysedLanguage, { precision: number; recall: number }>> = {
  en: { precision: 0.94, recall: 0.85 },
  ru: { precision: 0.95, recall: 0.86 },
  fa: { precision: 0.92, recall: 0.86 },
  ps: { precision: 0.95, recall: 0.9 },
  ar: { precision: 0.95, recall: 0.89 },
};

describe('sentences as outlets write them', () => {
  test.each(ANALYSED_LANGUAGES)('stances in %s stay above their floor', (language) => {
    const count = newCount();
    for (const { id, text, stances } of SENTENCES.filter((row) => row.language === language)) {
      const found = tagger.tag({ title: '', text, language }).stances;
      const needed = stances.filter(({ optional }) => optional === undefined);
      const met = needed.filter((gold) => found.some((said) => isSame(gold, said)));
      const extra = found.filter((said) => !stances.some((gold) => isSame(gold, said)));
      count.wanted += needed.length;
      count.right += met.length;
      count.said += met.length + extra.length;
      if (met.length < needed.length || extra.length > 0) count.wrong.push(id);
    }
    const floor = STANCE_FLOORS[language];
    expect(count.wanted).toBeGreaterThanOrEqual(50);
    expect(belowFloor(count.right / count.said, floor.precision, count.wrong)).toEqual([]);
    expect(belowFloor(count.right / count.wanted, floor.recall, count.wrong)).toEqual([]);
  });

  test.each(ANALYSED_LANGUAGES)('in %s sentences in which nobody takes a stance get none', (language) => {
    const silent = SENTENCES.filter((row) => row.language === language && row.stances.length === 0);
    const loud = silent.filter(({ text }) => tagger.tag({ title: '', text, language }).stances.length > 0);
    expect(silent.length).toBeGreaterThanOrEqual(12);
    expect(loud.map(({ id }) => id).length).toBeLessThanOrEqual(1);
  });

  test.each(ANALYSED_LANGUAGES)('names in %s are found with their ids', (language) => {
    const count = newCount();
    for (const { id, text, mentions } of SENTENCES.filter((row) => row.language === language)) {
      const said = tagger
        .tag({ title: '', text, language })
        .mentions.filter(({ how }) => how === 'name')
        .map(({ start, end, entityId }) => `${start}-${end} ${entityId}`);
      const wanted = mentions.map(({ start, end, id: entityId }) => `${start}-${end} ${entityId}`);
      const met = wanted.filter((one) => said.includes(one));
      count.right += met.length;
      count.said += said.length;
      count.wanted += wanted.length;
      if (met.length < wanted.length || said.length > wanted.length) count.wrong.push(id);
    }
    expect(belowFloor(count.right / count.said, 0.94, count.wrong)).toEqual([]);
    expect(belowFloor(count.right / count.wanted, 0.94, count.wrong)).toEqual([]);
  });
});

/** A span without the marks at its ends, which both ways of writing may include. */
function bare(text: string, { start, end }: { start: number; end: number }): string {
  const inner = text.slice(start, end).replace(/[\s,.،…!?؟;:—–-]+$/u, '');
  return `${start}-${start + inner.length}`;
}

const isIndirect = ({ kind }: { kind: string }): boolean => kind === 'indirect';
const isDirect = ({ kind }: { kind: string }): boolean => kind !== 'indirect';

function countQuotes(chosen: (quote: { kind: string }) => boolean): Count {
  const count = newCount();
  for (const { id, language, text, quotes } of z.array(QuoteRow).parse(readLines('quotes'))) {
    const said = tagger
      .tag({ title: '', text, language })
      .quotes.filter(chosen)
      .map((quote) => `${bare(text, quote)} ${quote.speakerId}`);
    const wanted = quotes.filter(chosen).map((quote) => `${bare(text, quote)} ${quote.speaker}`);
    const met = wanted.filter((one) => said.includes(one));
    count.right += met.length;
    count.said += said.length;
    count.wanted += wanted.length;
    if (met.length < wanted.length || said.length > wanted.length) count.wrong.push(id);
  }
  return count;
}

describe('quotes in five languages', () => {
  test('direct quotes are found with their speaker', () => {
    const { right, said, wanted, wrong } = countQuotes(isDirect);
    expect(wanted).toBeGreaterThanOrEqual(50);
    expect(belowFloor(right / said, 0.97, wrong)).toEqual([]);
    expect(belowFloor(right / wanted, 0.95, wrong)).toEqual([]);
  });

  test('indirect speech is found with its speaker', () => {
    const { right, said, wanted, wrong } = countQuotes(isIndirect);
    expect(wanted).toBeGreaterThanOrEqual(30);
    expect(belowFloor(right / said, 0.9, wrong)).toEqual([]);
    expect(belowFloor(right / wanted, 0.85, wrong)).toEqual([]);
  });
});

describe('titles, surnames and pronouns that refer back', () => {
  const rows = z.array(ReferenceRow).parse(readLines('coreference'));

  test('nine of ten are found, as a mention or as the speaker of what is said', () => {
    const missed: string[] = [];
    let wanted = 0;
    for (const { id, language, text, references } of rows) {
      const { mentions, quotes } = tagger.tag({ title: '', text, language });
      for (const { start, end, ids } of references.filter(({ optional }) => optional === undefined)) {
        wanted += 1;
        const isMention = mentions.some(
          (one) => one.start < end && one.end > start && ids.includes(one.entityId),
        );
        const isSpeaker = quotes.some(({ speakerId, cue }) => cue !== null && ids.includes(speakerId ?? ''));
        if (!isMention && !isSpeaker) missed.push(id);
      }
    }
    expect(wanted).toBeGreaterThanOrEqual(40);
    expect(belowFloor(1 - missed.length / wanted, 0.9, missed)).toEqual([]);
  });

  test('an office of somebody else refers to nobody', () => {
    const others = rows.filter(({ references }) => references.length === 0);
    const wrong = others.filter(({ language, text }) =>
      tagger.tag({ title: '', text, language }).mentions.some(({ how }) => how === 'coref'),
    );
    expect(others.length).toBeGreaterThanOrEqual(5);
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
