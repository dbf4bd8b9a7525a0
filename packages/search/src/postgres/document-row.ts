import { formsOf } from '@khabar/query';
import { foldText } from '@khabar/text';

import { languageVarieties } from '../language-varieties.ts';
import type { SearchDocument } from '../port.ts';
import { OFTEN_TIMES, VERY_OFTEN_TIMES } from '../relevance.ts';
import { ALL, DATED, PREFIXES, stanceLexeme } from './lexemes.ts';
import { analyseDocument, entityOftenLexeme, type WordVector } from './word-vector.ts';

/** One document as its rows in the tables. */
export interface DocumentRow {
  readonly document: SearchDocument;
  readonly hash: string;
  readonly sortMs: number;
  readonly words: string;
  readonly passages: readonly string[];
  /** Folded words, and stems that are no folded word here, of title and text. */
  readonly folded: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
}

function addFields(vector: WordVector, document: SearchDocument): void {
  vector.addBare(ALL);
  if (document.publishedAt !== null) vector.addBare(DATED);
  for (const variety of languageVarieties(document.language)) vector.addBare(PREFIXES.language + variety);
  vector.addBare(PREFIXES.source + document.outletId.toLowerCase());
  if (document.country !== null) vector.addBare(PREFIXES.country + document.country);
  vector.addBare(PREFIXES.kind + document.kind);
  if (document.genre !== undefined) vector.addBare(PREFIXES.genre + document.genre);
  for (const subject of document.subjects ?? []) vector.addBare(PREFIXES.subject + subject);
  if (document.section !== null) vector.addBare(PREFIXES.section + foldText(document.section).text);
  for (const topic of document.topics) vector.addBare(PREFIXES.topic + topic);
  for (const form of formsOf(document.authors.join('\n'))) vector.addBare(PREFIXES.author + form);
  for (const form of formsOf(document.url)) vector.addBare(PREFIXES.url + form);
  for (const { id, count } of document.entities) {
    vector.addBare(PREFIXES.entity + id);
    if (count >= OFTEN_TIMES) vector.addBare(entityOftenLexeme(id, 'often'));
    if (count >= VERY_OFTEN_TIMES) vector.addBare(entityOftenLexeme(id, 'veryOften'));
  }
  for (const { holder, target, label } of document.stances) {
    for (const h of [holder, ''])
      for (const t of [target, '']) for (const l of [label, '']) vector.addBare(stanceLexeme(h, t, l));
  }
}

/** Analyses a document for the index. */
export function documentRow(document: SearchDocument, hash: string): DocumentRow {
  const analysed = analyseDocument(document.title, document.text, PREFIXES.title);
  const { vector } = analysed;
  addFields(vector, document);
  return {
    document,
    hash,
    sortMs: Date.parse(document.publishedAt ?? document.firstSeenAt),
    words: vector.toString(),
    passages: analysed.passages,
    folded: analysed.folded,
    stems: analysed.stems,
  };
}
