import { z } from 'zod';

import type { Connection } from './connection.ts';
import { patiently } from './patience.ts';

/** Where a document lives, and what tells it from a changed one. */
export interface Place {
  readonly index: string;
  readonly hash: string | undefined;
}

const Located = z.object({
  _index: z.string(),
  fields: z.object({ id: z.tuple([z.string()]), hash: z.tuple([z.string()]).optional() }),
});
const LocatedAnswer = z.object({ hits: z.object({ hits: z.array(Located) }).default({ hits: [] }) });

/** Where documents live among these indices (as of their last refresh), the newest index first. */
export async function locate(
  ids: readonly string[],
  indices: readonly string[],
  connection: Connection,
): Promise<Map<string, Place[]>> {
  const places = new Map<string, Place[]>();
  if (ids.length === 0) return places;
  const answer = await patiently(connection, () =>
    connection.client.search({
      index: [...indices],
      // One that a rebuild has just replaced holds nothing any more.
      ignore_unavailable: true,
      // Room for copies that two writers made while a rollover went on.
      size: Math.min(ids.length * 2, 10_000),
      query: { ids: { values: [...ids] } },
      // Columns alone: no document is read.
      stored_fields: ['_none_'],
      docvalue_fields: ['id', 'hash'],
      track_total_hits: false,
      filter_path: ['hits.hits._index', 'hits.hits.fields'],
    }),
  );
  for (const { _index: index, fields } of LocatedAnswer.parse(answer).hits.hits) {
    const [id] = fields.id;
    places.set(id, [...(places.get(id) ?? []), { index, hash: fields.hash?.[0] }]);
  }
  const age = new Map(indices.map((name, place) => [name, place]));
  for (const [id, found] of places)
    if (found.length > 1)
      places.set(
        id,
        found.toSorted((a, b) => (age.get(b.index) ?? 0) - (age.get(a.index) ?? 0)),
      );
  return places;
}
