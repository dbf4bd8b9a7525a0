import type { Pool, PoolClient } from 'pg';

import type { CopiedTable } from './copied-tables.ts';

/** Rows as text, in JSON: every value in PostgreSQL's own notation, which any version of it reads to the last bit. */
export interface Batch {
  readonly json: string;
  readonly rows: number;
  /** The key of the last row. */
  readonly last: readonly string[];
}

const FIRST_ROWS = 100;
const MOST_ROWS = 5000;
/** Letters of JSON in a batch: large enough that the way there does not count, small enough for the memory of PGlite. */
const BATCH_LETTERS = 2_000_000;

const quoted = (name: string): string => `"${name}"`;

/** Rows of a table after `after`, in batches of about 2 MB, each read while the one before is written. `except` leaves rows out. */
export async function* readTable(
  table: CopiedTable,
  from: Pool,
  options: { after: readonly string[] | null; except?: string },
): AsyncGenerator<Batch> {
  let limit = FIRST_ROWS;
  let after = options.after;
  const read = (): Promise<Batch | null> => readBatch(table, from, { after, limit, except: options.except });
  let next = read();
  for (;;) {
    const batch = await next;
    if (batch === null) return;
    const perRow = batch.json.length / batch.rows;
    const wanted = Math.max(1, Math.min(MOST_ROWS, limit * 4, Math.round(BATCH_LETTERS / perRow)));
    const isLast = batch.rows < limit;
    limit = wanted;
    after = batch.last;
    if (!isLast) {
      next = read();
      // The one who takes the batches may stop; the error is thrown to the one who goes on.
      next.catch(() => {});
    }
    yield batch;
    if (isLast) return;
  }
}

async function readBatch(
  table: CopiedTable,
  from: Pool,
  place: { after: readonly string[] | null; limit: number; except: string | undefined },
): Promise<Batch | null> {
  const { columns, key, name } = table;
  // Of the table, not of the text that is selected under the same name: numbers come in the order of numbers.
  const keys = key.map((column) => `t.${quoted(column.name)}`).join(', ');
  const conditions = [
    ...(place.after === null
      ? []
      : [`(${keys}) > (${key.map(({ type }, at) => `$${at + 1}::text::${type}`).join(', ')})`]),
    ...(place.except === undefined ? [] : [`not (${place.except})`]),
  ];
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  const texts = columns.map((column) => `t.${quoted(column.name)}::text`).join(', ');
  const lasts = key.map((column, at) => `(array_agg(batch.${quoted(column.name)}))[count(*)] as last_${at}`);
  const { rows } = await from.query<Record<string, string | number | null>>(
    `select json_agg(batch)::text as json, count(*)::int as rows, ${lasts.join(', ')}
     from (select ${texts} from ${quoted(name)} t ${where} order by ${keys} limit ${place.limit}) batch`,
    [...(place.after ?? [])],
  );
  const [row] = rows;
  if (row === undefined || typeof row['json'] !== 'string') return null;
  return {
    json: row['json'],
    rows: Number(row['rows']),
    last: key.map((_, at) => String(row[`last_${at}`])),
  };
}

/** Writes a batch; the caller's transaction says when. */
export async function writeBatch(table: CopiedTable, batch: Batch, to: PoolClient): Promise<void> {
  const names = table.columns.map((column) => quoted(column.name)).join(', ');
  const casts = table.columns.map((column) => `r.${quoted(column.name)}::${column.type}`).join(', ');
  const read = table.columns.map((column) => `${quoted(column.name)} text`).join(', ');
  await to.query(
    `insert into ${quoted(table.name)} (${names}) overriding system value
     select ${casts} from json_to_recordset($1::json) as r(${read})`,
    [batch.json],
  );
}

/** Lets the table's own numbers go on behind the highest. */
export async function restartIdentity(table: CopiedTable, to: PoolClient): Promise<void> {
  if (table.identity === null) return;
  const column = quoted(table.identity);
  await to.query(
    `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${column}), 1), max(${column}) is not null) from ${quoted(table.name)}`,
    [quoted(table.name), table.identity],
  );
}
