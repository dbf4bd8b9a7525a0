import type { Statement } from '../schemas.ts';

/** A change of stance between one holder and one target. */
export interface Shift {
  /** Index of the first statement after the change, in order of time. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

type Dated = Pick<Statement, 'label' | 'strength'>;

const LEAST_EACH_SIDE = 2;
const LEAST_CHANGE = 0.8;

/**
 * Where a series of statements (oldest first) turns: the split that separates the two sides best, if each has two statements or
 * more, and their means, weighted by strength, differ by .8 or more on the scale -1 to 1 and lie on two sides of zero.
 * (Weighted least squares for one change point, after Hinkley 1970.) null: no turn.
 */
export function findShift(series: readonly Dated[]): Shift | null {
  const total = series.reduce(added, { weight: 0, sum: 0 });
  let left: Side = { weight: 0, sum: 0 };
  let best: Shift | null = null;
  let bestGain = 0;
  series.forEach((statement, index) => {
    const at = index + 1;
    left = added(left, statement);
    const right = { weight: total.weight - left.weight, sum: total.sum - left.sum };
    if (at < LEAST_EACH_SIDE || series.length - at < LEAST_EACH_SIDE || left.weight <= 0 || right.weight <= 0)
      return;
    const before = left.sum / left.weight;
    const after = right.sum / right.weight;
    const gain = ((left.weight * right.weight) / total.weight) * (after - before) ** 2;
    if (gain <= bestGain) return;
    bestGain = gain;
    best = { at, before, after };
  });
  return isTurn(best) ? best : null;
}

interface Side {
  readonly weight: number;
  readonly sum: number;
}

function added(side: Side, { label, strength }: Dated): Side {
  const sign = signed(label);
  return { weight: side.weight + Math.abs(sign) * strength, sum: side.sum + sign * strength };
}

function isTurn(shift: Shift | null): boolean {
  if (shift === null) return false;
  return shift.before * shift.after < 0 && Math.abs(shift.after - shift.before) >= LEAST_CHANGE;
}

function signed(label: string): number {
  if (label === 'favor') return 1;
  return label === 'against' ? -1 : 0;
}
