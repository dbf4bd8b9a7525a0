import type { OpenAPIHono } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify/sync';
import { stream } from 'hono/streaming';

import { bibEntry, type Citation, risRecord } from '../citation.ts';
import { csvCell } from '../csv-cell.ts';
import { rangedSearch, referencesFor } from '../route-parts.ts';
import { SearchQuery } from '../search-query.ts';
import type { ApiServices } from '../services.ts';
import type { References } from '../views/references.ts';

const FORMATS = ['csv', 'jsonl', 'json', 'ris', 'bib'] as const;
type Format = (typeof FORMATS)[number];
const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ris: 'application/x-research-info-systems; charset=utf-8',
  bib: 'application/x-bibtex; charset=utf-8',
};
const COLUMNS = [
  'id',
  'url',
  'title',
  'source',
  'country',
  'language',
  'published',
  'published_from',
  'first_seen',
  'words',
  'story',
  'entities',
  'stances',
] as const;

/**
 * `GET /articles.csv|jsonl|json|ris|bib`: everything that matches, streamed, newest first. `after` is the id of the last article
 * that a stream which broke off gave. The headers say what was asked and which methods answered.
 */
export function exportRoutes(app: OpenAPIHono, services: ApiServices): void {
  for (const format of FORMATS) {
    app.get(`/articles.${format}`, async (context) => {
      const query = SearchQuery.parse(context.req.query());
      const ranged = await rangedSearch(services, query);
      const references = await referencesFor(services, query.ui);
      context.header('content-type', TYPES[format]);
      const after = context.req.query('after');
      context.header('x-khabar-query', encodeURIComponent(query.q ?? ''));
      context.header('x-khabar-version', services.info.version);
      context.header('x-khabar-methods', services.info.tagVersion);
      context.header('x-khabar-at', services.now().toISOString());
      context.header('content-disposition', `attachment; filename="khabar-articles.${format}"`);
      return stream(context, async (out) => {
        // A byte order mark, or a spreadsheet takes UTF-8 for the local code page.
        if (format === 'csv' && after === undefined) await out.write(`\ufeff${COLUMNS.join(',')}\r\n`);
        if (format === 'json') await out.write('[');
        let first = true;
        let begun = after === undefined;
        for await (const page of services.search.ids({
          query: ranged.read.request.query,
          filters: ranged.filters,
        })) {
          if (out.aborted) return;
          const place = begun || after === undefined ? -1 : page.indexOf(after);
          if (!begun && place < 0) continue;
          begun = true;
          const ids = page.slice(place + 1);
          for (const row of await rowsOf(ids, services, references)) {
            await out.write(line(row, format, first));
            first = false;
          }
        }
        if (format === 'json') await out.write(']\n');
      });
    });
  }
}

type ExportRow = Record<
  (typeof COLUMNS)[number] | 'authors',
  string | number | null | readonly string[] | readonly object[]
>;

async function rowsOf(
  ids: readonly string[],
  services: ApiServices,
  references: References,
): Promise<ExportRow[]> {
  const articles = new Map((await services.store.articles.getMany(ids)).map((row) => [row.id, row]));
  const mentions = await services.store.tags.mentions(ids);
  const stances = await services.store.tags.stances(ids);
  return ids.flatMap((id) => {
    const article = articles.get(id);
    if (article === undefined) return [];
    const outlet = references.outlet(article.outlet_id);
    return [
      {
        id,
        url: article.url,
        title: article.title,
        authors: article.authors,
        source: outlet.name,
        country: outlet.country,
        language: article.language,
        published: article.published_at,
        published_from: article.published_from,
        first_seen: article.first_seen_at,
        words: article.word_count,
        story: article.story_id,
        entities: Array.from(new Set((mentions.get(id) ?? []).map((mention) => mention.entityId))),
        stances: (stances.get(id) ?? []).map(({ holder, target, label, strength, evidence }) => ({
          holder,
          target,
          label,
          strength,
          evidence: evidence.text,
        })),
      },
    ];
  });
}

function line(row: ExportRow, format: Format, first: boolean): string {
  if (format === 'ris') return risRecord(citationOf(row));
  if (format === 'bib') return bibEntry(citationOf(row));
  if (format === 'jsonl') return `${JSON.stringify(row)}\n`;
  if (format === 'json') return `${first ? '' : ',\n'}${JSON.stringify(row)}`;
  return stringify([COLUMNS.map((column) => cell(row[column]))], { record_delimiter: '\r\n' });
}

function citationOf(row: ExportRow): Citation {
  return {
    id: textOf(row.id),
    url: textOf(row.url),
    title: textOf(row.title),
    authors: Array.isArray(row.authors) ? row.authors.map(String) : [],
    source: textOf(row.source),
    language: textOf(row.language),
    published: typeof row.published === 'string' ? row.published : null,
    firstSeen: textOf(row.first_seen),
  };
}

function textOf(value: ExportRow[keyof ExportRow]): string {
  return typeof value === 'string' ? value : '';
}

function cell(value: ExportRow[keyof ExportRow]): string | number {
  if (value === null) return '';
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return csvCell(value);
  return csvCell(value.map((item) => (typeof item === 'string' ? item : statementText(item))).join('; '));
}

function statementText(statement: object): string {
  const { holder, target, label } = { holder: '', target: '', label: '', ...statement };
  return `${holder}>${target}>${label}`;
}
