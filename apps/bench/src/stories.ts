import { eventKeys, eventEvidence, openMemoryEvents, sameEvent } from '@khabar/story';
import { openLearnedReader } from '@khabar/tag';

import { copyScores, eventScores, seeGold, type SeenArticle, squeezed } from './story-figures.ts';

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
  report(`${name}, all events in three days`, squeezed(articles));
}
if (!('unavailable' in reader)) await reader.close();

const PEER_PAIRS = 500;

function mean(some: readonly number[]): number {
  return some.reduce((sum, one) => sum + one, 0) / some.length;
}

/** Time of an article at the start and at the end of a run; the peer compares with every article before. */
function timeOf(name: string, seen: readonly SeenArticle[], run: { count: number; story: boolean }): void {
  const { count, story } = run;
  const events = openMemoryEvents();
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const source = seen[story ? at % 3 : at % seen.length];
    if (source === undefined) continue;
    const begun = performance.now();
    events.add(`a${at}`, { ...source.features, at: at * (story ? 30_000 : 4_000) });
    times.push(performance.now() - begun);
  }
  const part = Math.floor(count / 20);
  const [one, other] = seen;
  if (one === undefined || other === undefined) return;
  const begun = performance.now();
  for (let pair = 0; pair < PEER_PAIRS; pair += 1)
    sameEvent(eventEvidence(one.features, other.features, () => 1));
  const allPairs = ((performance.now() - begun) / PEER_PAIRS) * count;
  print(
    name,
    `${eventKeys(one.features).length} keys`,
    `first twentieth ${mean(times.slice(0, part)).toFixed(2)} ms`,
    `last twentieth ${mean(times.slice(-part)).toFixed(2)} ms`,
    `all pairs at the end ${allPairs.toFixed(0)} ms`,
  );
}

print(
  'run',
  'keys',
  'an article at the start',
  'at the end',
  'peer (Media Cloud and story-indexer gather none)',
);
const seen = await seeGold();
timeOf('a story of 10,000 articles', seen, { count: 10_000, story: true });
timeOf('a day of 20,000 articles', seen, { count: 20_000, story: false });
