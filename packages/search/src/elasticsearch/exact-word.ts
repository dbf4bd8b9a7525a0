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

const SEVERAL_LETTERS_AT_ENDS = /^\p{L}{2,}.*\p{L}{2,}$/su;
const CONTINUES_BEFORE = /[\p{L}\p{M}\p{N}\p{Cf}'’.]$/u;
const CONTINUES_AFTER = /^(?:[\p{L}\p{M}\p{N}\p{Cf}'’]|\s*(?:ها|های|هایی)(?!\p{L}))/u;

/** Do these characters stand in a text, as words of their own for sure, or in a way that only an analysis can tell? */
export function standsIn(characters: string, text: string): 'surely' | 'perhaps' | 'not' {
  let found: 'perhaps' | 'not' = 'not';
  const plain = SEVERAL_LETTERS_AT_ENDS.test(characters);
  for (let at = text.indexOf(characters); at >= 0; at = text.indexOf(characters, at + 1)) {
    const end = at + characters.length;
    const apart =
      !CONTINUES_BEFORE.test(text.slice(Math.max(0, at - 2), at)) &&
      !CONTINUES_AFTER.test(text.slice(end, end + 8));
    if (plain && apart) return 'surely';
    found = 'perhaps';
  }
  return found;
}
