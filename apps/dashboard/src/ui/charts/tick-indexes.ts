/** Which of `count` evenly spaced buckets carry a label when `most` fit. */
export function tickIndexes(count: number, most: number): readonly number[] {
  const every = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);
}
