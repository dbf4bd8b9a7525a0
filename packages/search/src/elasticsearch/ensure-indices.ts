import { KhabarError } from '@khabar/article';
import { z } from 'zod';

import { onServer, refusalStatus, type Connection } from './connection.ts';
import { articlePrefix, articleTemplate, rebuildAlias, vocabularyIndex, vocabularyName } from './mapping.ts';
import { patiently } from './patience.ts';

const Aliases = z.record(z.string(), z.object({ aliases: z.record(z.string(), z.unknown()) }));

/** Indices by what they are for. */
export interface Generations {
  /** Searched: those behind the alias, the newest last. */
  readonly live: readonly string[];
  /** On its way to replace them; null: no rebuild is under way. */
  readonly rebuilt: string | null;
}

// Rolled over, a name goes on counting.
function byNumber(a: string, b: string): number {
  return Number(a.slice(-6)) - Number(b.slice(-6));
}

/** The indices behind the aliases. */
export async function generationsOf(connection: Connection): Promise<Generations> {
  const { client, index } = connection;
  const rebuilding = rebuildAlias(index);
  const found = await patiently(connection, () =>
    client.indices.getAlias({ name: [index, rebuilding] }, { ignore: [404] }),
  );
  const { success, data } = Aliases.safeParse(withoutProblems(found));
  if (!success) return { live: [], rebuilt: null };
  const behind = (alias: string): string[] =>
    Object.entries(data).flatMap(([name, { aliases }]) => (alias in aliases ? [name] : []));
  return { live: behind(index).toSorted(byNumber), rebuilt: behind(rebuilding)[0] ?? null };
}

// Where one of the names is missing, the answer is a 404 that holds the others beside its complaint.
function withoutProblems(answer: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== 'error' && name !== 'status'));
}

/** Two that create at once: one does, the other finds it there. */
export async function createOnce(create: () => Promise<unknown>): Promise<void> {
  await create().catch((cause: unknown) => {
    if (refusalStatus(cause) === 400 && String(cause).includes('resource_already_exists_exception')) return;
    throw cause;
  });
}

/** Makes template, indices and alias, or replaces those of another version. Throws KhabarError CONFIG_INVALID for a bad name. */
export async function ensureIndices(connection: Connection): Promise<void> {
  const { client, index } = connection;
  if (!/^[a-z][a-z0-9_-]{0,99}$/.test(index))
    throw new KhabarError(
      'CONFIG_INVALID',
      `Elasticsearch: "${index}" is not an index name of lower-case letters, digits, - and _`,
    );
  await onServer(async () => {
    await client.indices.putIndexTemplate(articleTemplate(index));
    await createOnce(() => client.indices.create(vocabularyIndex(index)));
    const { live, rebuilt } = await generationsOf(connection);
    const prefix = articlePrefix(index);
    const isOld = (name: string): boolean => !name.startsWith(prefix);
    const old = [...live, ...(rebuilt === null ? [] : [rebuilt])].filter(isOld);
    if (old.length === 0 && live.length > 0) return;
    const words = Object.keys(await client.indices.get({ index: `${index}-vocabulary-*` }));
    old.push(...words.filter((name) => name !== vocabularyName(index)));
    const first = `${prefix}000001`;
    await createOnce(() => client.indices.create({ index: first }));
    await client.indices.updateAliases({
      actions: [
        { add: { index: first, alias: index, is_write_index: true } },
        ...old.map((name) => ({ remove_index: { index: name } })),
      ],
    });
  });
}

/** Bytes and documents of the indices. */
export async function measureIndices({
  client,
  index,
}: Connection): Promise<{ documents: number; bytes: number }> {
  const { count } = await client.count({ index });
  const stats = await client.indices.stats({ index: [index, vocabularyName(index)], metric: ['store'] });
  return { documents: count, bytes: stats._all.total?.store?.size_in_bytes ?? 0 };
}
