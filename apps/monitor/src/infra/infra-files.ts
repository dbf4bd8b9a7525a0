import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseAllDocuments, parseDocument } from 'yaml';

export const REPOSITORY = join(import.meta.dirname, '../../../..');

/** The text of a file of `infra/`, or of the repository where the path begins with `/`. For tests. */
export function fileText(path: string): string {
  return readFileSync(
    path.startsWith('/') ? join(REPOSITORY, path) : join(REPOSITORY, 'infra', path),
    'utf8',
  );
}

/** The one YAML document of a file; throws what a strict reader complains about. */
export function yamlOf(text: string): unknown {
  const document = parseDocument(text, { strict: true, uniqueKeys: true, merge: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return document.toJS();
}

/** Every YAML document of a file. */
export function yamlDocuments(text: string): unknown[] {
  return parseAllDocuments(text, { strict: true, uniqueKeys: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS();
  });
}

/** The text of a compose file with its `${NAME}`, `${NAME:-default}` and `${NAME:?message}` filled in as compose does. */
export function filledIn(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\{\w+(?::[-?][^}]*)?\}/g, (written) => {
    const [, name, kind, rest = ''] = /^\$\{(\w+)(?::([-?])([^}]*))?\}$/.exec(written) ?? [];
    if (name === undefined) return written;
    const value = environment[name] ?? '';
    if (value !== '') return value;
    if (kind === '?') throw new Error(`${name} is not set: ${rest}`);
    return kind === '-' ? rest : '';
  });
}
