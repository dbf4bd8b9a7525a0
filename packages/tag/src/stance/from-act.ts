import { actorsBetween, firstActorIn, type SentenceView } from '../sentence/markers.ts';
import { type Cue, governingChain } from './chain.ts';
import { isOwnClaim } from './claims.ts';
import { clauseEnd, clauseStart } from './clause.ts';
import {
  type Draft,
  draft,
  isWithinSpeech,
  polarityTowards,
  pronounTarget,
  type Sentence,
  sign,
  targetId,
  type Working,
} from './draft.ts';
import { topicDraft } from './from-thing.ts';
import { authorOf, holderId, outerHolder } from './holder.ts';
import { findSubject, type Subject } from './subject.ts';
import { findTargets } from './target.ts';

export function fromAct(index: number, input: Sentence, working: Working): Draft[] {
  const { view, cues } = input;
  const cue = cues[index];
  if (cue === undefined) return [];
  if (isPassive(view, cue)) return fromPassive(index, input, working);
  const chain = governingChain(view, index, input);
  if (cue.entry.polarity < 0 && chain.sign < 0 && chain.operators.length === 0 && cue.entry.negates !== 1)
    return [];
  // "isolating them would only help the others, he said": who judges the act does not do it.
  const isJudged =
    input.quoteAt[cue.first] != null && chain.operators.some((at) => cues[at]?.entry.once === true);
  const subject: Subject =
    cue.entry.first === true || isJudged ? { kind: 'speaker' } : findSubject(view, chain.head, working.used);
  const author = subject.kind === 'none' ? authorOf(view, cues[chain.operators.at(-1) ?? -1]) : -1;
  const inner = chain.operators.length === 0 ? subject : findSubject(view, cue.first, working.used);
  // Who reports a bombing has not bombed.
  if (cue.entry.event === true && subject.kind !== 'actor') return [];
  const holderActor = subject.kind === 'actor' ? subject.actor : author;
  const markers = cue.entry.target?.split('|') ?? [];
  let targets = findTargets(view, cue, { markers, holder: holderActor, passive: false });
  if (cue.entry.within === true)
    targets = targets.filter((at) => (view.actors[at]?.first ?? Number.POSITIVE_INFINITY) < cue.last);
  if (inner.kind === 'actor') targets = targets.filter((at) => !isCoordinated(view, inner.actor, at));
  // What ties a name to its own clause says nothing of the pronoun that means it.
  const isMeant = targets.length === 0 && cue.entry.within !== true;
  if (isMeant) targets = pronounTarget(view, cue, holderActor);
  // "urged the UN not to invite the Taliban": the one urged is no target of the act.
  if (targets.length > 1 && inner.kind === 'actor') targets = targets.filter((at) => at !== inner.actor);
  targets = targets.filter(
    (at) =>
      isWithinSpeech(input, cue, at) &&
      !isSubjectMatter(view, cue, at) &&
      !isVictim(input, index, at) &&
      !(isAsked(cue) && view.actors[at]?.id.startsWith('region:') === true),
  );
  let holder = view.actors[author]?.id ?? holderId(subject, cue, { input, context: working.context });
  if (holder === null && subject.kind === 'none' && isContent(view, cue)) holder = outerHolder(input, cue);
  const bare = targets.length === 0 ? bareObject(view, cue, holderActor) : -1;
  if (bare >= 0) {
    targets = [bare];
    holder = outerHolder(input, cue);
  }
  const polarity = cue.entry.polarity * chain.sign;
  if (targets.length === 0 && cue.entry.topic !== undefined && namesRulers(view, cue)) {
    return topicDraft({ cue, index, holder, polarity: sign(polarity), chain, holderActor }, working.context);
  }
  return targets.flatMap((targetActor) => {
    const target = targetId(view, targetActor, cue);
    // Only others can recognise a claimant.
    if (holder !== null && isOwnClaim(holder, target) && chain.operators.length === 0) return [];
    const drafts = draft({
      holder,
      target,
      targetActor,
      polarity: isMeant ? polarity : polarityTowards(view, targetActor, { cue, sign: chain.sign }),
      strength: chain.strength,
      cues: [index, ...chain.operators],
      effects: chain.effects,
      holderActor,
      weight: 2 + chain.operators.length,
    });
    return [...drafts, ...reportedPraise({ cue, index, targetActor, holder, holderActor, polarity }, input)];
  });
}

const WEAK_BLAME = 0.6;

/** "urged the West to unfreeze the assets": what is asked of half the world is no stance towards it. */
function isAsked({ entry }: Cue): boolean {
  return (
    entry.polarity < 0 && (entry.within === true || entry.demand === true || entry.strength < WEAK_BLAME)
  );
}

