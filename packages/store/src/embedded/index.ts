export {
  type EmbeddedConnection,
  type EmbeddedOptions,
  type EmbeddedPostgres,
  type EmbeddedState,
  openEmbeddedPostgres,
} from './open-embedded-postgres.ts';
