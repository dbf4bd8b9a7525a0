import type { EventFeatures } from './event-features.ts';
import { type EntityFrequency, eventEvidence, sameEvent } from './same-event.ts';

/** An article that shares a key with the new one, and the event that it was put to. */
export interface EventCandidate {
  readonly id: string;
  readonly eventId: string;
  readonly features: EventFeatures;
}

interface ChosenEvent {
  readonly eventId: string;
  /** Probability that it is the right one. */
  readonly probability: number;
  /** Other events that turn out to be this one: the new article belongs to both. */
  readonly merges: readonly string[];
}

/** Articles further apart in time than this report two events. */
export const EVENT_WINDOW_MS = 4 * 24 * 60 * 60_000;
/** From this probability on an article joins an event. */
const JOIN = 0.5;
/** From this one on two events that an article belongs to are one. */
const MERGE = 0.8;
/** An event is as near as the mean of its nearest reports: one odd link is not enough where there are others to ask. */
const NEAREST = 3;

/** The event that the article reports, or null: it begins its own. The same candidates in any order give the same answer. */
export function chooseEvent(
  features: EventFeatures,
  candidates: readonly EventCandidate[],
  frequency: EntityFrequency,
): ChosenEvent | null {
  const links = new Map<string, number[]>();
  for (const { eventId, features: other } of candidates) {
    if (Math.abs(features.at - other.at) > EVENT_WINDOW_MS) continue;
    const ofEvent = links.get(eventId) ?? [];
    links.set(eventId, ofEvent);
    ofEvent.push(sameEvent(eventEvidence(features, other, frequency)));
  }
  const ranked = Array.from(links, ([eventId, values]) => ({ eventId, probability: nearest(values) }))
    .filter(({ probability }) => probability >= JOIN)
    .toSorted((a, b) => b.probability - a.probability || (a.eventId < b.eventId ? -1 : 1));
  const [best, ...others] = ranked;
  if (best === undefined) return null;
  const merges =
    best.probability >= MERGE
      ? others.filter(({ probability }) => probability >= MERGE).map(({ eventId }) => eventId)
      : [];
  return { ...best, merges };
}

function nearest(values: readonly number[]): number {
  const best = values.toSorted((a, b) => b - a).slice(0, NEAREST);
  return best.reduce((sum, value) => sum + value, 0) / best.length;
}
