/** One event of the stream; `id` lets a reader go on where it stopped. */
export interface HubEvent {
  readonly id: number;
  readonly name: 'article' | 'alert' | 'source' | 'job';
  readonly data: unknown;
}

/** Hands events to whoever listens, and keeps the last ones for those who come back. */
export interface EventHub {
  publish(name: HubEvent['name'], data: unknown): void;
  /** Returns how to stop listening. */
  listen(listener: (event: HubEvent) => void): () => void;
  /** Events after `id` that are still kept. */
  since(id: number): readonly HubEvent[];
}

const KEPT = 1000;

export function openEventHub(): EventHub {
  const listeners = new Set<(event: HubEvent) => void>();
  const kept: HubEvent[] = [];
  // Ids go on over a restart, so that a reader who comes back does not take old events for new ones.
  let nextId = Date.now() * 1000;
  return {
    publish(name, data) {
      nextId += 1;
      const event = { id: nextId, name, data };
      kept.push(event);
      if (kept.length > KEPT) kept.shift();
      for (const listener of listeners) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since: (id) => kept.filter((event) => event.id > id),
  };
}
