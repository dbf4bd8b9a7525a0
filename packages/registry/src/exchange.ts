import { Entity, type EntityName, KhabarError, RegistryEdit, type RegistryEntry } from '@khabar/article';
import { foldText } from '@khabar/text';
import { z } from 'zod';

import { effectiveEdits, replay } from './apply-edits.ts';
import type { Draft } from './draft.ts';
import type { RegistryParts } from './registry.ts';

/** The edits that hold now, one a line; `readEditLines` reads them, `scripts/apply-edits.ts` puts them into the data files. */
export function editLines(entries: readonly RegistryEntry[]): string {
  return effectiveEdits(entries)
    .map((edit) => `${JSON.stringify(edit)}\n`)
    .join('');
}

/** A line of an import: what it would do, or why it would not. */
export interface ImportLine {
  readonly line: number;
  /** null: it changes nothing, or cannot be taken. */
  readonly edit: RegistryEdit | null;
  readonly problem: string | null;
}

/**
 * Lines of edits, or of entities as the data files have them: one that is not known is added, of one that is known the names it lacks.
 * Each line is checked over what the lines before it did; a line that is known already changes nothing.
 */
export function readEditLines(
  text: string,
  data: RegistryParts,
  entries: readonly RegistryEntry[],
): ImportLine[] {
  const known = new Set(effectiveEdits(entries).map((edit) => JSON.stringify(edit)));
  const { draft } = replay(data, entries);
  const lines: ImportLine[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    try {
      const edit = editOf(content, draft);
      const isNew = edit !== null && !known.has(JSON.stringify(edit));
      if (isNew) draft.apply(edit);
      lines.push({ line, edit: isNew ? edit : null, problem: null });
    } catch (error) {
      lines.push({ line, edit: null, problem: problemOf(error) });
    }
  }
  return lines;
}

function editOf(line: string, draft: Draft): RegistryEdit | null {
  const value: unknown = JSON.parse(line);
  if (typeof value === 'object' && value !== null && 'kind' in value) return RegistryEdit.parse(value);
  const entity = Entity.parse(value);
  const present = draft.byId(entity.id);
  if (present === undefined) return { kind: 'add-entity', entity };
  const lacking = entity.names.filter(({ language, text }) => !hasName(present, language, text));
  const names = lacking.map((name) => asAliasWhereLabelled(name, present));
  return names.length === 0 ? null : { kind: 'add-names', id: present.id, names };
}

function hasName({ names }: Entity, language: string, text: string): boolean {
  const folded = foldText(text).text;
  return names.some((name) => name.language === language && foldText(name.text).text === folded);
}

function asAliasWhereLabelled(name: EntityName, { names }: Entity): EntityName {
  const isLabelled = names.some(({ kind, language }) => kind === 'label' && language === name.language);
  return name.kind === 'label' && isLabelled ? { ...name, kind: 'alias' } : name;
}

function problemOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join('; ');
  if (error instanceof SyntaxError) return `it is no JSON: ${error.message}`;
  if (error instanceof KhabarError) return error.message;
  throw error;
}
