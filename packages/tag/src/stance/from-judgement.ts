import { actorsBetween, type SentenceView } from '../sentence/markers.ts';
import { type Cue, governingChain } from './chain.ts';
import { FAR } from './clause.ts';
import {
  type Context,
  type Draft,
  draft,
  isWithinSpeech,
  pronounTarget,
  type Sentence,
  targetId,
  type Working,
} from './draft.ts';
import { holderId, isCritic } from './holder.ts';
import { findSubject } from './subject.ts';
import { findTargets } from './target.ts';

export function fromJudgement(index: number, input: Sentence, { context, used }: Working): Draft[] {
  const { view, cues, negated } = input;
  const cue = cues[index];
  if (cue === undefined) return [];
  const subject = findSubject(view, cue.first, new Set());
  let targetActor = subject.kind === 'actor' ? subject.actor : -1;
  const markers = cue.entry.target?.split('|') ?? [];
  const naming = namingOf(index, input);
  if (naming >= 0) return fromNaming(index, naming, { input, context, used });
  if (markers.length > 0 || targetActor < 0) {
    targetActor = findTargets(view, cue, { markers, holder: -1, passive: false })[0] ?? -1;
  }
  // «Это банда», — говорит о талибах Масуд: nothing in the quote is named, whom it is about stands beside it.
  const spokenOf = targetActor < 0 || !isWithinSpeech(input, cue, targetActor) ? spokenOfIn(input, cue) : -1;
  if (spokenOf >= 0) targetActor = spokenOf;
  // "calls for a legitimate government" does not say that there is one.
  const { operators } = governingChain(view, index, input);
  const spoken = input.quoteAt[cue.first]?.start ?? 0;
  const isWish = (at: number): boolean =>
    cue.first - (cues[at]?.last ?? 0) < 6 && (view.words[cues[at]?.last ?? 0]?.start ?? 0) >= spoken;
  if (operators.some(isWish)) return [];
  const targetName = view.actors[targetActor]?.id;
  if (targetName === undefined || targetName.startsWith('topic:')) return [];
  const quote = input.quoteAt[cue.first] ?? null;
  let holder: string | null = 'author';
  if (quote !== null) holder = quote.speakerId ?? (isCritic(view, quote.speaker) ? 'critics' : null);
  else if (isReported(view, cue.first)) return [];
  if (isAscribed(view, cue.first) || (spokenOf < 0 && !isWithinSpeech(input, cue, targetActor))) return [];
  if (spokenOf < 0 && !isPredicated(view, cue, { target: targetActor, isAuthor: holder === 'author' }))
    return [];
  if (holder === targetName) return [];
  const turned = negated.has(index);
  if (turned && cue.entry.negates === 0) return [];
  return draft({
    holder,
    target: targetId(view, targetActor, cue),
    targetActor,
    polarity: turned ? -cue.entry.polarity : cue.entry.polarity,
    strength: cue.entry.strength,
    cues: [index],
    effects: turned ? ['negated'] : [],
    holderActor: -1,
    weight: 2,
  });
}

const MARKS = new Set('«»“”„"'.split(''));
/** Words that may stand between a judgement and the name right after it: "the repressive Taliban". */
const ATTRIBUTE = 2;
/** Words between a name and what the outlet itself says of it. */
const AUTHOR_REACH = 6;

/** Whether the words between name and judgement join them: no clause of its own, no preposition before the judgement. */
function isPredicated(
  view: SentenceView,
  cue: Cue,
  { target, isAuthor }: { target: number; isAuthor: boolean },
): boolean {
  const { words, grammar, isVerb } = view;
  const actor = view.actors[target];
  if (actor === undefined) return false;
  const isAfter = actor.first > cue.last;
  const between = isAfter ? words.slice(cue.last + 1, actor.first) : words.slice(actor.last + 1, cue.first);
  if (cue.entry.predicate === true && !isAfter && grammar.copula.size > 0) {
    if (!between.some(({ folded, mark }) => grammar.copula.has(folded) || mark === '—' || mark === '–'))
      return false;
  }
  if (isCondition(view, Math.min(actor.first, cue.first))) return false;
  const commas = between.filter(({ mark }) => mark === ',' || mark === '،').length;
  if (!isAfter && commas === 1) return false;
  if (!isAuthor) return true;
  if (between.length > AUTHOR_REACH) return false;
  // The words of somebody else in quotation marks.
  const opened = words.slice(Math.max(0, cue.first - 3), cue.first).some(({ mark }) => MARKS.has(mark));
  if (opened && grammar.grammar.order !== 'sov') return false;
  if (isAfter && grammar.grammar.order === 'svo')
    return (
      between.length <= ATTRIBUTE &&
      between.every(({ mark, folded }) => mark === '' && !grammar.kindOf.has(folded))
    );
  const kind = grammar.kindOf.get(words[cue.first - 1]?.folded ?? '');
  if (kind !== undefined && kind !== 'agent') return false;
  // The object of a verb: "accused the Taliban of apartheid".
  if (!isAfter && grammar.grammar.order !== 'sov' && [1, 2].some((step) => isVerb(actor.first - step)))
    return false;
  const from = isAfter ? cue.last + 1 : actor.last + 1;
  return !between.some(
    ({ folded }, at) =>
      grammar.relative.has(folded) || grammar.but.has(folded) || isSpeechVerb(isVerb, words, from + at),
  );
}

