import { foldText } from '@khabar/text';

import type { SentenceView } from '../sentence/markers.ts';
import { isNegatedVerb } from '../sentence/words.ts';
import { FAR } from './clause.ts';
import type { CueMatch } from './cue-matcher.ts';
import type { Frame } from './frame.ts';

export type Cue = CueMatch<Frame>;

const GOVERNS = 14;
const HARD = new Set(['.', ';', ':', '!', '?', '؛', '؟', '…']);

/** Cues (indices) that are negated an odd number of times. A negation belongs to the one nearest cue in its reach. */
export function negatedCues(view: SentenceView, cues: readonly Cue[]): Set<number> {
  const { words, grammar } = view;
  const { notBefore, notAfter } = grammar.grammar;
  const negated = new Set<number>();
  const inside = new Set(cues.flatMap(({ words: own }) => own));
  words.forEach((word, at) => {
    if (inside.has(at)) {
      const owner = isNegatedVerb(word.folded, grammar.grammar)
        ? cues.findIndex((cue) => cue.words.includes(at) && !spells(cue, word.folded))
        : -1;
      if (owner >= 0) toggle(negated, owner);
      return;
    }
    if (!isNegation(view, at)) return;
    const next = words[at + 1]?.folded ?? '';
    if (grammar.notOnly.has(next) || grammar.notOnly.has(words[at - 1]?.folded ?? '')) return;
    let best = -1;
    let bestGap = Number.POSITIVE_INFINITY;
    cues.forEach((cue, index) => {
      const ahead = cue.first - at;
      const behind = at - cue.last;
      // In verb-final clauses the negated auxiliary may stand inside a cue with a gap.
      const within = cue.first < at && at < cue.last;
      let gap = Number.POSITIVE_INFINITY;
      if (within) gap = 0;
      else if (ahead > 0 && ahead <= notBefore) gap = ahead;
      else if (behind > 0 && behind <= notAfter) gap = behind;
      if (gap < bestGap && !crosses(view, Math.min(at, cue.last), Math.max(at, cue.first))) {
        best = index;
        bestGap = gap;
      }
    });
    if (best >= 0) toggle(negated, best);
  });
  return negated;
}

function toggle(set: Set<number>, value: number): void {
  if (!set.delete(value)) set.add(value);
}

/** Whether the pattern itself is written with the negation. */
function spells({ entry }: Cue, folded: string): boolean {
  return entry.cue.split(/[ |]/u).some((piece) => {
    const literal = foldText(piece.replace('*', '')).text;
    return literal.length > 1 && folded.startsWith(literal);
  });
}

