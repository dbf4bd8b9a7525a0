import { foldText } from '@khabar/text';

/** Folded words with one space between; what is no letter or digit is left out. */
export function foldedWords(text: string): string {
  return foldText(text)
    .text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

interface Mark {
  readonly text: string;
  /** Its first word where no ending may follow that: without it in a text the mark is not there. */
  readonly word: string | undefined;
}

/** Words and phrases to find in folded text. A trailing `*` lets any ending follow. */
export class MarkList {
  readonly #marks: readonly Mark[];

  constructor(words: readonly string[]) {
    const texts = words.map((word) =>
      word.endsWith('*') ? ` ${foldedWords(word)}` : ` ${foldedWords(word)} `,
    );
    this.#marks = Array.from(new Set(texts), (text) => {
      const [, word, ...others] = text.split(' ');
      return { text, word: others.length > 0 ? word : undefined };
    });
  }

  /** How often marks stand in a text, each time counted. */
  timesIn(own: OwnWords): number {
    return this.#marks.reduce(
      (sum, mark) => sum + (mayStand(mark, own) ? own.text.split(mark.text).length - 1 : 0),
      0,
    );
  }

  /** How many different marks stand in a text. */
  countIn(own: OwnWords): number {
    let count = 0;
    for (const mark of this.#marks) if (mayStand(mark, own) && own.text.includes(mark.text)) count += 1;
    return count;
  }
}

/** Folded words with a space between and at both ends, and as a set. */
export interface OwnWords {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** Makes `foldedWords` ready for a `MarkList`. */
export function ownWords(folded: string): OwnWords {
  return { text: ` ${folded} `, words: new Set(folded.split(' ')) };
}

function mayStand({ word }: Mark, { words }: OwnWords): boolean {
  return word === undefined || words.has(word);
}
