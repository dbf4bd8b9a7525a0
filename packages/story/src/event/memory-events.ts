import { chooseEvent, EVENT_WINDOW_MS, type EventCandidate } from './choose-event.ts';
import type { EventFeatures } from './event-features.ts';
import { entityKey, eventKeys } from './event-keys.ts';

/** Newest articles looked at for one key, and compared in all: what makes a day of many articles no slower than one of few. */
export const MOST_OF_KEY = 30;
export const MOST_COMPARED = 60;
/** Articles that name an entity are counted up to this many. */
export const MOST_COUNTED = 200;

interface MemoryEvents {
  /** Puts an article to the event that it reports and gives the id of that, which is the id of its first article. */
  add(id: string, features: EventFeatures): string;
  /** Event of each article. */
  events(): Map<string, string>;
}

/** Events gathered in memory, one article at a time, in the way the record does it. */
export function openMemoryEvents(): MemoryEvents {
  const keys = new Map<number, EventCandidate[]>();
  const merged = new Map<string, string>();
  const assigned = new Map<string, string>();
  const current = (id: string): string => {
    const next = merged.get(id);
    return next === undefined ? id : current(next);
  };
  return {
    add(id, features) {
      const own = eventKeys(features);
      const shared = new Map<EventCandidate, number>();
      for (const key of own)
        for (const candidate of (keys.get(key) ?? []).slice(-MOST_OF_KEY))
          if (Math.abs(candidate.features.at - features.at) <= EVENT_WINDOW_MS)
            shared.set(candidate, (shared.get(candidate) ?? 0) + 1);
      const candidates = Array.from(shared)
        .toSorted(([a, n], [b, m]) => m - n || (a.id < b.id ? -1 : 1))
        .slice(0, MOST_COMPARED)
        .map(([candidate]) => ({ ...candidate, eventId: current(candidate.eventId) }));
      const chosen = chooseEvent(features, candidates, (entity) =>
        Math.min(MOST_COUNTED, keys.get(entityKey(entity))?.length ?? 0),
      );
      const eventId = chosen?.eventId ?? id;
      for (const other of chosen?.merges ?? []) merged.set(other, eventId);
      const candidate = { id, eventId, features };
      for (const key of own) {
        const known = keys.get(key);
        if (known === undefined) keys.set(key, [candidate]);
        else known.push(candidate);
      }
      assigned.set(id, eventId);
      return eventId;
    },
    events: () => new Map(Array.from(assigned, ([id, eventId]) => [id, current(eventId)])),
  };
}
