import type { SentenceView } from '../sentence/markers.ts';

/** How far, in words, a clause is followed; keeps the work linear where a text has no full stops. */
export const FAR = 60;

/** Marks that end a clause. */
export const BREAK: ReadonlySet<string> = new Set(['.', ';', '!', '?', '؛', '؟', '…', ':']);

/** First word of the clause that holds `at`: after a full stop, a semicolon or "that". */
export function clauseStart(view: SentenceView, at: number): number {
  const { words, grammar, start, opens } = view;
  for (let index = at - 1; index >= start && index > at - FAR; index -= 1) {
    const word = words[index];
    if (word === undefined) break;
    if (
      BREAK.has(word.mark) ||
      (grammar.that.has(word.folded) && !isRelative(view, index)) ||
      grammar.but.has(word.folded) ||
      opens.has(index)
    )
      return index + 1;
  }
  return Math.max(start, at - FAR);
}

/** «حملات پاکستان را که …»: behind an object opens a relative clause, whose verb is not the last of the sentence. */
function isRelative({ words, grammar }: SentenceView, at: number): boolean {
  return grammar.after.get(words[at - 1]?.folded ?? '') === 'object';
}

/** Index after the last word of the clause that holds `at`. */
export function clauseEnd({ words, grammar }: SentenceView, at: number): number {
  for (let index = at + 1; index < words.length && index < at + FAR; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    if (BREAK.has(word.mark) || grammar.that.has(word.folded) || grammar.but.has(word.folded)) return index;
  }
  return Math.min(words.length, at + FAR);
}

/** The actor that ends right before `at`, but for a comma. */
export function actorBefore({ words, actorAt }: SentenceView, at: number): number {
  let index = at - 1;
  while (index >= 0 && (words[index]?.mark ?? '') !== '') index -= 1;
  return index < 0 ? -1 : (actorAt[index] ?? -1);
}
