import { Outlet } from '@khabar/article';
import { z } from 'zod';

import { type Client, withJson } from '../client.ts';

const Added = z.object({ added: z.number().int(), changed: z.number().int() });
export type Added = z.infer<typeof Added>;

/** Sources in one request; a thousand definitions are well below the limit of a body. */
const BATCH = 500;

/** Adds outlets, or changes those of the same id; `pauseUnchecked`: new ones that no check here found usable stay paused. */
export async function putOutlets(
  outlets: readonly Outlet[],
  client: Client,
  { pauseUnchecked = false }: { readonly pauseUnchecked?: boolean } = {},
): Promise<Added> {
  let [added, changed] = [0, 0];
  for (let at = 0; at < outlets.length; at += BATCH) {
    const answer = await client.json(
      '/outlets',
      Added,
      withJson('POST', {
        outlets: outlets.slice(at, at + BATCH),
        ...(pauseUnchecked ? { pauseUnchecked } : {}),
      }),
    );
    added += answer.added;
    changed += answer.changed;
  }
  return { added, changed };
}

/** The outlet as data. */
export function outletDefinition(id: string, client: Client): Promise<Outlet> {
  return client.json(`/outlets/${encodeURIComponent(id)}/definition`, Outlet);
}
