import type { QueryContext, QueryNode } from '@khabar/query';
import { z } from 'zod';

import type { Expansions } from '../patterns.ts';
import type { SearchFilters } from '../port.ts';
import { compileSearch, type FilterName } from './compile-filters.ts';
import type { CompileContext } from './compile-query.ts';
import { toSql, type Condition } from './condition.ts';
import { expandWords } from './expand-words.ts';
import { SqlValues, type SqlClient } from './sql-pool.ts';

/** A query with what it is narrowed to. */
export interface Narrowed {
  readonly query: QueryNode;
  readonly filters: SearchFilters;
}

/** One search on one snapshot: what statements about it are made of. */
export interface Matching {
  readonly client: SqlClient;
  readonly schema: string;
  readonly search: Narrowed;
  readonly expansions: Expansions;
  readonly hasPassages: boolean;
  readonly context: QueryContext;
}

/** A statement under way: its values and what it compiles with. */
export interface Statement {
  readonly values: SqlValues;
  readonly compile: CompileContext;
}

const PassageRow = z.object({ found: z.boolean() });

/** Looks up what compiling the search needs. */
export async function openMatching(
  search: Narrowed,
  client: SqlClient,
  given: { schema: string; context: QueryContext },
): Promise<Matching> {
  const { rows } = await client.query(`select exists (select from ${given.schema}.passages) as found`);
  const [row] = rows;
  const expansions = await expandWords(search.query, client, given.schema);
  return { client, search, expansions, hasPassages: PassageRow.parse(row).found, ...given };
}

/** Begins a statement. */
export function statementOf(matching: Matching): Statement {
  const values = new SqlValues();
  const { schema, expansions, hasPassages, context } = matching;
  return {
    values,
    compile: { ...context, schema, expansions, hasPassages, add: (value) => values.add(value) },
  };
}

/** `select COLUMNS from docs d where …` of a condition. */
export function selectWhere(columns: string, condition: Condition, { compile }: Statement): string {
  return `select ${columns} from ${compile.schema}.docs d where ${toSql(condition, compile.add)}`;
}

/** `select COLUMNS from docs d where …` of the search, but for the filters named. */
export function selectMatching(
  columns: string,
  matching: Matching,
  options: { statement: Statement; without?: ReadonlySet<FilterName> },
): string {
  const { statement, without } = options;
  return selectWhere(columns, compileSearch(matching.search, statement.compile, without), statement);
}
