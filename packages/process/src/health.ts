import type { EncoderStatus } from '@khabar/article';

import type { Backends } from './open-backends.ts';

/** State of a process and what it works with, in words. */
export interface ProcessHealth {
  readonly state: 'starting' | 'ok' | 'degraded';
  readonly reasons: readonly string[];
}

const ANSWERS_MS = 2000;

/**
 * Asks record, queue and index whether they answer, all at once and for two seconds at most. A missing encoder is told and is no trouble:
 * the rules work alone. Never throws.
 */
export async function healthOf(
  backends: Pick<Backends, 'embedded' | 'store' | 'queues' | 'search' | 'roles'>,
  encoder: EncoderStatus = { state: 'off' },
): Promise<ProcessHealth> {
  const state = backends.embedded?.state();
  if (state?.kind === 'restarting') return { state: 'degraded', reasons: ['record: starting again'] };
  const reasons = state?.kind === 'read-only' ? [`record: read-only: ${state.reason}`] : [];
  const { store, queues, search, roles } = backends;
  const [dead, ...troubles] = await Promise.all([
    answer(store.deadLetters.count()),
    answer(queues.counts()),
    // The index in the record's own PostgreSQL answers when that does.
    roles.search === 'elasticsearch' ? answer(search.size()) : null,
  ]);
  if (dead.trouble !== null) reasons.push(`record: ${dead.trouble}`);
  const names = ['queue', 'index'];
  for (const [at, asked] of troubles.entries()) {
    const trouble = asked?.trouble ?? null;
    if (trouble !== null) reasons.push(`${names[at]}: ${trouble}`);
  }
  const overall = reasons.length > 0 ? 'degraded' : 'ok';
  if (dead.trouble === null) reasons.push(...(await sourcesInTrouble(store)));
  if (dead.trouble === null && dead.value > 0) reasons.push(`${dead.value} dead letters wait for a decision`);
  if (encoder.state === 'unavailable')
    reasons.push(`${encoder.reason} Names and stances come from the rules alone`);
  return { state: overall, reasons };
}

/** A source that fails is no trouble of this installation, yet whoever looks wants to know. */
async function sourcesInTrouble(store: Backends['store']): Promise<string[]> {
  const counts = await answer(store.sources.counts());
  if (counts.trouble !== null) return [];
  const sick = (counts.value.get('failing') ?? 0) + (counts.value.get('blocked') ?? 0);
  const all = Array.from(counts.value.values()).reduce((sum, count) => sum + count, 0);
  return sick === 0 ? [] : [`${sick} of ${all} sources failing or blocked`];
}

type Answer<T> = { readonly trouble: null; readonly value: T } | { readonly trouble: string };

async function answer<T>(asking: Promise<T>): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer<T>>((resolve) => {
    timer = setTimeout(resolve, ANSWERS_MS, { trouble: `no answer within ${ANSWERS_MS / 1000} s` });
  });
  const asked = asking.then(
    (value): Answer<T> => ({ trouble: null, value }),
    (error: unknown): Answer<T> => ({ trouble: error instanceof Error ? error.message : String(error) }),
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
