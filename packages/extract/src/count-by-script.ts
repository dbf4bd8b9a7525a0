import { ONE_LANGUAGE_SCRIPTS } from './language-evidence.ts';

/** Letters of a text, and characters of each script in it, in the order of `SCRIPTS`. */
export interface ScriptCounts {
  readonly letters: number;
  readonly scripts: readonly { readonly script: string; readonly letters: number }[];
}

const LETTER = /^\p{L}$/u;
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['arabic', /^\p{Script=Arabic}$/u],
  ['cyrillic', /^\p{Script=Cyrillic}$/u],
  ['latin', /^\p{Script=Latin}$/u],
  ...ONE_LANGUAGE_SCRIPTS.map(([script, pattern]) => [script, new RegExp(pattern.source, 'u')] as const),
];

// What a character counts for, so that no pattern is asked twice: bit 0 a letter, bit n script n - 1; ASKED marks what is known.
const ASKED = 1 << 30;
const BY_UNIT = new Uint32Array(0x1_00_00);

function lookUp(character: string): number {
  let mask = LETTER.test(character) ? ASKED | 1 : ASKED;
  for (const [place, [, pattern]] of SCRIPTS.entries()) if (pattern.test(character)) mask |= 2 << place;
  return mask;
}

function maskAt(text: string, at: number, code: number): number {
  if (code > 0xff_ff) return lookUp(text.slice(at, at + 2));
  const known = BY_UNIT[code] ?? 0;
  if (known !== 0) return known;
  const mask = lookUp(text.charAt(at));
  BY_UNIT[code] = mask;
  return mask;
}

/** Counts in one pass over the text. */
export function countByScript(text: string): ScriptCounts {
  const times = new Map<number, number>();
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const mask = maskAt(text, at, code);
    times.set(mask, (times.get(mask) ?? 0) + 1);
    at += code > 0xff_ff ? 2 : 1;
  }
  const having = (bit: number): number => {
    let sum = 0;
    for (const [mask, count] of times) if ((mask & bit) !== 0) sum += count;
    return sum;
  };
  return {
    letters: having(1),
    scripts: SCRIPTS.map(([script], place) => ({ script, letters: having(2 << place) })),
  };
}
