import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';

import { KhabarError, Outlet } from '@khabar/article';
import { decodeText } from '@khabar/fetch';
import { type OpmlFeed, outletId, readOpml } from '@khabar/sources';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

import { fileError } from '../failure.ts';

const MAX_BYTES = 5 * 1024 * 1024;
export const MAX_OUTLETS = 10_000;

/** What a file of sources holds: whole outlets, or feeds without more. */
export type OutletFile =
  | { readonly kind: 'outlets'; readonly outlets: readonly Outlet[] }
  | { readonly kind: 'feeds'; readonly feeds: readonly OpmlFeed[] };

/** Reads OPML, JSON (one outlet, a list, or `{outlets}`) or CSV. Throws KhabarError that names file, line and fault. */
export async function readOutletFile(path: string): Promise<OutletFile> {
  const size = await stat(path).then(
    (found) => found.size,
    (cause: unknown) => {
      throw fileError(path, cause);
    },
  );
  if (size > MAX_BYTES)
    throw new KhabarError('INPUT_TOO_LARGE', `${path}: ${size} bytes; at most ${MAX_BYTES} are taken`);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(path, cause);
  });
  const { text } = decodeText(bytes, undefined, 'xml');
  if (text.trim() === '') throw new KhabarError('INPUT_INVALID', `${path}: the file is empty`);
  const read = readByName(path, text);
  const count = read.kind === 'outlets' ? read.outlets.length : read.feeds.length;
  if (count === 0) throw new KhabarError('INPUT_INVALID', `${path}: there is no source in it`);
  if (count > MAX_OUTLETS)
    throw new KhabarError(
      'INPUT_TOO_LARGE',
      `${path}: ${count} sources; at most ${MAX_OUTLETS} are taken at once`,
    );
  return read;
}

function readByName(path: string, text: string): OutletFile {
  const extension = extname(path).toLowerCase();
  if (extension === '.csv') return { kind: 'outlets', outlets: outletsOfCsv(path, text) };
  if (extension === '.json' || (extension !== '.opml' && extension !== '.xml' && /^\s*[[{]/.test(text)))
    return { kind: 'outlets', outlets: outletsOfJson(path, text) };
  const list = readOpml(text);
  if (list.kind === 'refused') throw new KhabarError('INPUT_INVALID', `${path}: ${list.reason}`);
  return { kind: 'feeds', feeds: list.feeds };
}

const Listed = z.union([
  z.array(z.unknown()),
  z.object({ outlets: z.array(z.unknown()) }).transform(({ outlets }) => outlets),
  z.record(z.string(), z.unknown()).transform((one): unknown[] => [one]),
]);

function outletsOfJson(path: string, text: string): Outlet[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new KhabarError(
      'INPUT_INVALID',
      `${path}: not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  const listed = Listed.safeParse(value);
  if (!listed.success)
    throw new KhabarError(
      'INPUT_INVALID',
      `${path}: must hold an outlet, a list of them or {"outlets": [...]}`,
    );
  return listed.data.map((one, at) => outletOf(one, `${path}: outlet ${at + 1}`));
}

function outletOf(value: unknown, place: string): Outlet {
  const parsed = Outlet.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KhabarError(
    'INPUT_INVALID',
    `${place}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'cannot be read'}`,
  );
}

const Row = z.record(z.string(), z.string());

/** Columns by name: feed (or url, xmlUrl), name (or title), homepage (or site, htmlUrl), id, country, language, kind. */
function outletsOfCsv(path: string, text: string): Outlet[] {
  let rows: unknown[];
  try {
    rows = parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    });
  } catch (cause) {
    throw new KhabarError(
      'INPUT_INVALID',
      `${path}: not CSV: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  return rows.map((given, at) => {
    const row = Row.parse(given);
    const place = `${path}: line ${at + 2}`;
    const pick = (...names: string[]): string | undefined =>
      names.map((name) => row[name]).find((value) => value !== undefined && value !== '');
    const feed = pick('feed', 'url', 'xmlurl', 'feed_url', 'rss');
    const homepage =
      pick('homepage', 'site', 'htmlurl', 'website') ??
      (feed !== undefined && URL.canParse(feed) ? new URL('/', feed).href : undefined);
    if (homepage === undefined || !URL.canParse(homepage))
      throw new KhabarError(
        'INPUT_INVALID',
        `${place}: no address; a column "feed" or "homepage" must hold one`,
      );
    const id = pick('id') ?? outletId(homepage);
    return outletOf(
      {
        id,
        name: pick('name', 'title') ?? id,
        country: pick('country')?.toUpperCase() ?? null,
        language: pick('language', 'lang') ?? 'und',
        kind: pick('kind', 'type') ?? 'other',
        homepage,
        channels: feed === undefined ? [] : [{ kind: 'feed', url: feed }],
      },
      place,
    );
  });
}
