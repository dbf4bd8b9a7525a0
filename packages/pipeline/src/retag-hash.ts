import { hash } from 'node:crypto';

import type { Tags } from '@khabar/article';

/** Names what was said of an article: equal for tags as they were given to the record and as they come back from it. */
export function hashOfTags(tags: Tags): string {
  return hash('sha256', canonical(tags, true), 'base64url');
}

/**
 * Do two readings say the same, whichever version of the method said it? Proposed names do not count: they lie beside the tags, and no
 * reader of the article sees them.
 */
export function isSameReading(one: Tags, other: Tags): boolean {
  return canonical(withoutNames(one), false) === canonical(withoutNames(other), false);
}

function withoutNames({ proposedNames: _names, ...tags }: Tags): Tags {
  return tags;
}

/** Without the vector: it has a table of its own, and the tags do not come back with it. */
function canonical(
  { mentions, quotes, stances, version, vector: _vector, ...whole }: Tags,
  withVersion: boolean,
): string {
  return written({
    ...whole,
    mentions: firstOfEach(mentions, ({ field, start, end, entityId }) =>
      written([field, start, end, entityId]),
    ),
    quotes: firstOfEach(quotes, ({ start, end }) => written([start, end])),
    stances: firstOfEach(stances, ({ holder, target, evidence }) =>
      written([holder, target, evidence.field, evidence.start, evidence.end]),
    ),
    ...(withVersion ? { version } : {}),
  });
}

/** As the keys of the tables take them, in an order of their own. */
function firstOfEach<T>(some: readonly T[], key: (one: T) => string): T[] {
  const known = new Map<string, T>();
  for (const one of some) if (!known.has(key(one))) known.set(key(one), one);
  return [...known].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}

/** JSON with sorted keys; numbers as a column of four bytes keeps them. */
function written(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'number') return Math.fround(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}
