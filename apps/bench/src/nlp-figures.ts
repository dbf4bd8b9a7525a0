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
