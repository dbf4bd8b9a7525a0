import { KhabarError } from '@khabar/article';
import { z } from 'zod';

import { onServer, refusalStatus, type Connection } from './connection.ts';
import { articlePrefix, articleTemplate, vocabularyIndex, vocabularyName } from './mapping.ts';

const Aliases = z.record(z.string(), z.object({ aliases: z.record(z.string(), z.unknown()) }));

/** Names of the indices behind the alias, in the order in which they were made. */
export async function indicesBehind({ client, index }: Connection): Promise<string[]> {
  const found = await client.indices.getAlias({ name: index }, { ignore: [404] });
  const { success, data } = Aliases.safeParse(found);
  return success ? Object.keys(data).toSorted() : [];
}

// Two that open at once: one creates, the other finds it there.
async function createOnce(create: () => Promise<unknown>): Promise<void> {
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
    const behind = await indicesBehind(connection);
    const prefix = articlePrefix(index);
    const old = behind.filter((name) => !name.startsWith(prefix));
    if (old.length === 0 && behind.length > 0) return;
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
