/** An article as a list of references names it. */
export interface Citation {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly source: string;
  readonly language: string;
  /** UTC, ISO 8601; null: undated. */
  readonly published: string | null;
  readonly firstSeen: string;
}

/** One record of RIS (Reference Manager, read by Zotero, EndNote, Mendeley): a value is one line. */
export function risRecord(citation: Citation): string {
  const lines: [string, string][] = [
    ['TY', 'NEWS'],
    ['ID', citation.id],
    ['TI', citation.title],
    ...citation.authors.map((author): [string, string] => ['AU', author]),
    ['T2', citation.source],
    ...(citation.published === null
      ? []
      : ([
          ['PY', citation.published.slice(0, 4)],
          ['DA', citation.published.slice(0, 10).replaceAll('-', '/')],
        ] satisfies [string, string][])),
    ['LA', citation.language],
    ['UR', citation.url],
    ['Y2', citation.firstSeen.slice(0, 10).replaceAll('-', '/')],
    ['ER', ''],
  ];
  return `${lines.map(([tag, value]) => `${tag}  - ${inOneLine(value)}`).join('\r\n')}\r\n\r\n`;
}

/** One entry of BibLaTeX's `@online`, which reads UTF-8; what TeX takes for a command is written as text. */
export function bibEntry(citation: Citation): string {
  const fields: [string, string][] = [
    ['title', `{${tex(citation.title)}}`],
    // Each name in braces: a name of another order or with "and" in it stays one name.
    ...(citation.authors.length === 0
      ? []
      : ([['author', citation.authors.map((author) => `{${tex(author)}}`).join(' and ')]] satisfies [
          string,
          string,
        ][])),
    ['organization', tex(citation.source)],
    ...(citation.published === null
      ? []
      : ([['date', citation.published.slice(0, 10)]] satisfies [string, string][])),
    ['langid', tex(citation.language)],
    ['url', inOneLine(citation.url).replaceAll(/[{}\\]/g, (letter) => encodeURIComponent(letter))],
    ['urldate', citation.firstSeen.slice(0, 10)],
  ];
  const key = citation.id.replaceAll(/[^A-Za-z0-9:_-]/g, '-');
  return `@online{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(',\n')}\n}\n\n`;
}

function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

const TEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function tex(text: string): string {
  return inOneLine(text).replaceAll(/[\\{}~^%&#$_]/g, (letter) => TEX[letter] ?? `\\${letter}`);
}
