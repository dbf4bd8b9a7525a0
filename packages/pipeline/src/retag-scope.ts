import type { RetagScope } from '@khabar/article';
import type { Registry } from '@khabar/registry';
import type { Store } from '@khabar/store';
import { type RawBuilder, sql } from 'kysely';

/** Shorter names stand inside too many other words to be sought without reading the text. */
const SHORTEST_NAME = 3;

export interface ScopeContext {
  readonly store: Pick<Store, 'db'>;
  readonly registry: Pick<Registry, 'byId'>;
  /** Of the tagger now: articles that it tagged are left out, unless all are wanted. */
  readonly version: string;
}

/** How many articles are in scope. */
export async function countInScope(scope: RetagScope, context: ScopeContext): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from articles where ${conditionOf(scope, context)}`.execute(context.store.db);
  return rows[0]?.n ?? 0;
}

/** Ids in scope after `after`, in their order. */
export async function idsInScope(
  scope: RetagScope,
  page: { after: string | null; limit: number },
  context: ScopeContext,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from articles where id > ${page.after ?? ''} and ${conditionOf(scope, context)} order by id limit ${page.limit}`.execute(
    context.store.db,
  );
  return rows.map(({ id }) => id);
}

function conditionOf(scope: RetagScope, { registry, version }: ScopeContext): RawBuilder<unknown> {
  const conditions = [sql`true`];
  // Whoever asks about an entity changed its names: the version alone does not say who needs it.
  if (scope.all !== true && scope.entity === undefined)
    conditions.push(sql`tag_version is distinct from ${version}`);
  if (scope.since !== undefined)
    conditions.push(sql`coalesce(published_at, first_seen_at) >= ${scope.since}::timestamptz`);
  if (scope.outlets !== undefined) conditions.push(sql`outlet_id = any(${[...scope.outlets]}::text[])`);
  if (scope.languages !== undefined)
    conditions.push(sql`split_part(language, '-', 1) = any(${[...scope.languages]}::text[])`);
  if (scope.entity !== undefined) conditions.push(entityCondition(scope.entity, registry));
  return sql.join(conditions, sql` and `);
}

/** Mentions it, or holds a name of it that the tagger did not know when it read the article. */
function entityCondition(entity: string, registry: Pick<Registry, 'byId'>): RawBuilder<unknown> {
  const patterns = (registry.byId(entity)?.names ?? [])
    .filter(({ text }) => text.length >= SHORTEST_NAME)
    .map(({ text }) => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  return sql`(exists (select from mentions where article_id = articles.id and (entity_id = ${entity} or acting_for = ${entity}))
    or title ilike any(${patterns}::text[]) or text ilike any(${patterns}::text[]))`;
}
