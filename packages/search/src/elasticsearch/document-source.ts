import { createHash } from 'node:crypto';

import { formsOf } from '@khabar/query';
import { foldText, tokens } from '@khabar/text';

import { languageVarieties } from '../language-varieties.ts';
import type { SearchDocument } from '../port.ts';
import { OFTEN_TIMES, VERY_OFTEN_TIMES } from '../relevance.ts';
import { LONGEST_WORD } from './mapping.ts';

/** A document as it is written, and its words for the vocabulary. */
export interface DocumentSource {
  readonly id: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly folded: readonly ReadonlySet<string>[];
  readonly stems: readonly ReadonlySet<string>[];
}

/** A word as it is kept: no longer than a token may be, without halves of letters. */
export function kept(word: string): string {
  return word.length <= LONGEST_WORD && word.isWellFormed()
    ? word
    : word.slice(0, LONGEST_WORD).toWellFormed();
}

// JSON holds no lone surrogates; NUL goes as in PostgreSQL. Each is replaced by one unit, so that offsets stay.
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

function storyNumber(storyId: string): number {
  return createHash('sha256').update(storyId).digest().readUIntBE(0, 6);
}

function entitiesFrom(document: SearchDocument, times: number): string[] {
  return document.entities.flatMap(({ id, count }) => (count >= times ? [id] : []));
}

/** The words of one text, each looked at once. */
interface Words {
  /** Forms and stems, each once; fields of words are one text, which costs a server far less than a list. */
  readonly forms: string;
  /** Stems in order. */
  readonly stems: string;
  /** Words as they are written, each once. */
  readonly letters: string;
  /** Stems and folded words, each once. */
  readonly distinctStems: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
}

function wordsOf(text: string): Words {
  const stems: string[] = [];
  const folded = new Set<string>();
  const letters = new Set<string>();
  const distinctStems = new Set<string>();
  for (const token of tokens(text)) {
    stems.push(kept(token.stem));
    folded.add(token.folded);
    letters.add(text.slice(token.start, token.end));
    distinctStems.add(token.stem);
  }
  const forms = new Set(folded);
  for (const stem of distinctStems) forms.add(stem);
  return {
    forms: spaced(forms),
    stems: stems.join(' '),
    letters: spaced(letters),
    distinctStems,
    folded,
  };
}

function spaced(words: Iterable<string>): string {
  return Array.from(words, kept).join(' ');
}

function wordFields(document: SearchDocument, head: Words, body: Words): object {
  return {
    title_stems: head.stems,
    body_stems: body.stems,
    title_forms: head.forms,
    body_forms: body.forms,
    title_letters: head.letters,
    body_letters: body.letters,
    author_forms: spaced(new Set(formsOf(document.authors.join('\n')))),
    url_forms: spaced(new Set(formsOf(document.url))),
  };
}

/** Analyses a document for the index. */
export function documentSource(document: SearchDocument, hash: string): DocumentSource {
  const head = wordsOf(document.title);
  const body = wordsOf(document.text);
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
    languages: languageVarieties(document.language),
    ...(document.country === null ? {} : { country: document.country }),
    kind: document.kind,
    ...(document.genre === undefined ? {} : { genre: document.genre }),
    subjects: document.subjects ?? [],
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
    story_number: storyNumber(document.storyId),
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
    folded: [head.folded, body.folded],
    stems: [head.distinctStems, body.distinctStems],
  };
}
