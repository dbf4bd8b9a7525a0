import { tokens, type Token } from '@khabar/text';

import { STEPS, type Step } from '../relevance.ts';
import { PREFIXES, quotedLexeme } from './lexemes.ts';

// PostgreSQL keeps positions up to 16,383 and 255 of them a lexeme; beyond, words are found but phrases are not. A text that
// comes near is also kept in passages, whose positions are few.
const LAST_POSITION = 16_000;
const MOST_POSITIONS = 250;
const CLAMPED = 16_383;
/** Between title and text, so that no phrase or distance reaches across. */
const GAP = 64;
const PASSAGE_WORDS = 2000;
/** A tsvector has less than 1 MiB of lexemes: some 60,000 different words, met only by texts of many million letters. */
const MOST_BYTES = 900_000;
/** Longest phrase, with its distance, that is found across the border of two passages. */
const PASSAGE_OVERLAP = 160;

interface Places {
  count: number;
  text: string;
  /** Has it a place in the text, not in the title alone? */
  inText: boolean;
}

/** Positions by lexeme, in the text form of a tsvector. */
export class WordVector {
  readonly #places = new Map<string, Places>();
  #isComplete = true;
  #bytes = 0;

  /** Did every position fit? */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  add(lexeme: string, position: number, weight: '' | 'A' = ''): void {
    const known = this.#places.get(lexeme);
    const fits = position <= LAST_POSITION && (known === undefined || known.count < MOST_POSITIONS);
    if (!fits) this.#isComplete = false;
    if (known === undefined) {
      this.#bytes += lexeme.length * 2 + 4;
      if (this.#bytes < MOST_BYTES)
        this.#places.set(lexeme, {
          count: 1,
          text: `:${fits ? position : CLAMPED}${weight}`,
          inText: weight === '',
        });
    } else if (fits || (weight === '' && !known.inText)) {
      known.count += 1;
      known.text += `,${fits ? position : CLAMPED}${weight}`;
      known.inText ||= weight === '';
    }
  }

  addBare(lexeme: string): void {
    if (!this.#places.has(lexeme)) this.#places.set(lexeme, { count: 0, text: '', inText: false });
  }

  /** The same, where there is room after all words. */
  addMark(lexeme: string): void {
    this.#bytes += lexeme.length * 2 + 4;
    if (this.#bytes < MOST_BYTES) this.addBare(lexeme);
  }

  toString(): string {
    let text = '';
    for (const [lexeme, places] of this.#places) text += `${quotedLexeme(lexeme)}${places.text} `;
    return text;
  }
}

/** The forms under which a word stands: folded, and its stem. */
function formsOfToken(token: Token): string[] {
  return token.folded === token.stem ? [token.folded] : [token.folded, token.stem];
}

/** Body words of a long text in overlapping pieces, each a tsvector that holds all positions. */
function passages(words: readonly Token[]): string[] {
  const found: string[] = [];
  let start = 0;
  while (start < words.length) {
    const counts = new Map<string, number>();
    const vector = new WordVector();
    let end = start;
    let full = false;
    while (end < words.length && end - start < PASSAGE_WORDS && !full) {
      const token = words[end];
      for (const form of token ? formsOfToken(token) : []) {
        const count = (counts.get(form) ?? 0) + 1;
        counts.set(form, count);
        vector.add(form, end - start + 1);
        full ||= count >= MOST_POSITIONS;
      }
      end += 1;
    }
    found.push(vector.toString());
    if (end >= words.length) break;
    start = end - Math.min(PASSAGE_OVERLAP, Math.floor((end - start) / 2));
  }
  return found;
}

/** Words of a title and a text with their positions. */
export interface AnalysedDocument {
  readonly vector: WordVector;
  /** Folded words of title and text, for the vocabulary. */
  readonly folded: ReadonlySet<string>;
  /** Their stems. */
  readonly stems: ReadonlySet<string>;
  readonly passages: readonly string[];
}

// No word begins with these.
const STEP_MARKS: Readonly<Record<Step, string>> = { 3: '+', 6: '#' };

/** Stands where a text has the stem at least so many times. */
export function stepLexeme(stem: string, step: Step): string {
  return STEP_MARKS[step] + stem;
}

/** Stands where an entity is mentioned often, or very often. */
export function entityOftenLexeme(id: string, level: 'often' | 'veryOften'): string {
  return `${level === 'often' ? '+' : '#'}${PREFIXES.entity}${id}`;
}

function addSteps(vector: WordVector, body: readonly Token[]): void {
  const counts = new Map<string, number>();
  for (const { stem } of body) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  for (const [stem, count] of counts)
    for (const step of STEPS) if (count >= step) vector.addMark(stepLexeme(stem, step));
}

/** Analyses title and text for the index; `titlePrefix` marks the words of the title. */
export function analyseDocument(title: string, text: string, titlePrefix: string): AnalysedDocument {
  const vector = new WordVector();
  const head = tokens(title);
  const body = tokens(text);
  for (const [index, token] of head.entries()) {
    for (const form of formsOfToken(token)) vector.add(form, index + 1, 'A');
    for (const form of formsOfToken(token)) vector.add(titlePrefix + form, index + 1, 'A');
  }
  for (const [index, token] of body.entries()) {
    for (const form of formsOfToken(token)) vector.add(form, head.length + GAP + index);
  }
  addSteps(vector, body);
  const words = [...head, ...body];
  const folded = new Set(words.map((token) => token.folded));
  const stems = new Set(words.map((token) => token.stem));
  return { vector, folded, stems, passages: vector.isComplete ? [] : passages(body) };
}
