import { openLearnedReader } from '@khabar/tag';

import { copyScores, eventScores, seeGold, type SeenArticle } from './story-figures.ts';

/** `npx node apps/bench/src/stories.ts`: copies and events of the gold set. */
const print = (...cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`);
const figures = ({ precision, recall, f1 }: ReturnType<typeof copyScores>): string =>
  `P ${precision.toFixed(3)} R ${recall.toFixed(3)} F1 ${f1.toFixed(3)}`;

function report(name: string, articles: readonly SeenArticle[]): void {
  print(
    name,
    `${articles.length} articles`,
    figures(copyScores(articles)),
    figures(eventScores(articles)),
    figures(eventScores(articles, { oneOfEach: true })),
  );
}

print('set', 'articles', 'same text', 'same event, B-cubed', 'same event, no shared language');
const reader = await openLearnedReader();
for (const [name, articles] of [
  ['rules', await seeGold()],
  ...('unavailable' in reader ? [] : [['encoder', await seeGold(reader)] as const]),
] as const) {
  report(
    `${name}, not held out`,
    articles.filter(({ heldOut }) => !heldOut),
  );
  report(
    `${name}, held out`,
    articles.filter(({ heldOut }) => heldOut),
  );
}
if (!('unavailable' in reader)) await reader.close();
