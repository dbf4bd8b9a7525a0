/** Passes on the first call at once and then at most one every `ms`, with how many were left out in between. */
export function seldom<T>(
  ms: number,
  pass: (value: T, leftOut: number) => void,
  now: () => number,
): (value: T) => void {
  let last = -Infinity;
  let leftOut = 0;
  return (value) => {
    if (now() - last < ms) {
      leftOut += 1;
      return;
    }
    last = now();
    pass(value, leftOut);
    leftOut = 0;
  };
}
