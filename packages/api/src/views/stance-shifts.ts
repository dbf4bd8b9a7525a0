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
 * Where a series of statements (oldest first) turns: the split that separates the means of the two sides best, if each side
 * has two statements or more and the means differ by .8 or more on the scale -1 to 1 and lie on two sides of zero.
 * (Least squares for one change point, as in Hinkley 1970.) null: no turn.
 */
export function findShift(series: readonly Dated[]): Shift | null {
  const values = series.map(({ label, strength }) => signed(label) * strength);
  const total = values.reduce((sum, value) => sum + value, 0);
  let best: Shift | null = null;
  let bestGain = 0;
  let left = 0;
  for (let at = 1; at < values.length; at += 1) {
    left += values[at - 1] ?? 0;
    const right = values.length - at;
    if (at < LEAST_EACH_SIDE || right < LEAST_EACH_SIDE) continue;
    const before = left / at;
    const after = (total - left) / right;
    const gain = ((at * right) / values.length) * (after - before) ** 2;
    if (gain > bestGain) {
      bestGain = gain;
      best = { at, before, after };
    }
  }
  if (
    best === null ||
    Math.sign(best.before) === Math.sign(best.after) ||
    Math.abs(best.after - best.before) < LEAST_CHANGE
  )
    return null;
  return best;
}

function signed(label: string): number {
  if (label === 'favor') return 1;
  return label === 'against' ? -1 : 0;
}
