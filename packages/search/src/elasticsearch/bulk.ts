import { KhabarError } from '@khabar/article';
import { z } from 'zod';

import { refusalStatus, unavailable, type Connection } from './connection.ts';
import { ATTEMPTS, backOffMs } from './patience.ts';

/** One write. `alias`: only through an alias, never into an index made by the way. */
export interface Write {
  readonly action: 'index' | 'create' | 'delete';
  readonly index: string;
  readonly isAlias?: boolean;
  readonly id: string;
  readonly source?: Readonly<Record<string, unknown>>;
}

/** A write that the server will never take, and why. `isGone`: its index is no more (a rebuild has replaced it). */
export interface Refused {
  readonly id: string;
  readonly reason: string;
  readonly isGone?: boolean;
}

const Item = z.object({
  status: z.int(),
  error: z.object({ type: z.string().catch(''), reason: z.string().nullish() }).optional(),
});
const BulkAnswer = z.object({
  errors: z.boolean().default(true),
  items: z.array(z.record(z.string(), Item)).default([]),
});
type Item = z.infer<typeof Item>;
/** Of a batch without errors this is all that is asked for. */
const PATHS = 'errors,items.*.status,items.*.error.type,items.*.error.reason';

const MOST_BYTES = 5_000_000;
const MOST_WRITES = 5000;

function linesOf({ action, index, isAlias, id, source }: Write): string {
  const target = { _index: index, _id: id, ...(isAlias === true ? { require_alias: true } : {}) };
  const head = JSON.stringify({ [action]: target });
  return source === undefined ? `${head}\n` : `${head}\n${JSON.stringify(source)}\n`;
}

interface Pending {
  readonly write: Write;
  readonly lines: string;
}

function batches(writes: readonly Write[]): Pending[][] {
  const found: Pending[][] = [];
  let current: Pending[] = [];
  let bytes = 0;
  for (const write of writes) {
    const lines = linesOf(write);
    const size = Buffer.byteLength(lines);
    if (current.length > 0 && (current.length >= MOST_WRITES || bytes + size > MOST_BYTES)) {
      found.push(current);
      current = [];
      bytes = 0;
    }
    current.push({ write, lines });
    bytes += size;
  }
  return current.length > 0 ? [...found, current] : found;
}

// A full queue, a full disk (429 or 403) and a shard on the move pass; a document that does not fit the mapping does not.
function isTemporary({ status, error }: Item, { action }: Write): boolean {
  return (
    status === 429 ||
    status >= 500 ||
    error?.type === 'cluster_block_exception' ||
    (status === 409 && action === 'index')
  );
}

function isDone({ status }: Item, { action }: Write): boolean {
  // Another writer was first; deleting what is not there is no error.
  return status < 300 || (action === 'create' && status === 409) || (action === 'delete' && status === 404);
}

interface Outcome {
  readonly again: Pending[];
  readonly refused: Refused[];
  readonly reason: unknown;
}

function outcomeOf(pending: readonly Pending[], answer: unknown): Outcome {
  const { errors, items } = BulkAnswer.parse(answer);
  if (!errors) return { again: [], refused: [], reason: null };
  const again: Pending[] = [];
  const refused: Refused[] = [];
  let reason: unknown = null;
  for (const [place, one] of pending.entries()) {
    const item = Object.values(items[place] ?? {})[0];
    if (item === undefined || isTemporary(item, one.write)) {
      again.push(one);
      reason = item?.error?.reason ?? 'the answer lacks items';
    } else if (!isDone(item, one.write)) {
      refused.push({
        id: one.write.id,
        reason: `${item.error?.type ?? item.status}: ${item.error?.reason ?? ''}`,
        ...(item.error?.type === 'index_not_found_exception' ? { isGone: true } : {}),
      });
    }
  }
  return { again, refused, reason };
}

async function attempt(pending: Pending[], { client }: Connection): Promise<Outcome> {
  try {
    const body = pending.map(({ lines }) => lines).join('');
    const answer = await client.transport.request({
      method: 'POST',
      path: '/_bulk',
      querystring: { filter_path: PATHS },
      bulkBody: body,
    });
    return outcomeOf(pending, answer);
  } catch (cause) {
    const status = refusalStatus(cause);
    if (status === 429 || status === 503 || (status === 403 && String(cause).includes('cluster_block')))
      return { again: pending, refused: [], reason: cause };
    throw cause;
  }
}

async function writeBatch(batch: Pending[], connection: Connection): Promise<Refused[]> {
  const refused: Refused[] = [];
  let pending = batch;
  for (let tried = 0; ; tried += 1) {
    const outcome = await attempt(pending, connection);
    refused.push(...outcome.refused);
    if (outcome.again.length === 0) return refused;
    const pause = backOffMs(tried);
    if (tried + 1 >= ATTEMPTS)
      throw new KhabarError(
        'SEARCH_UNAVAILABLE',
        `Elasticsearch: ${outcome.again.length} writes put off ${ATTEMPTS} times: ${String(outcome.reason).slice(0, 300)}`,
        { retry: 'later', retryAfterMs: Math.round(pause), cause: outcome.reason },
      );
    await connection.wait(pause);
    pending = outcome.again;
  }
}

/**
 * Writes in batches; what the server puts off is written again, and only that, after a pause that grows. Gives those that it will never
 * take. Throws KhabarError SEARCH_UNAVAILABLE.
 */
export async function bulk(writes: readonly Write[], connection: Connection): Promise<Refused[]> {
  const refused: Refused[] = [];
  try {
    for (const batch of batches(writes)) refused.push(...(await writeBatch(batch, connection)));
  } catch (cause) {
    throw unavailable(cause);
  }
  return refused;
}
