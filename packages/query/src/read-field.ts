import { countryValue, languageValue } from './field-values.ts';
import type { RawBound, RawNode } from './grammar.ts';
import { dateText } from './published-range.ts';
import type { DateBound, KeywordField, QueryNode } from './query-node.ts';
import { readScore, readStance } from './read-stance.ts';
import { note, valueText, type Reading } from './reading.ts';

/** What a field's name means. */
export type Field =
  | 'title'
  | 'body'
  | 'exact'
  | 'author'
  | 'url'
  | 'entity'
  | 'stance'
  | 'stance-part'
  | 'published'
  | 'score'
  | 'saved'
  | KeywordField;

/** Names a user may type, lower case. */
export const FIELDS: ReadonlyMap<string, Field> = new Map([
  ['title', 'title'],
  ['headline', 'title'],
  ['body', 'body'],
  ['text', 'body'],
  ['exact', 'exact'],
  ['author', 'author'],
  ['by', 'author'],
  ['url', 'url'],
  ['entity', 'entity'],
  ['stance', 'stance'],
  ['holder', 'stance-part'],
  ['target', 'stance-part'],
  ['polarity', 'stance-part'],
  ['published', 'published'],
  ['date', 'published'],
  ['score', 'score'],
  ['confidence', 'score'],
  ['saved', 'saved'],
  ['lang', 'language'],
  ['language', 'language'],
  ['source', 'source'],
  ['outlet', 'source'],
  ['country', 'country'],
  ['type', 'kind'],
  ['kind', 'kind'],
  ['genre', 'genre'],
  ['subject', 'subject'],
  ['topic', 'topic'],
]);

function dateBound(bound: RawBound | null): DateBound | null | 'bad' {
  if (bound === null) return null;
  const text = dateText(bound.text);
  return text === null ? 'bad' : { text, inclusive: bound.inclusive };
}

function readPublished(node: RawNode, reading: Reading): QueryNode | null {
  const text = valueText(node);
  const exactly: RawBound | null = text === null ? null : { text, inclusive: true };
  const range = node.type === 'range' ? node : { from: exactly, to: exactly };
  const from = dateBound(range.from);
  const to = dateBound(range.to);
  if ((node.type !== 'range' && exactly === null) || from === 'bad' || to === 'bad') {
    note(reading, 'bad-date', node);
    return null;
  }
  if (from === null && to === null) return { type: 'all' };
  // A lone relative time is where a period begins that lasts until now.
  const isSince = node.type !== 'range' && from?.text.startsWith('-') === true;
  return { type: 'published', from, to: isSince ? null : to };
}

function keyword(
  field: KeywordField,
  typed: string,
  reading: { reading: Reading; node: RawNode },
): QueryNode {
  const prefix = typed.endsWith('*') && reading.node.type === 'word';
  const text = (prefix ? typed.slice(0, -1) : typed).trim();
  switch (field) {
    case 'language': {
      const { value, known } = languageValue(text);
      if (!known) note(reading.reading, 'unknown-language', reading.node);
      return { type: 'keyword', field, value, prefix: false };
    }
    case 'country': {
      const { value, known } = countryValue(text);
      if (!known) note(reading.reading, 'unknown-country', reading.node);
      return { type: 'keyword', field, value, prefix: false };
    }
    case 'source':
    case 'kind':
    case 'genre':
    case 'subject':
    case 'topic':
      return { type: 'keyword', field, value: text.toLowerCase(), prefix };
  }
}

function isBlank(text: string | null): text is null | '' {
  return text === null || text.trim() === '';
}

/** A field other than those of text, with one value; null: ignored (and noted). */
export function readFieldValue(
  field: Exclude<Field, 'title' | 'body' | 'exact'>,
  node: Extract<RawNode, { type: 'field' }>,
  reading: Reading,
): QueryNode | null {
  const { value } = node;
  if (field === 'published') return readPublished(value, reading);
  if (field === 'stance') return readStance(value, reading);
  if (field === 'stance-part') return readStance(node, reading);
  if (field === 'score') {
    const range = readScore(value, reading);
    if (range === null) return null;
    return range.from === null && range.to === null ? { type: 'all' } : { type: 'score', range };
  }
  const text = valueText(value);
  if (isBlank(text)) {
    note(reading, 'empty-field', node);
    return null;
  }
  switch (field) {
    case 'author':
    case 'url':
      return { type: field, text };
    case 'entity':
    case 'saved':
      return { type: field, name: text.trim() };
    case 'language':
    case 'source':
    case 'country':
    case 'kind':
    case 'genre':
    case 'subject':
    case 'topic':
      return text === '*' ? { type: 'all' } : keyword(field, text, { reading, node: value });
  }
}
