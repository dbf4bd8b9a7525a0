export { backup, type BackupOptions, restore, syncFolder } from './backup.ts';
export type { CreationStage } from './create-cluster.ts';
export { type FolderLock, LockInfo, readLock, takeLock } from './lock.ts';
export {
  type EmbeddedConnection,
  type EmbeddedOptions,
  type EmbeddedPostgres,
  type EmbeddedState,
  openEmbeddedPostgres,
} from './open-embedded-postgres.ts';
export { storeError } from './store-error.ts';
export { checkVersionStamp, CURRENT_STAMP, VersionStamp } from './version-stamp.ts';
