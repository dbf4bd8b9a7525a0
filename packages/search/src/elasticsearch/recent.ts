/** What was found out not long ago, and may be used again for a while. */
export interface Recent<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

const KEPT_MS = 60_000;
const MOST_KEPT = 300;

/** Keeps the latest 300 values for a minute each. `now`: milliseconds of a clock that only goes forward. */
export function openRecent<T>(now: () => number = () => performance.now()): Recent<T> {
  const kept = new Map<string, { value: T; until: number }>();
  return {
    get: (key) => {
      const found = kept.get(key);
      return found === undefined || found.until <= now() ? undefined : found.value;
    },
    set: (key, value) => {
      kept.delete(key);
      kept.set(key, { value, until: now() + KEPT_MS });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    },
  };
}