function isNegation({ words, grammar }: SentenceView, at: number): boolean {
  const word = words[at];
  if (word === undefined || word.mark !== '') return false;
  if (isNegatedVerb(word.folded, grammar.grammar)) return true;
  return word.forms.some((form) => grammar.not.has(form)) || /n['’]t$/u.test(word.folded);
}

function crosses({ words }: SentenceView, from: number, to: number): boolean {
  return words.slice(from + 1, to).some(({ mark }) => HARD.has(mark) || mark === ',' || mark === '،');
}

export interface Chain {
  /** Product of the operators' signs and negations, and of the cue's own negation. */
  readonly sign: 1 | -1;
  readonly operators: readonly number[];
  readonly strength: number;
  /** First word of the outermost cue: whose subject is the holder. */
  readonly head: number;
  readonly effects: readonly string[];
  /** Word at which the name stands that does the inner act ("prevents Moscow from"), or -1. */
  readonly inner: number;
}

/** What governs the cue at `index`: "refuses", "calls for", "premature", outwards. */
export function governingChain(
  view: SentenceView,
  index: number,
  { cues, negated }: { cues: readonly Cue[]; negated: ReadonlySet<number> },
): Chain {
  const cue = cues[index];
  let sign: 1 | -1 = 1;
  const operators: number[] = [];
  const effects: string[] = [];
  if (cue === undefined) return { sign, operators, strength: 0, head: 0, effects, inner: -1 };
  let strength = cue.entry.strength;
  let head = cue.first;
  if (negated.has(index)) {
    sign = -1;
    effects.push('negated');
  }
  let inner = cue;
  // A verdict ("baseless") turns the sign only where no refusal does: whether one follows is known at the end.
  let verdict: 1 | -1 = 1;
  let refusals = 0;
  const apply = (at: number, other: Cue): void => {
    operators.push(at);
    strength = Math.min(strength, other.entry.strength);
    head = Math.min(head, other.first);
    if (other.entry.once === true) {
      verdict = negated.has(at) ? 1 : -1;
      effects.push('reversed');
      return;
    }
    if (other.entry.polarity < 0) refusals += 1;
    const turns = (other.entry.polarity < 0 && other.entry.demand !== true) !== negated.has(at);
    if (turns) sign = sign === 1 ? -1 : 1;
    effects.push(turns ? 'reversed' : 'wanted');
  };
  for (let at = index - 1; at >= 0; at -= 1) {
    const other = cues[at];
    if (other === undefined || inner.first - other.first > FAR) break;
    if (!governs(view, other, inner)) continue;
    if (other.entry.as === 'says' || other.entry.as === 'deny' || other.entry.as === 'contact') break;
    if (
      other.entry.as === 'thing' ||
      other.entry.as === 'none' ||
      other.entry.alone === true ||
      other.entry.as === 'name'
    )
      continue;
    apply(at, other);
    inner = other;
  }
  const sov = view.grammar.grammar.order === 'sov';
  let outer = cue;
  for (let at = index + 1; at < cues.length; at += 1) {
    const other = cues[at];
    if (other === undefined || other.first - outer.last > GOVERNS) break;
    const nominal = cue.entry.as === 'thing' || sov;
    const isLimit = other.entry.as === 'op' && other.entry.strength === 0.4;
    const isOperator =
      other.entry.as === 'op' || (sov && other.entry.as === 'act' && cue.entry.as === 'thing');
    if (
      other.entry.enemy === true ||
      other.entry.alone === true ||
      other.entry.as === 'none' ||
      other.entry.as === 'name' ||
      other.entry.as === 'thing' ||
      (sov && other.entry.as === 'says')
    )
      continue;
    const isVerdict = other.entry.once === true && isNounLike(view, cue);
    if (!(nominal || isLimit || isVerdict) || !isOperator || !follows(view, outer, other)) break;
    // "rejected the accusation as baseless" is rejected once.
    if (
      !sov &&
      other.entry.polarity < 0 &&
      operators.some((operator) => (cues[operator]?.entry.polarity ?? 0) < 0)
    )
      continue;
    apply(at, other);
    outer = other;
  }
  if (verdict < 0 && refusals === 0) sign = sign === 1 ? -1 : 1;
  const last = operators.find((operator) => cues[operator]?.entry.final === true);
  const final = last === undefined ? undefined : cues[last];
  const holds = operators.find((operator) => cues[operator]?.entry.inner === true);
  const inside = holds === undefined ? -1 : actorInside(view, cues[holds], cue);
  if (last === undefined || final === undefined)
    return { sign, operators, strength, head: inside < 0 ? head : inside + 1, effects, inner: inside };
  const turns = final.entry.polarity < 0 !== negated.has(last);
  return {
    sign: turns ? -1 : 1,
    operators: [last],
    strength: final.entry.strength,
    head: Math.min(cue.first, final.first),
    effects: [turns ? 'reversed' : 'wanted'],
    inner: -1,
  };
}

/** "lifting the ban", «изолировать», «أن عزل»: a verb as a noun, of which something can be said. */
function isNounLike({ words, grammar }: SentenceView, { first, entry }: Cue): boolean {
  const head = words[first]?.folded ?? '';
  if (entry.as !== 'act') return false;
  if (grammar.grammar.order === 'vso') return grammar.that.has(words[first - 1]?.folded ?? '');
  return /(?:ing|ть|ти|ться)$/u.test(head);
}

/** Last word of the name between an operator's first word and what it governs, or -1. */
function actorInside({ actorAt }: SentenceView, operator: Cue | undefined, inner: Cue): number {
  if (operator === undefined) return -1;
  for (let at = operator.first + 1; at < inner.first; at += 1)
    if ((actorAt[at] ?? -1) >= 0) {
      while (actorAt[at + 1] === actorAt[at]) at += 1;
      return at;
    }
  return -1;
}

function governs(view: SentenceView, other: Cue, inner: Cue): boolean {
  const { words, grammar, actorAt } = view;
  if (other.entry.as === 'thing' || inner.first - other.last > GOVERNS) return false;
  const isSov = grammar.grammar.order === 'sov';
  // «از روسیه خواست به حمایت … پایان دهد»: a demand written around what it is about.
  if (isSov && other.entry.as === 'act' && inner.first > other.first && inner.last < other.last)
    return other.entry.target !== undefined && other.entry.cue.includes('..');
  let actors = 0;
  let joined = false;
  // "a proposal by A and B to delist": names of its authors.
  const isAuthored = ['agent', 'genitive'].includes(
    grammar.kindOf.get(words[other.last + 1]?.folded ?? '') ?? '',
  );
  // The actor inside "urged Russia to stop" is the one urged.
  const from = other.entry.as === 'act' && other.entry.cue.includes('..') ? other.last : other.first;
  for (let at = from + 1; at < inner.first; at += 1) {
    const word = words[at];
    if (word === undefined || HARD.has(word.mark)) return false;
    if (grammar.but.has(word.folded) || grammar.relative.has(word.folded)) return false;
    if ((actorAt[at] ?? -1) >= 0 && actorAt[at] !== actorAt[at - 1]) actors += 1;
    if (grammar.and.has(word.folded) && at > other.last && actors > 0 && !isAuthored) joined = true;
    // "removed the Taliban from its list, saying that …": an act is done with at the comma.
    const isComma = word.mark === ',' || word.mark === '،';
    if (isComma && other.entry.as === 'act') return false;
    if (at > other.last && opensClause(view, at, inner)) return false;
  }
  if (joined) return false;
  if (grammar.grammar.order === 'vso' && actors > 0 && subjectFollows(view, other)) actors -= 1;
  // An act that has its own target before the inner cue is done with: "praised Qatar for ending …".
  if (other.entry.as === 'act') {
    const close = inner.entry.as !== 'act' || inner.first - other.last <= 3;
    return grammar.grammar.order !== 'sov' && actors === 0 && close;
  }
  return other.entry.as === 'op' || other.entry.as === 'deny';
}

/** ", and accused", "and warned that": a verb of its own after "and". */
function opensClause({ words, grammar, isVerb }: SentenceView, at: number, inner: Cue): boolean {
  if (grammar.grammar.order === 'vso' && /^و./u.test(words[at]?.folded ?? ''))
    return isVerb(at) && !inner.words.includes(at);
  if (grammar.grammar.order === 'sov' || !grammar.and.has(words[at]?.folded ?? '')) return false;
  const afterComma = [',', '،'].includes(words[at - 1]?.mark ?? '');
  if (afterComma && inner.first === at + 1 && inner.entry.as !== 'thing') return true;
  return isVerb(at + 1) && !inner.words.includes(at + 1);
}

/** In Arabic the subject stands between a verb and what it governs. */
function subjectFollows({ actorAt, markers }: SentenceView, verb: Cue): boolean {
  for (let at = verb.first + 1; at <= verb.first + 4; at += 1) {
    const index = actorAt[at] ?? -1;
    if (index >= 0) return markers[index]?.kind === 'none';
  }
  return false;
}

function follows({ words, grammar }: SentenceView, cue: Cue, other: Cue): boolean {
  if (other.first - cue.last > GOVERNS || other.first <= cue.first) return false;
  const before = words[other.first - 1]?.mark ?? '';
  // "offers trade, avoids the word": the next verb of a row, not what is said of the trade.
  if (grammar.grammar.order !== 'sov' && other.entry.final !== true && (before === ',' || before === '،'))
    return false;
  return !words
    .slice(cue.last + 1, other.first)
    .some(
      ({ mark, folded }, index, between) =>
        HARD.has(mark) ||
        grammar.but.has(folded) ||
        (grammar.that.has(folded) && !grammar.kindOf.has(between[index + 1]?.folded ?? '')) ||
        grammar.relative.has(folded),
    );
}
