import { formsOf } from '@khabar/query';
import { foldText, tokens, type Token } from '@khabar/text';

import type { SearchDocument } from '../port.ts';
import { OFTEN_TIMES, VERY_OFTEN_TIMES } from '../relevance.ts';
import { LONGEST_WORD } from './mapping.ts';

/** A document as it is written, and its words for the vocabulary. */
export interface DocumentSource {
  readonly id: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly folded: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
}

/** A word as it is kept: no longer than a token may be, without halves of letters. */
export function kept(word: string): string {
  return word.length <= LONGEST_WORD && word.isWellFormed()
    ? word
    : word.slice(0, LONGEST_WORD).toWellFormed();
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words.map(kept))];
}

function formsIn(words: readonly Token[]): string[] {
  return distinct(words.flatMap(({ folded, stem }) => [folded, stem]));
}

function stemsIn(words: readonly Token[]): string {
  return words.map(({ stem }) => kept(stem)).join(' ');
}

function lettersIn(words: readonly Token[], text: string): string[] {
  return distinct(words.map(({ start, end }) => text.slice(start, end)));
}

// JSON holds no lone surrogates; NUL goes as in PostgreSQL. Each is replaced by one unit, so that offsets stay.
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

function oftenIn(words: readonly Token[], times: number): string[] {
  const counts = new Map<string, number>();
  for (const { stem } of words) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return Array.from(counts.entries()).flatMap(([stem, count]) => (count >= times ? [kept(stem)] : []));
}

/** `zh-Hant-TW`, `zh-Hant`, `zh`: what covers a language. */
function covering(language: string): string[] {
  const parts = language.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

function entitiesFrom(document: SearchDocument, times: number): string[] {
  return document.entities.flatMap(({ id, count }) => (count >= times ? [id] : []));
}

function wordFields(document: SearchDocument, head: readonly Token[], body: readonly Token[]): object {
  return {
    title_stems: stemsIn(head),
    body_stems: stemsIn(body),
    title_forms: formsIn(head),
    body_forms: formsIn(body),
    title_letters: lettersIn(head, document.title),
    body_letters: lettersIn(body, document.text),
    author_forms: distinct(formsOf(document.authors.join('\n'))),
    url_forms: distinct(formsOf(document.url)),
    often: oftenIn(body, OFTEN_TIMES),
    very_often: oftenIn(body, VERY_OFTEN_TIMES),
  };
}

/** Analyses a document for the index. */
export function documentSource(document: SearchDocument, hash: string): DocumentSource {
  const head = tokens(document.title);
  const body = tokens(document.text);
  const words = [...head, ...body];
  const sortMs = Date.parse(document.publishedAt ?? document.firstSeenAt);
  const source = {
    id: document.id,
    hash,
    url: document.url,
    outlet: document.outletId,
    source: document.outletId.toLowerCase(),
    title: storable(document.title),
    text: storable(document.text),
    authors: document.authors.map((author) => kept(storable(author))),
    language: document.language,
    languages: covering(document.language),
    ...(document.country === null ? {} : { country: document.country }),
    kind: document.kind,
    ...(document.section === null
      ? {}
      : {
          section: kept(storable(document.section)),
          section_folded: kept(foldText(document.section).text),
        }),
    ...(document.publishedAt === null ? {} : { published_at: document.publishedAt }),
    first_seen_at: document.firstSeenAt,
    sort_at: new Date(sortMs).toISOString(),
    sort_ms: sortMs,
    dated: document.publishedAt !== null,
    story: document.storyId,
    topics: document.topics,
    entities: document.entities.map(({ id }) => id),
    entities_often: entitiesFrom(document, OFTEN_TIMES),
    entities_very_often: entitiesFrom(document, VERY_OFTEN_TIMES),
    mentions: document.entities.map(({ id, count }) => ({ id, count })),
    stances: document.stances.map(({ holder, target, label, strength, confidence }) => ({
      holder,
      target,
      label,
      strength,
      confidence,
    })),
    stance_names: document.stances.map(({ holder, target, label }) => `${holder}>${target}>${label}`),
    ...wordFields(document, head, body),
  };
  return {
    id: document.id,
    source,
    folded: new Set(words.map(({ folded }) => folded)),
    stems: new Set(words.map(({ stem }) => stem)),
  };
}
