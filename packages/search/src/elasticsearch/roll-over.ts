import { onServer, type Connection } from './connection.ts';

/** Documents written between two looks at the size. */
const LOOK_EVERY = 20_000;
/** Beyond this a shard is slow to move and to merge. */
const LARGEST_SHARD = '40gb';

/** Begins another index behind the alias when the newest is large. Gives how many documents count towards the next look. */
export async function rollOverWhenLarge(written: number, { client, index }: Connection): Promise<number> {
  if (written < LOOK_EVERY) return written;
  await onServer(() =>
    client.indices.rollover({ alias: index, conditions: { max_primary_shard_size: LARGEST_SHARD } }),
  );
  return 0;
}
