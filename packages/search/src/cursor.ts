import { KhabarError } from '@khabar/article';
import { z } from 'zod';

import type { SearchRequest } from './port.ts';

/** Place in a sorted list: the sort values of the last item seen. */
const Place = z.tuple([z.enum(['new', 'old', 'rel']), z.number(), z.int(), z.string().max(200)]);

export interface CursorPlace {
  readonly score: number;
  readonly sortMs: number;
  readonly id: string;
}

/** A cursor, opaque to callers. */
export function writeCursor(sort: SearchRequest['sort'], { score, sortMs, id }: CursorPlace): string {
  return Buffer.from(JSON.stringify([sort, score, sortMs, id])).toString('base64url');
}

/** Reads a cursor. Throws KhabarError INPUT_INVALID where it is none, or of another order. */
export function readCursor(cursor: string, sort: SearchRequest['sort']): CursorPlace {
  const invalid = new KhabarError(
    'INPUT_INVALID',
    `search: "${cursor.slice(0, 40)}" is not a cursor of a list sorted by "${sort}"`,
  );
  let data: unknown;
  try {
    data = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalid;
  }
  const { success, data: place } = Place.safeParse(data);
  if (!success || place[0] !== sort) throw invalid;
  const [, score, sortMs, id] = place;
  return { score, sortMs, id: id.toWellFormed().replaceAll('\0', '') };
}
