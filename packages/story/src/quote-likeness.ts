import { tokens } from '@khabar/text';

/** Fewer words say nothing that could be recognised elsewhere. */
const LEAST_QUOTE_WORDS = 5;

/** From this share of the shorter quote's words on, in their order, two quotes are the same words of a speaker. */
export const SAME_QUOTE = 0.7;

const SHINGLE = 3;
/** Words that are compared; what follows in a longer quote is left out of account. */
const MOST_WORDS = 400;

/** How a quote differs from another: nothing, only left out, other words, or a "not" that is gone or new. */
type QuoteChange = 'same' | 'shortened' | 'reworded' | 'negation';

/** A run of words of two quotes, as they are written: in both, only in the first, only in the other. */
interface QuotePiece {
  readonly in: 'both' | 'first' | 'other';
  readonly text: string;
}

interface QuoteComparison {
  /** Share of the shorter quote's words that the other has in the same order, 0 to 1. */
  readonly likeness: number;
  readonly change: QuoteChange;
  readonly pieces: readonly QuotePiece[];
}

interface QuoteWord {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** Words that deny, folded, by themselves; Persian also writes the negation together with the verb. */
const NEGATIONS: ReadonlySet<string> = new Set(
  'not no never nor neither cannot without не нет ни никогда без нельзя نه نمی نیست نیستند نیستیم نباید هرگز هیچ بدون مه نشته هېڅکله پرته لا لم لن ليس ليست غير دون'.split(
    ' ',
  ),
);
const NEGATED = /n['’]t$|^(?:نمی|نکن|نکر|نخواه|نشو|نشد|ندار|نداد|نده)/u;

/** What an editor set in brackets is no word of the speaker. */
const EDITORIAL = /\[[^\]]{0,200}\]|\((?:[^)]{0,200})\)/gu;

/** Words of a quote, without what an editor put in. */
function quoteWords(text: string): QuoteWord[] {
  const blank = text.replaceAll(EDITORIAL, (found) => ' '.repeat(found.length));
  return tokens(blank)
    .slice(0, MOST_WORDS)
    .map(({ folded, start, end }) => ({ folded, start, end }));
}

/** Keys of 31 bits under which quotes with the same words meet: one for every three words in a row. Empty for a quote too short to know. */
export function quoteKeys(text: string): number[] {
  const words = quoteWords(text).map(({ folded }) => folded);
  if (words.length < LEAST_QUOTE_WORDS) return [];
  const keys = new Set<number>();
  for (let at = 0; at + SHINGLE <= words.length; at += 1)
    keys.add(hash31(words.slice(at, at + SHINGLE).join(' ')));
  return [...keys];
}

/** Compares two quotes word by word (longest common subsequence), in time and memory of the product of their lengths. */
export function compareQuotes(first: string, other: string): QuoteComparison {
  const [one, two] = [quoteWords(first), quoteWords(other)];
  const steps = alignment(one, two);
  const common = steps.filter((step) => step.in === 'both').length;
  const shorter = Math.min(one.length, two.length);
  const pieces = piecesOf(steps, first, other);
  return { likeness: shorter === 0 ? 0 : common / shorter, change: changeOf(steps), pieces };
}

interface Step {
  readonly in: QuotePiece['in'];
  readonly word: QuoteWord;
}

function alignment(one: readonly QuoteWord[], two: readonly QuoteWord[]): Step[] {
  const width = two.length + 1;
  const lengths = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1)
    for (let j = two.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        one[i]?.folded === two[j]?.folded
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < two.length) {
    const [left, right] = [one[i], two[j]];
    if (left !== undefined && right !== undefined && left.folded === right.folded) {
      steps.push({ in: 'both', word: left });
      i += 1;
      j += 1;
    } else if (
      left !== undefined &&
      (right === undefined || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      steps.push({ in: 'first', word: left });
      i += 1;
    } else if (right !== undefined) {
      steps.push({ in: 'other', word: right });
      j += 1;
    }
  }
  return steps;
}

function changeOf(steps: readonly Step[]): QuoteChange {
  const denied = (side: QuotePiece['in']): number =>
    steps.filter((step) => step.in === side && isNegation(step.word.folded)).length;
  // A "not" in a sentence that was left out whole denies nothing of what is left.
  if (denied('other') > 0 || denied('first') > 0) {
    const lost = steps.some(
      (step, at) => step.in !== 'both' && isNegation(step.word.folded) && isWithin(steps, at),
    );
    if (lost) return 'negation';
  }
  if (steps.some((step) => step.in === 'other')) return 'reworded';
  return steps.some((step) => step.in === 'first') ? 'shortened' : 'same';
}

const NEAR = 2;

/** Whether words of both quotes stand right before and after a place, so that only little is missing there. */
function isWithin(steps: readonly Step[], at: number): boolean {
  const isShared = (part: readonly Step[]): boolean => part.some((step) => step.in === 'both');
  return isShared(steps.slice(Math.max(0, at - NEAR), at)) && isShared(steps.slice(at + 1, at + 1 + NEAR));
}

/** Whether a folded word denies, in the languages of the record. */
export function isNegation(folded: string): boolean {
  return NEGATIONS.has(folded) || NEGATED.test(folded);
}

/** Runs of words as written; what stands between words of one run stays with it. */
function piecesOf(steps: readonly Step[], first: string, other: string): QuotePiece[] {
  const pieces: QuotePiece[] = [];
  let at = 0;
  while (at < steps.length) {
    const side = steps[at]?.in ?? 'both';
    let last = at;
    while (steps[last + 1]?.in === side) last += 1;
    const source = side === 'other' ? other : first;
    pieces.push({ in: side, text: source.slice(steps[at]?.word.start, steps[last]?.word.end) });
    at = last + 1;
  }
  return pieces;
}

/** FNV-1a, without the sign. */
function hash31(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash & 0x7fffffff;
}
