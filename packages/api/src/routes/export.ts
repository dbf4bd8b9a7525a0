import type { OpenAPIHono } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify/sync';
import { stream } from 'hono/streaming';

import { csvCell } from '../csv-cell.ts';
import { rangedSearch, referencesFor } from '../route-parts.ts';
import { SearchQuery } from '../search-query.ts';
import type { ApiServices } from '../services.ts';
import type { References } from '../views/references.ts';

const FORMATS = ['csv', 'jsonl', 'json'] as const;
type Format = (typeof FORMATS)[number];
const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  json: 'application/json; charset=utf-8',
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

/** `GET /articles.csv|jsonl|json`: everything that matches, streamed, newest first. */
export function exportRoutes(app: OpenAPIHono, services: ApiServices): void {
  for (const format of FORMATS) {
    app.get(`/articles.${format}`, async (context) => {
      const query = SearchQuery.parse(context.req.query());
      const ranged = await rangedSearch(services, query);
      const references = await referencesFor(services, query.ui);
      context.header('content-type', TYPES[format]);
      context.header('content-disposition', `attachment; filename="khabar-articles.${format}"`);
      return stream(context, async (out) => {
        // A byte order mark, or a spreadsheet takes UTF-8 for the local code page.
        if (format === 'csv') await out.write(`\ufeff${COLUMNS.join(',')}\r\n`);
        if (format === 'json') await out.write('[');
        let first = true;
        for await (const ids of services.search.ids({
          query: ranged.read.request.query,
          filters: ranged.filters,
        })) {
          if (out.aborted) return;
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
  (typeof COLUMNS)[number],
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
  if (format === 'jsonl') return `${JSON.stringify(row)}\n`;
  if (format === 'json') return `${first ? '' : ',\n'}${JSON.stringify(row)}`;
  return stringify([COLUMNS.map((column) => cell(row[column]))], { record_delimiter: '\r\n' });
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