const SPOKEN_OF = 12;

/** The name behind "said of", «о», «درباره» next to a direct quote that holds no name of its own, or -1. */
function spokenOfIn({ view, quoteAt }: Sentence, cue: Cue): number {
  const quote = quoteAt[cue.first] ?? null;
  if (quote === null || quote.kind === 'indirect') return -1;
  const isInside = (at: number): boolean => {
    const mention = view.actors[at]?.mention;
    return mention !== undefined && mention.start < quote.end && mention.end > quote.start;
  };
  if (view.actors.some((_, at) => isInside(at))) return -1;
  return view.actors.findIndex(({ first, mention, id }, at) => {
    const marker = view.markers[at]?.word ?? '';
    const isNear =
      mention.start >= quote.end ? first - cue.last < SPOKEN_OF * 2 : cue.first - first < SPOKEN_OF;
    return isNear && view.grammar.about.has(marker) && /^(?:org|country|person):/u.test(id);
  });
}

/** "when the Taliban keep their word": what would be, not what is. */
function isCondition({ words, grammar }: SentenceView, at: number): boolean {
  return words
    .slice(Math.max(0, at - 2), at)
    .some(({ folded }) => grammar.conditional.has(folded) || grammar.when.has(folded));
}

/** A verb of another cue between them has a subject of its own. */
function isSpeechVerb(isVerb: SentenceView['isVerb'], words: SentenceView['words'], at: number): boolean {
  return isVerb(at) && words[at]?.mark === '';
}

/** The naming verb of a judgement: "called the Taliban a reality"; -1 where there is none. */
function namingOf(index: number, { view, cues }: Sentence): number {
  const cue = cues[index];
  if (cue === undefined) return -1;
  const sov = view.grammar.grammar.order === 'sov';
  for (let at = Math.max(0, index - 6); at <= index + 6; at += 1) {
    const other = cues[at];
    if (other?.entry.as !== 'name') continue;
    const { first, last } = other;
    const near = sov ? first > cue.last && first - cue.last < 10 : last < cue.first && cue.first - last < 12;
    const between = view.words.slice(Math.min(last, cue.last) + 1, Math.max(first, cue.first));
    const reports = between.some(
      ({ folded }) => view.grammar.that.has(folded) && !view.grammar.as.has(folded),
    );
    if (near && !reports) return at;
  }
  return -1;
}

function fromNaming(
  index: number,
  naming: number,
  { input, context, used }: { input: Sentence; context: Context; used: ReadonlySet<number> },
): Draft[] {
  const { view, cues, negated } = input;
  const [cue, verb] = [cues[index], cues[naming]];
  if (cue === undefined || verb === undefined) return [];
  let subject = findSubject(view, verb.first, used);
  const holderActor = subject.kind === 'actor' ? subject.actor : -1;
  let [target = -1] = findTargets(view, verb, { markers: [], holder: holderActor, passive: false });
  if (target < 0) [target = -1] = pronounTarget(view, verb, holderActor);
  const joined = target < 0 ? joinedHolder(view, verb, holderActor) : -1;
  if (joined >= 0) [target, subject] = [holderActor, { kind: 'actor', actor: joined }];
  const targetName = view.actors[target]?.id;
  if (targetName === undefined) return [];
  const turned = negated.has(index) !== negated.has(naming);
  return draft({
    holder: holderId(subject, verb, { input, context }),
    target: targetName,
    targetActor: target,
    polarity: turned ? -cue.entry.polarity : cue.entry.polarity,
    strength: cue.entry.strength,
    cues: [index, naming],
    effects: turned ? ['negated'] : [],
    holderActor: joined >= 0 ? joined : holderActor,
    weight: 3,
  });
}

/** «أشاد برادر …، ووصف بكين بالصديق»: a joined verb with a single name has the subject of the verb before it; its holder, or -1. */
function joinedHolder(view: SentenceView, verb: Cue, object: number): number {
  const isJoined = /^و./u.test(view.words[verb.first]?.folded ?? '');
  if (view.grammar.grammar.order !== 'vso' || object < 0 || !isJoined) return -1;
  return (
    actorsBetween(view, verb.first - FAR, verb.first).find(
      (index) => view.markers[index]?.kind === 'none' && view.actors[index]?.id !== view.actors[object]?.id,
    ) ?? -1
  );
}

/** "accused them that they shelter terrorists": what follows "that" is not the outlet’s own judgement. */
function isReported({ words, grammar }: SentenceView, at: number): boolean {
  return words.slice(Math.max(0, at - 60), at).some(({ folded }) => grammar.that.has(folded));
}

/** "recognise as a legitimate government". */
function isAscribed({ words, grammar }: SentenceView, at: number): boolean {
  return words.slice(Math.max(0, at - 3), at).some(({ folded }) => grammar.as.has(folded));
}
