/** What came of asking: a value, or nothing in time. */
export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/**
 * Asks at most once in `keepMs`, and never twice at a time; an answer that takes longer than `mostMs` is a failed one, until it
 * comes. Never throws.
 */
export function cached<T>(
  read: () => Promise<T>,
  options: { keepMs: number; mostMs: number; now: () => number },
): () => Promise<Answered<T>> {
  let last: { at: number; answer: Promise<Answered<T>> } | null = null;
  let reading: Promise<Answered<T>> | null = null;
  const ask = (): Promise<Answered<T>> => {
    reading ??= read()
      .then(
        (value): Answered<T> => ({ ok: true, value }),
        (): Answered<T> => ({ ok: false }),
      )
      .finally(() => {
        reading = null;
      });
    return inTime(reading, options.mostMs);
  };
  return async () => {
    if (last !== null && options.now() - last.at < options.keepMs) return last.answer;
    const answer = ask();
    last = { at: options.now(), answer };
    const result = await answer;
    // A failure is not kept: the store may be back at the next scrape.
    if (!result.ok && last.answer === answer) last = null;
    return result;
  };
}

async function inTime<T>(work: Promise<Answered<T>>, ms: number): Promise<Answered<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answered<T>>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false }), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
