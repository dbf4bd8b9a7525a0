export { openPostgresSearch, type PostgresSearchOptions } from './open-postgres-search.ts';
export type { SqlClient, SqlPool } from './sql-pool.ts';
