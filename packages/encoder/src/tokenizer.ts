import { normalise } from './normalise.ts';

/** Tokens of one text between `<s>` and `</s>`; offsets are UTF-16 into the original, both 0 for those two. */
export interface Tokens {
  readonly ids: Int32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Some tokens did not fit and were left out. */
  readonly cut: boolean;
}

export interface Tokenizer {
  /** Tokens of a text, at most `maxTokens` with the two that mark its begin and end. */
  readonly tokenize: (text: string, maxTokens: number) => Tokens;
}

/** One piece of a word: its id and its units within the word. */
interface Piece {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

const BEGIN = 0;
const END = 2;
const UNKNOWN = 3;
/** Ids 0 to 3 are marks, never text: an article that contains `</s>` is read as those letters. */
const FIRST_PIECE = 4;
/** What a letter outside the vocabulary costs below the rarest piece (as in SentencePiece and `tokenizers`). */
const UNKNOWN_PENALTY = 10;
const WORDS_KEPT = 20_000;
const SPACE_MARK = '▁';

/**
 * Unigram tokenizer (Kudo 2018, "Subword Regularization"): per word the pieces with the highest sum of log probabilities
 * by Viterbi. Gives the same ids as the Python library `tokenizers` for the same vocabulary.
 */
export function openTokenizer(pieces: readonly string[], scores: Float32Array): Tokenizer {
  const ids = new Map<string, number>();
  let longest = 1;
  for (const [id, piece] of pieces.entries())
    if (id >= FIRST_PIECE) {
      ids.set(piece, id);
      longest = Math.max(longest, piece.length);
    }
  const unknownScore = scores.reduce((least, score) => Math.min(least, score), 0) - UNKNOWN_PENALTY;
  const known = new Map<string, readonly Piece[]>();

  function split(word: string): readonly Piece[] {
    const found = known.get(word);
    if (found !== undefined) return found;
    // Cleared whole: which words are remembered never changes an answer, and a bound is needed.
    if (known.size >= WORDS_KEPT) known.clear();
    const best = fuseUnknown(bestPath(word));
    known.set(word, best);
    return best;
  }

  function bestPath(word: string): Piece[] {
    const { length } = word;
    const bestScore = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY);
    const cameFrom = new Int32Array(length + 1);
    const cameBy = new Int32Array(length + 1);
    bestScore[0] = 0;
    const reach = (to: number, score: number, step: { id: number; from: number }): void => {
      if (score <= (bestScore[to] ?? 0)) return;
      bestScore[to] = score;
      cameFrom[to] = step.from;
      cameBy[to] = step.id;
    };
    for (let from = 0; from < length; from += letterLength(word, from)) {
      const before = bestScore[from] ?? 0;
      const letterEnd = from + letterLength(word, from);
      let hasLetter = false;
      for (let to = letterEnd; to <= Math.min(length, from + longest); to += letterLength(word, to)) {
        const id = ids.get(word.slice(from, to));
        if (id === undefined) continue;
        hasLetter ||= to === letterEnd;
        reach(to, before + (scores[id] ?? 0), { id, from });
      }
      if (!hasLetter) reach(letterEnd, before + unknownScore, { id: UNKNOWN, from });
    }
    const path: Piece[] = [];
    for (let to = length; to > 0; to = cameFrom[to] ?? 0)
      path.push({ id: cameBy[to] ?? UNKNOWN, from: cameFrom[to] ?? 0, to });
    return path.toReversed();
  }

  return {
    tokenize(original, maxTokens) {
      const { text, starts, ends } = normalise(original);
      const tokenIds = [BEGIN];
      const tokenStarts = [0];
      const tokenEnds = [0];
      let cut = false;
      for (const { index, word } of wordsOf(text)) {
        const wordPieces = split(word);
        for (const { id, from, to } of wordPieces) {
          if (tokenIds.length >= maxTokens - 1) {
            cut = true;
            break;
          }
          // The mark of the space before a word is no part of the token's span.
          const first = index + from + (text.startsWith(SPACE_MARK, index + from) ? 1 : 0);
          const last = index + to - 1;
          tokenIds.push(id);
          tokenEnds.push(ends[last] ?? 0);
          tokenStarts.push(first > last ? (ends[last] ?? 0) : (starts[first] ?? 0));
        }
        if (cut) break;
      }
      tokenIds.push(END);
      tokenStarts.push(0);
      tokenEnds.push(0);
      return {
        ids: Int32Array.from(tokenIds),
        starts: Uint32Array.from(tokenStarts),
        ends: Uint32Array.from(tokenEnds),
        cut,
      };
    },
  };
}

/** Words, each with the `▁` before it. */
function* wordsOf(text: string): Generator<{ readonly index: number; readonly word: string }> {
  let index = 0;
  while (index < text.length) {
    const next = text.indexOf(SPACE_MARK, index + 1);
    const end = next === -1 ? text.length : next;
    yield { index, word: text.slice(index, end) };
    index = end;
  }
}

/** Letters outside the vocabulary that stand side by side are one unknown token. */
function fuseUnknown(path: readonly Piece[]): Piece[] {
  const fused: Piece[] = [];
  for (const piece of path) {
    const last = fused.at(-1);
    if (last !== undefined && last.id === UNKNOWN && piece.id === UNKNOWN)
      fused[fused.length - 1] = { id: UNKNOWN, from: last.from, to: piece.to };
    else fused.push(piece);
  }
  return fused;
}

function letterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1;
}
