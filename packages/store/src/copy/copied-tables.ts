import { KhabarError } from '@khabar/article';
import type { Pool } from 'pg';

export interface CopiedColumn {
  readonly name: string;
  /** As a cast takes it. */
  readonly type: string;
}

/** A table as it is copied and counted: by column, in the order of its primary key. */
export interface CopiedTable {
  readonly name: string;
  /** By name. */
  readonly columns: readonly CopiedColumn[];
  readonly key: readonly CopiedColumn[];
  /** The column that counts by itself, whose counter must go on behind the highest copied number. */
  readonly identity: string | null;
}

/** Who works on what at this moment: of no meaning to another installation. The last two are Kysely's. */
const NOT_COPIED = new Set([
  'hosts',
  'host_askers',
  'host_turns',
  'kysely_migration',
  'kysely_migration_lock',
]);

interface ColumnRow {
  readonly name: string;
  readonly column: string;
  readonly type: string;
  readonly identity: boolean;
  readonly place: number | null;
}

const COLUMNS = `
  select c.relname as name, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, a.attidentity <> '' as identity,
    array_position(i.indkey::int2[], a.attnum) as place
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  left join pg_index i on i.indrelid = c.oid and i.indisprimary
  where c.relnamespace = $1::regnamespace and c.relkind = 'r'
  order by c.relname, a.attname`;

const REFERENCES = `
  select c.relname as name, r.relname as needs from pg_constraint k
  join pg_class c on c.oid = k.conrelid join pg_class r on r.oid = k.confrelid
  where k.connamespace = $1::regnamespace and k.contype = 'f' and c.oid <> r.oid`;

/** Every table of a record, those first that others refer to. A table that a later version adds is among them. */
export async function copiedTables(pool: Pool, schema: string): Promise<CopiedTable[]> {
  const columns = (await pool.query<ColumnRow>(COLUMNS, [schema])).rows.filter(
    ({ name }) => !NOT_COPIED.has(name),
  );
  const references = (await pool.query<{ name: string; needs: string }>(REFERENCES, [schema])).rows;
  const names = inOrder(Array.from(new Set(columns.map(({ name }) => name))), references);
  return names.map((name) =>
    tableOf(
      name,
      columns.filter((column) => column.name === name),
    ),
  );
}

function tableOf(name: string, rows: readonly ColumnRow[]): CopiedTable {
  const key = rows
    .filter(({ place }) => place !== null)
    .toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0))
    .map(({ column, type }) => ({ name: column, type }));
  if (key.length === 0) throw new KhabarError('INTERNAL', `record: table ${name} has no primary key`);
  return {
    name,
    columns: rows.map(({ column, type }) => ({ name: column, type })),
    key,
    identity: rows.find(({ identity }) => identity)?.column ?? null,
  };
}

function inOrder(names: readonly string[], references: readonly { name: string; needs: string }[]): string[] {
  const ordered: string[] = [];
  let left = names;
  while (left.length > 0) {
    const waiting = new Set(left);
    const free = left.filter(
      (name) => !references.some((one) => one.name === name && waiting.has(one.needs)),
    );
    if (free.length === 0)
      throw new KhabarError('INTERNAL', `record: tables refer to each other in a circle: ${left.join(', ')}`);
    ordered.push(...free);
    left = left.filter((name) => !free.includes(name));
  }
  return ordered;
}
