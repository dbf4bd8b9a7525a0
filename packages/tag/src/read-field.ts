import type { Mention } from '@khabar/article';
import { type FoldedText, foldText } from '@khabar/text';

import { footnoteSpans } from './entities/index.ts';
import type { LanguageRules } from './load-data.ts';
import { findQuotes } from './quotes/find-quotes.ts';
import { datelineSpans } from './sentence/dateline.ts';
import { readText } from './sentence/read-text.ts';
import type { Field } from './stance/find-stances.ts';

/** Reads a title or a text for its quotes and prepares it for the stance rules. */
export function readField(
  field: Field['field'],
  {
    text,
    mentions,
    folded = foldText(text),
  }: { readonly text: string; readonly mentions: readonly Mention[]; readonly folded?: FoldedText },
  rules: LanguageRules,
): Field {
  const own = mentions.filter((mention) => mention.field === field);
  const read = readText(text, own, { grammar: rules.lookup.grammar, folded });
  const quotes = findQuotes({ text, mentions: own, read }, rules);
  const ignored = [...footnoteSpans(text), ...datelineSpans(text)].toSorted((a, b) => a.start - b.start);
  return { field, text, read, mentions: own, quotes, ignored };
}
