export * from './port.ts';
export {
  openPostgresSearch,
  type PostgresSearchOptions,
  type SqlClient,
  type SqlPool,
} from './postgres/index.ts';
export * from './search-params.ts';