/** «… وايي چې طالبان په رسمیت نه پېژني»: in a content clause with one name the name is the object, and the speaker the subject. */
function bareObject(view: SentenceView, cue: Cue, holder: number): number {
  const actor = view.actors[holder];
  if (view.grammar.grammar.order !== 'sov' || actor === undefined) return -1;
  const start = clauseStart(view, cue.first);
  return start > 0 && actor.first >= start && view.grammar.that.has(view.words[start - 1]?.folded ?? '')
    ? holder
    : -1;
}

/** «تهدید کرد که … را هدف می‌گیرد»: a content clause without a subject has that of the clause around it. */
function isContent(view: SentenceView, cue: Cue): boolean {
  if (view.grammar.grammar.order !== 'sov') return false;
  const start = clauseStart(view, cue.first);
  return start > 0 && view.grammar.that.has(view.words[start - 1]?.folded ?? '');
}

const OBJECT_REACH = 5;

/** Whether a verb of recognition without a name speaks of rulers ("any government", "them") or of nothing named at all, not of a fact. */
function namesRulers({ words, grammar }: SentenceView, cue: Cue): boolean {
  const { rulers } = grammar.grammar;
  if (rulers.length === 0) return true;
  const after = words.slice(cue.last + 1, cue.last + 1 + OBJECT_REACH);
  const end = after.findIndex(({ mark }) => mark !== '' && !QUOTES.has(mark));
  const object = end < 0 ? after : after.slice(0, end);
  const isEnd = object.every(({ mark }) => mark !== '') && after[end]?.mark !== ',';
  return isEnd || object.some(({ folded }) => rulers.includes(folded));
}

const QUOTES = new Set('«»“”„"‘’‹›'.split(''));

/** "condemned the attack on a hall near Moscow": whose attack it was is condemned, not where. */
function isVictim({ view, cues }: Sentence, index: number, actor: number): boolean {
  const cue = cues[index];
  const name = view.actors[actor];
  const marker = view.markers[actor]?.kind ?? 'none';
  if (
    name === undefined ||
    cue === undefined ||
    cue.entry.polarity > 0 ||
    (marker !== 'preposition' && marker !== 'place' && marker !== 'object')
  )
    return false;
  return cues
    .slice(Math.max(0, index - VICTIM_REACH), index + VICTIM_REACH)
    .some(
      ({ entry, first, last }) =>
        entry.as === 'thing' &&
        entry.event === true &&
        last < name.first &&
        name.first - last <= VICTIM_REACH &&
        (first > cue.last || name.last < cue.first) &&
        (marker !== 'object' || hasPreposition(view, last + 1, name.first)),
    );
}

const VICTIM_REACH = 8;

function hasPreposition({ words, grammar }: SentenceView, from: number, to: number): boolean {
  return words
    .slice(from, to)
    .some(({ folded }) => ['preposition', 'place'].includes(grammar.kindOf.get(folded) ?? ''));
}

/** "supported a declaration on Afghanistan": what it is about, not whom it is for. */
function isSubjectMatter(view: SentenceView, cue: Cue, actor: number): boolean {
  const marker = view.markers[actor]?.word ?? '';
  if (!view.grammar.about.has(marker) || cue.entry.target?.split('|').includes(marker) === true) return false;
  const spoken = view.words.slice(cue.first, cue.last + 1).some(({ folded }) => folded === marker);
  return !spoken && (view.actors[actor]?.first ?? 0) - cue.last > 2;
}

/** «أدانت السعودية وقطر»: both are subjects. */
function isCoordinated(
  { words, actors, grammar, markers }: SentenceView,
  holder: number,
  target: number,
): boolean {
  const [from, to] = [actors[Math.min(holder, target)], actors[Math.max(holder, target)]];
  if (from === undefined || to === undefined || markers[target]?.kind === 'object') return false;
  const between = words.slice(from.last + 1, to.first);
  const only = between.every(({ mark, folded }) => mark === ',' || mark === '،' || grammar.and.has(folded));
  return only && (between.length > 0 || to.prefix === 'و');
}

interface Fight {
  readonly cue: Cue;
  readonly index: number;
  readonly targetActor: number;
  readonly holder: string | null;
  readonly holderActor: number;
  readonly polarity: number;
}

/** Who says of somebody that they fight a common enemy speaks well of them. */
function reportedPraise({ cue, index, holder, holderActor, polarity }: Fight, input: Sentence): Draft[] {
  if (cue.entry.enemy !== true || polarity > 0 || holder === null) return [];
  if (!holder.startsWith('org:')) return [];
  const speaker = input.quoteAt[cue.first]?.speakerId ?? null;
  if (speaker === null || speaker === holder) return [];
  return draft({
    holder: speaker,
    target: holder,
    targetActor: holderActor,
    polarity: 1,
    strength: 0.5,
    cues: [index],
    effects: ['reported'],
    holderActor: -1,
    weight: 1,
  });
}

