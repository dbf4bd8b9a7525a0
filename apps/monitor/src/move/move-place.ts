import { access, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';
import {
  checkVersionStamp,
  openEmbeddedPostgres,
  openStore,
  type PostgresConnection,
  refuseUsedTarget,
  shownAddress,
  type Store,
  takeLock,
  takeSoleUse,
} from '@khabar/store';

/** Where an installation lives: its record, and the folder of its raw pages. */
export interface Place {
  readonly record:
    | { readonly kind: 'folder'; readonly folder: string }
    | { readonly kind: 'server'; readonly url: string };
  readonly dataFolder: string;
}

/** A place with its record open, and everybody else shut out until `close`. */
export interface OpenPlace {
  readonly place: Place;
  readonly store: Store;
  close(): Promise<void>;
}

/** Where the configuration says that the installation lives. */
export function placeOf(config: Config): Place {
  const dataFolder = resolve(config.dataFolder);
  return {
    dataFolder,
    record:
      config.databaseUrl === undefined
        ? { kind: 'folder', folder: dataFolder }
        : { kind: 'server', url: config.databaseUrl },
  };
}

/**
 * What `--to` names: a PostgreSQL server, whose raw pages stay where they are unless `folder` is given, or a folder.
 * Throws KhabarError INPUT_INVALID for an address of something else.
 */
export function placeNamed(to: string, given: { from: Place; folder?: string }): Place {
  if (/^postgres(ql)?:\/\//.test(to)) {
    if (!URL.canParse(to))
      throw new KhabarError('INPUT_INVALID', '--to: not an address of a PostgreSQL server');
    const dataFolder = given.folder === undefined ? given.from.dataFolder : resolve(given.folder);
    return { record: { kind: 'server', url: to }, dataFolder };
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(to))
    throw new KhabarError('INPUT_INVALID', `--to ${shownAddress(to)}: neither postgres:// nor a folder`);
  const folder = resolve(to);
  return { record: { kind: 'folder', folder }, dataFolder: folder };
}

/** In words, for messages. */
export function shownPlace({ record }: Place): string {
  return record.kind === 'folder' ? record.folder : shownAddress(record.url);
}

/** Is it the same record? */
export function isSamePlace(one: Place, other: Place): boolean {
  if (one.record.kind === 'folder')
    return other.record.kind === 'folder' && one.record.folder === other.record.folder;
  if (other.record.kind === 'folder') return false;
  const [a, b] = [new URL(one.record.url), new URL(other.record.url)];
  return a.hostname === b.hostname && (a.port || '5432') === (b.port || '5432') && a.pathname === b.pathname;
}

/** Opens what is to be moved. Throws KhabarError NOT_FOUND, STORE_LOCKED, CONFLICT while it is in use. */
export async function openSource(place: Place): Promise<OpenPlace> {
  const { record } = place;
  if (record.kind === 'folder' && !(await exists(join(record.folder, 'postgres', 'PG_VERSION'))))
    throw new KhabarError('NOT_FOUND', `${record.folder}: there is no installation in this folder`);
  return openPlace(place, async () => {});
}

/** Files of a folder in which a move was begun or nothing has been yet. */
const OF_A_TARGET =
  /^(khabar\.(lock|socket).*|postgres|postgres\.new|version\.json(\.new)?|warc|backups|run)$/;

/** Opens where it is moved to. Throws KhabarError CONFLICT for a place that holds something else, which is left as it is. */
export async function openTarget(place: Place, source: Place): Promise<OpenPlace> {
  const { record } = place;
  if (isSamePlace(place, source))
    throw new KhabarError('INPUT_INVALID', `--to: the installation is in ${shownPlace(place)} already`);
  if (record.kind === 'folder') {
    const names = await readdir(record.folder).catch((): string[] => []);
    const begun = names.includes('postgres') || place.dataFolder === source.dataFolder;
    const strange = names.find((name) => !OF_A_TARGET.test(name) || (name === 'warc' && !begun));
    if (strange !== undefined)
      throw new KhabarError(
        'CONFLICT',
        `${record.folder}: not empty (${strange}); give an empty folder or a new one`,
      );
  }
  return openPlace(place, refuseUsedTarget);
}

async function openPlace(
  place: Place,
  check: (connection: PostgresConnection) => Promise<void>,
): Promise<OpenPlace> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer();
    closers.length = 0;
  };
  try {
    const connection = await shutOut(place, closers);
    await check(connection);
    const store = await openStore(connection, { moving: true, max: 4 });
    closers.push(() => store.close());
    return { place, store, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function shutOut({ record }: Place, closers: (() => Promise<void>)[]): Promise<PostgresConnection> {
  if (record.kind === 'server') {
    const connection = { connectionString: record.url };
    const use = await takeSoleUse(connection);
    closers.push(() => use.release());
    return connection;
  }
  const lock = await takeLock(record.folder);
  closers.push(() => lock.release());
  await checkVersionStamp(record.folder);
  const postgres = await openEmbeddedPostgres(join(record.folder, 'postgres'));
  closers.push(() => postgres.close());
  return postgres.connection;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
