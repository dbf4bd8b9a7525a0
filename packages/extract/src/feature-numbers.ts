/** Logarithm of a count, 0 for 0: letters, words and blocks differ by orders of magnitude. */
export const log = (count: number): number => Math.log1p(Math.max(0, count));

export const flag = (value: boolean): number => (value ? 1 : 0);
