/** What a character is, as bits of `characterClasses`. */
const CHARACTER = { letter: 1, upper: 2, number: 4, comma: 8, space: 16, terminal: 32, closing: 64 } as const;

const PATTERNS: readonly (readonly [number, RegExp])[] = [
  [CHARACTER.letter, /\p{L}/u],
  [CHARACTER.upper, /\p{Lu}/u],
  [CHARACTER.number, /\p{N}/u],
  [CHARACTER.comma, /[,،、，;؛]/],
  [CHARACTER.space, /\s/],
  [CHARACTER.terminal, /[.!?…؟۔。！？]/],
  [CHARACTER.closing, /["”»’)\]]/],
];

const UNKNOWN = 0x80;
// Classes by UTF-16 unit, found with the patterns when a unit is first met: asking six patterns of every letter costs more than the parse.
const known = new Uint8Array(0x1_00_00).fill(UNKNOWN);

function classOf(unit: number): number {
  const bits = known[unit] ?? 0;
  if (bits !== UNKNOWN) return bits;
  const character = String.fromCharCode(unit);
  const found = PATTERNS.reduce((all, [bit, pattern]) => (pattern.test(character) ? all | bit : all), 0);
  known[unit] = found;
  return found;
}

/** How often each class occurs; letters outside the basic plane count as none. */
export interface CharacterCounts {
  readonly letters: number;
  readonly upper: number;
  readonly numbers: number;
  readonly commas: number;
  /** Ends of sentences: a full stop and the like before a space, a closing mark or the end. */
  readonly sentences: number;
}

/** Counts the characters of a text in one pass. */
export function countCharacters(text: string): CharacterCounts {
  let letters = 0;
  let upper = 0;
  let numbers = 0;
  let commas = 0;
  let sentences = 0;
  let afterTerminal = false;
  for (let at = 0; at < text.length; at += 1) {
    const bits = classOf(text.charCodeAt(at));
    if (afterTerminal && (bits & (CHARACTER.space | CHARACTER.closing)) !== 0) sentences += 1;
    letters += bits & CHARACTER.letter;
    upper += (bits & CHARACTER.upper) >> 1;
    numbers += (bits & CHARACTER.number) >> 2;
    commas += (bits & CHARACTER.comma) >> 3;
    afterTerminal = (bits & CHARACTER.terminal) !== 0;
  }
  return { letters, upper, numbers, commas, sentences: sentences + (afterTerminal ? 1 : 0) };
}

/** Whether all of a text is printable ASCII: nothing to normalise, fold or strip. */
export function isPlainAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
}
