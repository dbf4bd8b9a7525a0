import type { AlertRow } from '@khabar/store';
import { sentences } from '@khabar/text';

import type { AlertItem, Marked } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { articleItems } from './article-items.ts';
import type { References } from './references.ts';
import { slice } from './snippet.ts';

/** Lines of the ledger with their article and the sentence that matched. */
export async function alertItems(
  rows: readonly AlertRow[],
  deps: { services: ApiServices; references: References },
): Promise<AlertItem[]> {
  const { services, references } = deps;
  const ids = Array.from(new Set(rows.map((row) => row.article_id)));
  const items = new Map(
    (
      await articleItems(
        ids.map((id) => ({ id, copies: 0, highlights: [] })),
        services.store,
        references,
      )
    ).map((item) => [item.id, item]),
  );
  const texts = new Map((await services.store.articles.getMany(ids)).map((row) => [row.id, row]));
  const names = new Map((await services.store.alerts.rules()).map((rule) => [rule.id, rule.name]));
  return rows.flatMap((row) => {
    const article = items.get(row.article_id);
    const source = texts.get(row.article_id);
    if (article === undefined || source === undefined) return [];
    return [
      {
        ruleId: row.rule_id,
        ruleName: names.get(row.rule_id) ?? row.rule_id,
        at: row.at,
        article,
        matched: matchedSentence(row, source),
        decision: row.decision,
        duplicateOf: row.duplicate_of,
        dueAt: row.due_at,
        why: whyOf(row),
      },
    ];
  });
}

/** Each clause with each spelling that met it, once. */
function whyOf(row: AlertRow): AlertItem['why'] {
  const found = new Map(
    row.matched.map(({ clause, text, entity }) => [
      `${clause ?? ''}\n${text}`,
      { clause: clause ?? null, words: text, entity: entity ?? null },
    ]),
  );
  return Array.from(found.values());
}

/** Spans in order; of those that overlap the first. */
function apart(matches: AlertRow['matched']): AlertRow['matched'] {
  let end = -1;
  return matches
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((match) => {
      if (match.start < end) return false;
      end = match.end;
      return true;
    });
}

function matchedSentence(row: AlertRow, source: { title: string; text: string }): Marked {
  const inText = row.matched.find((match) => match.field === 'text');
  const first = inText ?? row.matched[0];
  if (first === undefined) return { text: source.title, marks: [] };
  const field = first.field === 'title' ? source.title : source.text;
  const marks = apart(row.matched.filter((match) => match.field === first.field));
  // An edit may have moved the words; the marks are only shown where they still hold.
  if (field.slice(first.start, first.end) !== first.text)
    return { text: first.text, marks: [{ start: 0, end: first.text.length }] };
  const sentence = sentences(field).find((one) => one.start <= first.start && one.end >= first.end) ?? {
    start: first.start,
    end: first.end,
  };
  return slice(field, sentence, marks);
}
