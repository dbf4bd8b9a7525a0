/** Sums from which precision, recall and F1 follow. */
export interface Counts {
  right: number;
  said: number;
  wanted: number;
}

export const noCounts = (): Counts => ({ right: 0, said: 0, wanted: 0 });

/** F1 in points. */
export function f1({ right, said, wanted }: Counts): number {
  return said + wanted === 0 ? 0 : (200 * right) / (said + wanted);
}

/** Adds what two sets of things have in common. */
export function countSets(counts: Counts, wanted: ReadonlySet<string>, said: ReadonlySet<string>): void {
  counts.right += [...said].filter((one) => wanted.has(one)).length;
  counts.said += said.size;
  counts.wanted += wanted.size;
}

export const SIDES = ['against', 'neutral', 'favor'] as const;
export type Side = (typeof SIDES)[number];

/** Labels, gold and said, of one set. */
export interface Labelled {
  readonly gold: Side;
  readonly said: Side;
}

/** Mean F1 over the three labels, and over the two that take a side, in points (as score_nlp.py counts). */
export function stanceFigures(rows: readonly Labelled[]): { macroF1: number; f1PN: number } {
  const [against = 0, neutral = 0, favor = 0] = SIDES.map((side) =>
    f1({
      right: rows.filter(({ gold, said }) => gold === side && said === side).length,
      said: rows.filter(({ said }) => said === side).length,
      wanted: rows.filter(({ gold }) => gold === side).length,
    }),
  );
  return { macroF1: (against + neutral + favor) / 3, f1PN: (against + favor) / 2 };
}

export interface Tuple {
  readonly holder: string;
  readonly target: string;
  readonly label: string;
}

/** A tuple of the gold; every id of a list is equally right. */
export interface GoldTuple {
  readonly holders: readonly string[];
  readonly targets: readonly string[];
  readonly label: Side;
}

/**
 * Pairs each gold tuple with a tuple that was said, the best first (as score_nlp.py does): adds to `counts` those that take a side, and
 * to `labelled` the label of each gold tuple, neutral where nothing was said of its target.
 */
export function countTuples(
  gold: readonly GoldTuple[],
  said: readonly Tuple[],
  { counts, labelled }: { readonly counts: Counts; readonly labelled: Labelled[] },
): void {
  const left = new Set(said);
  for (const { holders, targets, label } of gold) {
    const near = [...left].filter(({ target }) => targets.includes(target));
    const ofHolder = near.filter(({ holder }) => holders.includes(holder));
    const best = ofHolder.find((tuple) => tuple.label === label) ?? ofHolder[0] ?? near[0];
    labelled.push({ gold: label, said: sideNamed(best?.label) });
    if (best !== undefined) left.delete(best);
    if (label === 'neutral') continue;
    counts.wanted += 1;
    if (best !== undefined && best.label === label && ofHolder.includes(best)) counts.right += 1;
  }
  counts.said += said.filter(({ label }) => label !== 'neutral').length;
}

function sideNamed(label: string | undefined): Side {
  return SIDES.find((side) => side === label) ?? 'neutral';
}
