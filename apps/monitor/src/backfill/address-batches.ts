import { createReadStream } from 'node:fs';

import { KhabarError } from '@khabar/article';
import { readFeedDate } from '@khabar/sources';
import { parse } from 'csv-parse';

export interface ListedAddress {
  readonly url: string;
  readonly title?: string;
  readonly published?: string;
}

export interface AddressBatch {
  readonly addresses: readonly ListedAddress[];
  /** Lines without an address. */
  readonly bad: number;
  /** Lines of the file that were read. */
  readonly lines: number;
}

const MOST = 1_000;
const URL_COLUMN = /^(url|link|address|loc|permalink|uri|href|адрес|ссылка|نشانی|لینک|رابط)$/i;
const TITLE_COLUMN = /^(title|headline|заголовок|عنوان|سرلیک)$/i;
const DATE_COLUMN = /^(published|date|published_at|pubdate|datetime|дата|تاریخ|نېټه|التاريخ)$/i;

/** The addresses of a list (CSV with comma, semicolon or tab, with or without a header, or one address a line), in batches, after `lines` lines. */
export async function* addressBatches(path: string, lines: number): AsyncGenerator<AddressBatch> {
  const rows = createReadStream(path).pipe(
    parse({
      bom: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      trim: true,
    }),
  );
  let columns: Columns | null = null;
  let read = 0;
  let batch: ListedAddress[] = [];
  let bad = 0;
  for await (const row of rows) {
    const cells: string[] = row;
    read += 1;
    const isFirst = columns === null;
    columns ??= columnsOf(cells);
    if (isFirst && columns.isHeader) continue;
    if (read <= lines) continue;
    const address = addressOf(cells, columns);
    if (address === null) bad += 1;
    else batch.push(address);
    if (batch.length < MOST) continue;
    yield { addresses: batch, bad, lines: read };
    batch = [];
    bad = 0;
  }
  if (batch.length > 0 || bad > 0) yield { addresses: batch, bad, lines: read };
  if (read === 0) throw new KhabarError('INPUT_INVALID', `${path}: the list is empty`);
}

interface Columns {
  readonly isHeader: boolean;
  readonly url: number;
  readonly title: number;
  readonly published: number;
}

function isAddress(cell: string | undefined): boolean {
  return cell !== undefined && /^https?:\/\//i.test(cell) && URL.canParse(cell);
}

function columnsOf(first: readonly string[]): Columns {
  const isHeader = !first.some(isAddress);
  const named = (pattern: RegExp): number => first.findIndex((cell) => isHeader && pattern.test(cell));
  const url = isHeader ? named(URL_COLUMN) : first.findIndex(isAddress);
  return { isHeader, url: Math.max(0, url), title: named(TITLE_COLUMN), published: named(DATE_COLUMN) };
}

function addressOf(cells: readonly string[], columns: Columns): ListedAddress | null {
  const url = isAddress(cells[columns.url]) ? cells[columns.url] : cells.find(isAddress);
  if (url === undefined) return null;
  const title = cells[columns.title];
  const published = readFeedDate(cells[columns.published] ?? '') ?? undefined;
  return {
    url,
    ...(title === undefined || title === '' ? {} : { title: title.slice(0, 2_000) }),
    ...(published === undefined ? {} : { published: new Date(published).toISOString() }),
  };
}