function isPassive(view: SentenceView, cue: Cue): boolean {
  const { words, grammar } = view;
  if (grammar.passive.size === 0) return false;
  const head = words[cue.first]?.folded ?? '';
  // "was alarmed by executions": the cue itself says by whom.
  if (grammar.kindOf.get(words[cue.last]?.folded ?? '') === 'agent') return false;
  if (!grammar.grammar.participleEndings.some((ending) => head.endsWith(ending))) return false;
  for (let at = cue.first - 1; at >= Math.max(0, cue.first - 4); at -= 1) {
    if (grammar.passive.has(words[at]?.folded ?? '')) return true;
    if (words[at]?.mark !== '') return false;
  }
  return false;
}

export function fromPassive(index: number, input: Sentence, working: Working): Draft[] {
  const { view, cues, negated } = input;
  const cue = cues[index];
  if (cue === undefined) return [];
  const chain = governingChain(view, index, input);
  const start = clauseStart(view, cue.first);
  const end = clauseEnd(view, cue.last);
  const marked = actorsBetween(view, start, end).find((at) => view.markers[at]?.kind === 'agent') ?? -1;
  const agent = [marked, sourceAgent(view, cue), bareAgent(view, cue)].find((at) => at >= 0) ?? -1;
  const inSov = view.grammar.grammar.order === 'sov';
  const subject = inSov
    ? firstOther(view, agent, { start, end: cue.last })
    : findSubject(view, cue.first, { has: (actor) => actor === agent || working.used.has(actor) });
  let targetActor = typeof subject === 'number' ? subject : -1;
  if (typeof subject !== 'number' && subject.kind === 'actor' && isOneClause(view, subject.actor, cue))
    targetActor = subject.actor;
  if (targetActor < 0 && marked < 0) {
    targetActor = findTargets(view, cue, { markers: [], holder: agent, passive: true })[0] ?? -1;
  }
  if (targetActor < 0 || (negated.has(index) && cue.entry.polarity < 0)) return [];
  let holder = view.actors[agent]?.id ?? null;
  if (holder === null)
    holder = cue.entry.polarity < 0 ? 'critics' : (input.quoteAt[cue.first]?.speakerId ?? null);
  const target = targetId(view, targetActor, cue);
  return draft({
    holder,
    target,
    targetActor,
    polarity: cue.entry.polarity * chain.sign,
    strength: chain.strength,
    cues: [index, ...chain.operators],
    effects: ['passive', ...chain.effects],
    holderActor: agent,
    weight: 3,
  });
}

/** "came under fire from the EU", «با انتقاد اتحادیه اروپا روبه‌رو شد»: behind the cue's own preposition, or between its words. */
function sourceAgent(view: SentenceView, { first, last, entry }: Cue): number {
  const [inside = -1] = actorsBetween(view, first + 1, last);
  if (inside >= 0 && view.grammar.grammar.order === 'sov') return inside;
  const sources = entry.target?.split('|') ?? [];
  const behind = firstActorIn(view, last + 1, last + SOURCE_REACH);
  return sources.includes(view.markers[behind]?.word ?? '') ? behind : -1;
}

const SOURCE_REACH = 6;

/** "If they strike Russia again, the partnership will be blamed": a name of another clause is no subject of the passive. */
function isOneClause({ words, actors, grammar }: SentenceView, index: number, cue: Cue): boolean {
  if (grammar.passive.size === 0) return true;
  const between = words.slice(actors[index]?.last ?? 0, cue.first);
  const commas = between.filter(({ mark }) => mark === ',').length;
  const isRelative = between.some(({ folded }) => grammar.relative.has(folded));
  return !between.some(({ folded }) => grammar.but.has(folded)) && (commas !== 1 || isRelative);
}

/** Russian names the agent in the instrumental, without a preposition: «обвинены правительством». */
function bareAgent(view: SentenceView, cue: Cue): number {
  const { order } = view.grammar.grammar;
  if (order !== 'svo' || view.grammar.kindOf.get('by') === 'agent') return -1;
  const index = firstActorIn(view, cue.last + 1, cue.last + 4);
  const actor = view.actors[index];
  return actor !== undefined && actor.first - cue.last <= 3 && view.markers[index]?.kind === 'none'
    ? index
    : -1;
}

function firstOther(
  view: SentenceView,
  agent: number,
  { start, end }: { start: number; end: number },
): number {
  const found = actorsBetween(view, start, end).find((index) => {
    const kind = view.markers[index]?.kind ?? 'none';
    return index !== agent && kind !== 'circumstance' && kind !== 'place';
  });
  return found ?? -1;
}
