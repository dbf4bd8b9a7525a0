import { hash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { KhabarError, type Page } from '@khabar/article';

import { storeError } from './embedded/index.ts';
import { pageOfWarcRecord, warcRecordOf } from './warc-record.ts';

/** Where a page's bytes lie. */
export interface RawLocation {
  readonly file: string;
  readonly offset: number;
}

/** Pages as they came, in WARC files (ISO 28500, one gzip member a record), so that everything can be made again from them. */
export interface RawPages {
  /** Appends one page; resolves when it is written. `shelf` keeps apart what may be removed as a whole (the sample). */
  append(page: Page, shelf: 'pages' | 'sample'): Promise<RawLocation>;
  /** Reads one page back. Throws KhabarError NOT_FOUND when its file is gone or holds another record there. */
  read(location: RawLocation, expected: { readonly url: string; readonly sha256: string }): Promise<Page>;
  /** Deletes every file of a shelf. */
  removeShelf(shelf: 'sample'): Promise<void>;
  close(): Promise<void>;
}

const MAX_FILE_BYTES = 256 * 1024 * 1024;

interface OpenFile {
  readonly name: string;
  readonly handle: FileHandle;
  size: number;
}

/** Opens the folder of raw pages, which processes may share: each writes files of its own, begun anew at each start and after 256 MB. */
export async function openRawPages(folder: string): Promise<RawPages> {
  await mkdir(folder, { recursive: true });
  const files = new Map<string, OpenFile>();
  const readers = openReaders(folder);
  let last: Promise<unknown> = Promise.resolve();

  async function fileFor(shelf: string, now: string): Promise<OpenFile> {
    const current = files.get(shelf);
    if (current !== undefined && current.size < MAX_FILE_BYTES && (await isThere(shelf, current)))
      return current;
    await current?.handle.close();
    files.delete(shelf);
    const name = fileName(shelf, now);
    const handle = await open(join(folder, name), 'ax');
    const file = { name, handle, size: 0 };
    files.set(shelf, file);
    return file;
  }

  /** Another process may have removed a shelf that can be: what is written to a file without a name is lost. */
  async function isThere(shelf: string, { handle }: OpenFile): Promise<boolean> {
    return shelf !== 'sample' || (await handle.stat()).nlink > 0;
  }

  async function write(page: Page, shelf: string): Promise<RawLocation> {
    const bytes = await warcRecordOf(page);
    const file = await fileFor(shelf, page.fetchedAt);
    const offset = file.size;
    try {
      await writeWhole(file.handle, bytes);
    } catch (cause) {
      // Half a record must not lie before the next one: this file ends where it was whole, and another one is begun.
      files.delete(shelf);
      await file.handle.truncate(offset).catch(() => {});
      await file.handle.close().catch(() => {});
      throw (
        storeError(cause) ??
        new KhabarError(
          'STORE_UNAVAILABLE',
          `raw page: ${file.name} took no record: ${cause instanceof Error ? cause.message : 'unknown'}`,
          { retry: 'later', cause },
        )
      );
    }
    file.size += bytes.length;
    return { file: file.name, offset };
  }

  return {
    append(page, shelf) {
      // One after the other: the offset is only known when the record before it is written.
      const written = last.then(() => write(page, shelf));
      last = written.catch(() => {});
      return written;
    },
    async read({ file, offset }, expected) {
      const path = join(folder, file);
      const page = await readers.read(file, offset).catch((cause: unknown) => {
        if (isMissing(cause)) return null;
        throw new KhabarError('NOT_FOUND', `raw page: no WARC record at byte ${offset} of ${file}`, {
          cause,
        });
      });
      if (page === null) {
        const size = await stat(path).then(
          ({ size: bytes }) => `${bytes} bytes`,
          () => 'no such file',
        );
        throw new KhabarError('NOT_FOUND', `raw page: ${file} holds nothing at byte ${offset} (${size})`);
      }
      const sha256 = hash('sha256', page.body);
      if (page.url === expected.url && sha256 === expected.sha256) return page;
      throw new KhabarError(
        'NOT_FOUND',
        `raw page: byte ${offset} of ${file} holds another record than ${expected.url} (sha256 ${sha256}, not ${expected.sha256})`,
      );
    },
    async removeShelf(shelf) {
      await last;
      await files.get(shelf)?.handle.close();
      files.delete(shelf);
      const names = (await readdir(folder)).filter((name) => name.startsWith(`${shelf}-`));
      await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
    },
    async close() {
      await last;
      await Promise.all(Array.from(files.values(), async ({ handle }) => handle.close()));
      files.clear();
      await readers.close();
    },
  };
}

/** In containers every process has the same id, and often the same host name too. */
function fileName(shelf: string, now: string): string {
  const host = hostname()
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 40);
  return `${shelf}-${now.replaceAll(/[-:.]/g, '')}-${host}-${process.pid}-${randomUUID().slice(0, 8)}.warc.gz`;
}

/** A disk that fills up takes a part of what is written and says how much. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done);
    if (bytesWritten === 0) throw new Error(`${bytes.length - done} bytes were not taken`);
    done += bytesWritten;
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

const FIRST_READ = 64 * 1024;

/** Files that were read last stay open: opening and closing one costs more than reading a page of it. */
const MOST_OPEN = 8;

function openReaders(folder: string) {
  const handles = new Map<string, Promise<FileHandle>>();

  function handleOf(file: string): Promise<FileHandle> {
    const known = handles.get(file) ?? open(join(folder, file), 'r');
    // The one that was used last stands last.
    handles.delete(file);
    handles.set(file, known);
    known.catch(() => handles.delete(file));
    const [oldest] = handles;
    if (handles.size > MOST_OPEN && oldest !== undefined) {
      handles.delete(oldest[0]);
      // Waits for whoever reads in it.
      void oldest[1].then((handle) => handle.close()).catch(() => {});
    }
    return known;
  }

  return {
    /** Null: nothing lies there. */
    async read(file: string, offset: number): Promise<Page | null> {
      if (!file.startsWith('sample-')) return readAt(await handleOf(file), offset);
      // Held open, a file of the sample would be there after it was removed.
      const handle = await open(join(folder, file), 'r');
      try {
        return await readAt(handle, offset);
      } finally {
        await handle.close();
      }
    },
    async close(): Promise<void> {
      await Promise.all(
        Array.from(handles.values(), (opening) => opening.then((handle) => handle.close()).catch(() => {})),
      );
      handles.clear();
    },
  };
}

/** Null: nothing lies there. Reads more and more until the record is whole. */
async function readAt(handle: FileHandle, offset: number): Promise<Page | null> {
  for (let length = FIRST_READ; ; length *= 4) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset);
    if (bytesRead === 0) return null;
    const page = pageOfWarcRecord(buffer.subarray(0, bytesRead));
    if (page !== null) return page;
    if (bytesRead < length) throw new Error('the record is cut short');
  }
}
