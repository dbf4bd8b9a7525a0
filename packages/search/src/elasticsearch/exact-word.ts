import { tokens } from '@khabar/text';

// In scripts written without spaces every letter is a word of its own.
const LETTERS = /^(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L})+$/u;

/**
 * Is a text one word of letters alone? Then a text contains these characters where, and only where, one of its words does: no word
 * ends within a run of letters.
 */
export function isOneWord(text: string): boolean {
  const [word, ...others] = tokens(text);
  return (
    word !== undefined &&
    others.length === 0 &&
    word.start === 0 &&
    word.end === text.length &&
    text.length <= 100 &&
    LETTERS.test(text)
  );
}
