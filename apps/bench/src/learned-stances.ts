import { openLearnedReader } from '@khabar/tag';

import { learnedStanceCounts } from './learned-stance-figures.ts';
import { type Counts, f1 } from './nlp-figures.ts';

/** `npx node apps/bench/src/learned-stances.ts`: what the heads add to the stances of the rules, and what that costs in precision. */
const reader = await openLearnedReader();
if ('unavailable' in reader) throw new Error(reader.unavailable);

const print = (...cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`);
const figures = (counts: Counts): string =>
  `P ${percent(counts.right, counts.said)} R ${percent(counts.right, counts.wanted)} F1 ${f1(counts).toFixed(1)}`;
const percent = (part: number, whole: number): string => ((100 * part) / Math.max(1, whole)).toFixed(1);

print('language', 'stances wanted', 'rules alone', `with ${reader.version}`, 'added, of which right');
for (const [language, { rules, both }] of await learnedStanceCounts(reader))
  print(
    language,
    String(rules.wanted),
    figures(rules),
    figures(both),
    `${both.said - rules.said}, ${both.right - rules.right}`,
  );
await reader.close();
