import { z } from '@hono/zod-openapi';

const text = (description: string) => z.string().max(4000).optional().openapi({ description });

/** Parameters of a search, as in the addresses of the dashboard. All are text: what cannot be read becomes a hint, not an error. */
export const SearchQuery = z
  .object({
    q: z.string().max(20_000).optional().openapi({
      description: 'Query language, see /help/syntax',
      example: 'title:(wheat OR пшеница) AND transit',
    }),
    from: text('Date (2025-07-04), instant or relative (-30d); default -30d'),
    to: text('Date, instant, relative or now; a day is meant whole'),
    lang: text('Languages, comma separated; - excludes'),
    source: text('Outlet ids, comma separated; - excludes'),
    country: text('ISO 3166-1 alpha-2 of the outlet; - excludes'),
    entity: text('Entity ids; - excludes'),
    topic: text('Topic ids; - excludes'),
    type: text('Kinds of outlet; - excludes'),
    genre: text('Kinds of article (news, opinion, interview, statement, brief, live); - excludes'),
    subject: text('Subjects, see /subjects; - excludes'),
    stance: text('HOLDER>TARGET>LABEL, each part may be empty; comma separated'),
    dated: text('yes: only dated articles; no: only undated ones'),
    dup: text('fold (one card a story, default) or all'),
    sort: text('new, old or rel'),
    size: text('1 to 100, default 20'),
    cursor: text('From the page before'),
    scripts: text(
      'names: words that are names of known entities are searched in other scripts too; typed (default)',
    ),
    explain: text('yes: what each clause of the reading finds alone, as `clauses`'),
    ui: text('Language of labels in the answer, default en'),
  })
  .openapi('SearchQuery');
export type SearchQuery = z.infer<typeof SearchQuery>;
