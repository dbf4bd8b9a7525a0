import { foldText } from '@khabar/text';

/** Folded words with one space between; what is no letter or digit is left out. */
export function foldedWords(text: string): string {
  return foldText(text)
    .text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Words and phrases to find in folded text. A trailing `*` lets any ending follow. */
export class MarkList {
  readonly #marks: readonly string[];

  constructor(words: readonly string[]) {
    this.#marks = Array.from(
      new Set(words.map((word) => (word.endsWith('*') ? ` ${foldedWords(word)}` : ` ${foldedWords(word)} `))),
    );
  }

  /** How often marks stand in `text`, each time counted. */
  timesIn(text: string): number {
    return this.#marks.reduce((sum, mark) => sum + text.split(mark).length - 1, 0);
  }

  /** How many different marks stand in `text`: folded words with a space between and at both ends. */
  countIn(text: string): number {
    let count = 0;
    for (const mark of this.#marks) if (text.includes(mark)) count += 1;
    return count;
  }
}
