import type { EntityName, NameKey, RegistryChange } from '@khabar/article';
import type { QueryNode } from '@khabar/query';
import { type RawBuilder, sql } from 'kysely';

import type { RegistryEffect } from '../registry-schemas.ts';
import type { ApiServices } from '../services.ts';
import type { References } from './references.ts';

/** Ids that a change is about; that which is kept last. */
export function entitiesOf(change: RegistryChange): string[] {
  switch (change.kind) {
    case 'add-entity':
      return [change.entity.id];
    case 'merge':
      return [change.id, change.into];
    case 'split':
      return [change.entity.id, change.id];
    case 'add-names':
    case 'reject-name':
    case 'limit-name':
    case 'rename-label':
    case 'retire':
    case 'change-facts':
      return [change.id];
    case 'dismiss-names':
    case 'undo':
      return [];
  }
}

/** What tagging again would touch: articles that mention whom it is about, or hold the words of a new name. An upper bound. */
export async function effectOf(
  change: RegistryChange,
  deps: { services: ApiServices; references: References },
): Promise<RegistryEffect> {
  const { registry } = deps.services;
  switch (change.kind) {
    case 'add-entity':
      return byWords(change.entity.id, change.entity.names, deps);
    case 'add-names':
      return byWords(change.id, change.names, deps);
    case 'rename-label':
      return byWords(change.id, [change.name], deps);
    case 'reject-name':
    case 'limit-name':
      return byMentions([change.id], { deps, surfaces: [change.name], names: [] });
    case 'split': {
      const names = namesOf(change.id, change.names, deps.services);
      return byMentions([change.id], { deps, surfaces: change.names, names });
    }
    case 'merge':
      return byMentions([change.id, change.into], {
        deps,
        surfaces: null,
        counted: change.id,
        names: registry.data.get(change.id)?.names ?? registry.byId(change.id)?.names ?? [],
      });
    case 'retire':
      return byMentions([change.id], { deps, surfaces: null, names: [] });
    case 'change-facts':
    case 'dismiss-names':
      return byMentions([], { deps, surfaces: null, names: [] });
    case 'undo': {
      const undone = registry.entries.find(({ number }) => number === change.entry)?.change;
      return undone === undefined
        ? byMentions([], { deps, surfaces: null, names: [] })
        : effectOf(undone, deps);
    }
  }
}

function namesOf(id: string, keys: readonly NameKey[], { registry }: ApiServices): EntityName[] {
  return (registry.byId(id)?.names ?? []).filter((name) =>
    keys.some(({ language, text }) => name.language === language && name.text === text),
  );
}

async function byWords(
  id: string,
  names: readonly NameKey[],
  { services, references }: { services: ApiServices; references: References },
): Promise<RegistryEffect> {
  const phrases = names.map(({ text }): QueryNode => ({ type: 'phrase', text, slop: 0, scope: 'any' }));
  const { totalArticles: articles } = await services.search.count({
    query: { type: 'or', items: phrases },
    filters: {},
    duplicates: 'all',
  });
  return {
    articles,
    mentions: 0,
    names: [],
    entities: [{ ...references.entity(id), ...(await mentionsOf(sql`entity_id = ${id}`, services)) }],
  };
}

async function byMentions(
  ids: readonly string[],
  given: {
    readonly deps: { services: ApiServices; references: References };
    /** null: every mention. */
    readonly surfaces: readonly NameKey[] | null;
    /** Whose mentions are counted; all of `ids` where absent. */
    readonly counted?: string;
    readonly names: readonly EntityName[];
  },
): Promise<RegistryEffect> {
  const { services, references } = given.deps;
  const { surfaces } = given;
  const counted = given.counted === undefined ? ids : [given.counted];
  // Inflected forms begin like the name.
  const begins = surfaces?.map(({ text }) => `${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  const total = await mentionsOf(
    begins === undefined
      ? sql`entity_id = any(${[...counted]}::text[])`
      : sql`entity_id = any(${[...counted]}::text[]) and surface ilike any(${begins}::text[])`,
    services,
  );
  const entities = [];
  for (const id of ids) {
    const ref = { ...references.entity(id), id };
    entities.push({ ...ref, ...(await mentionsOf(sql`entity_id = ${id}`, services)) });
  }
  return { ...total, names: [...given.names], entities };
}

async function mentionsOf(
  where: RawBuilder<unknown>,
  { store }: ApiServices,
): Promise<{ articles: number; mentions: number }> {
  const { rows } = await sql<{ articles: number; mentions: number }>`
    select count(distinct article_id) as articles, count(*) as mentions from mentions where ${where}`.execute(
    store.db,
  );
  return rows[0] ?? { articles: 0, mentions: 0 };
}
