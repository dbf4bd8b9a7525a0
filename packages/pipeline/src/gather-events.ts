import type { EventReport, Records, StaleArticle } from '@khabar/store';
import {
  chooseEvent,
  EVENT_WINDOW_MS,
  type EventCandidate,
  type EventFeatures,
  eventFeatures,
  eventKeys,
  entityKey,
  MOST_COMPARED,
  MOST_COUNTED,
  MOST_OF_KEY,
} from '@khabar/story';
import { z } from 'zod';

import type { PipelineParts } from './pipeline-parts.ts';

const AT_A_TIME = 100;

/** What is kept of an article's features; the vector is kept with its tags. */
const Features = z.object({
  language: z.string(),
  at: z.number(),
  entities: z.record(z.string(), z.number()),
  numbers: z.array(z.string()),
  words: z.array(z.string()),
});

/**
 * Puts articles to the events that they report: new ones, and those whose words, tags or date changed. Returns how many were looked at;
 * a kill in between loses nothing, what was not looked at is taken next time. Never two processes at once, in order of arrival.
 */
export async function gatherEvents(
  parts: Pick<PipelineParts, 'store'>,
  isStopping: () => boolean,
): Promise<number> {
  let gathered = 0;
  for (;;) {
    const count = isStopping() ? 0 : await parts.store.transaction(gatherSome);
    gathered += count;
    if (count < AT_A_TIME) return gathered;
  }
}

interface Report {
  readonly article: StaleArticle;
  readonly features: EventFeatures;
  readonly keys: readonly number[];
}

async function gatherSome(records: Records): Promise<number> {
  if (!(await records.events.claim())) return 0;
  const articles = await records.events.stale(AT_A_TIME);
  if (articles.length === 0) return 0;
  await records.events.leave(articles.map(({ id }) => id));
  const reports = await reportsOf(articles, records);
  const known = await knownCandidates(reports, records);
  const frequency = await frequencies(reports, records);
  const merged = new Map<string, string>();
  const current = (id: string): string => {
    const next = merged.get(id);
    return next === undefined ? id : current(next);
  };
  const placed: (EventCandidate & { keys: readonly number[]; at: string; probability: number })[] = [];
  for (const { article, features, keys } of reports) {
    const own = new Set(keys);
    const inBatch = placed.filter((other) => other.keys.some((key) => own.has(key))).slice(-MOST_COMPARED);
    const candidates = [...(known.get(article.id) ?? []), ...inBatch].map((candidate) => ({
      ...candidate,
      eventId: current(candidate.eventId),
    }));
    const chosen = chooseEvent(features, candidates, frequency);
    const eventId = chosen?.eventId ?? article.id;
    for (const other of chosen?.merges ?? []) {
      merged.set(other, eventId);
      await records.events.merge(other, eventId);
    }
    if (eventId === article.id && chosen === null) await records.events.renameAfterLeaving(article.id);
    placed.push({
      id: article.id,
      eventId,
      features,
      keys,
      at: article.at,
      probability: chosen?.probability ?? 1,
    });
  }
  await records.events.put(
    placed.map(({ id, eventId, features: { vector: _vector, ...features }, keys, at, probability }) => ({
      articleId: id,
      eventId: current(eventId),
      at,
      features,
      keys,
      probability,
    })),
  );
  return articles.length;
}

async function reportsOf(articles: readonly StaleArticle[], records: Records): Promise<Report[]> {
  const ids = articles.map(({ id }) => id);
  const mentions = await records.tags.mentions(ids);
  const vectors = await records.articleVectors.get(ids);
  return articles.map((article) => {
    const vector = vectors.get(article.id);
    const features = eventFeatures({
      ...article,
      at: Date.parse(article.at),
      mentions: mentions.get(article.id) ?? [],
      ...(vector === undefined ? {} : { vector }),
    });
    return { article, features, keys: eventKeys(features) };
  });
}

async function knownCandidates(
  reports: readonly Report[],
  records: Records,
): Promise<Map<string, EventCandidate[]>> {
  const found = await records.events.candidates(
    reports.map(({ article, keys }) => ({ id: article.id, at: article.at, keys })),
    { windowMs: EVENT_WINDOW_MS, ofKey: MOST_OF_KEY, most: MOST_COMPARED },
  );
  const ids = Array.from(new Set(Array.from(found.values()).flatMap((some) => some.map(idOf))));
  const vectors = await records.articleVectors.get(ids);
  return new Map(
    Array.from(found, ([id, some]) => [
      id,
      some.map(({ articleId, eventId, features }) => {
        const vector = vectors.get(articleId);
        const read = Features.parse(features);
        return {
          id: articleId,
          eventId,
          features: { ...read, ...(vector === undefined ? {} : { vector }) },
        };
      }),
    ]),
  );
}

function idOf({ articleId }: EventReport): string {
  return articleId;
}

/** How many articles of the days before name each entity; those of the batch are not counted. */
async function frequencies(reports: readonly Report[], records: Records): Promise<(id: string) => number> {
  const keys = new Set(reports.flatMap(({ features }) => Object.keys(features.entities).map(entityKey)));
  const first = Math.min(...reports.map(({ features }) => features.at));
  const counts = await records.events.frequencies([...keys], {
    since: new Date(first - EVENT_WINDOW_MS).toISOString(),
    most: MOST_COUNTED,
  });
  return (id) => counts.get(entityKey(id)) ?? 0;
}
