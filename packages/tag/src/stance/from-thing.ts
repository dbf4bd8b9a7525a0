import { isNominative } from '../sentence/case.ts';
import type { SentenceView } from '../sentence/markers.ts';
import { stateOfNoun } from '../sentence/state-adjectives.ts';
import { type Cue, governingChain } from './chain.ts';
import { impliedClaim } from './claims.ts';
import {
  type Context,
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
import { holderId } from './holder.ts';
import { findSubject } from './subject.ts';
import { thingRoles } from './things.ts';

export function fromThing(index: number, input: Sentence, working: Working): Draft[] {
  const { view, cues } = input;
  const cue = cues[index];
  if (cue === undefined) return [];
  const chain = governingChain(view, index, input);
  const isFinal = cues[chain.operators[0] ?? -1]?.entry.final === true;
  if (isCircumstance(view, cue.first) && !isFinal) return [];
  const roles = thingRoles(view, cue, working.context.field.text);
  const governed = chain.operators.length > 0;
  // "lift the Taliban’s ban", «لغو تحریم‌های طالبان»: what is lifted from somebody was imposed on them.
  const lifted =
    roles.undergoer < 0 && cue.entry.polarity < 0 && chain.operators.some((at) => isLifting(cues[at]));
  const suffered = governed && cue.entry.event === true ? -1 : roles.undergoer;
  const affected = lifted ? roles.doer : suffered;
  const undergoer = affected >= 0 && isWithinSpeech(input, cue, affected) ? affected : -1;
  const doer = lifted ? -1 : roles.doer;
  if (!governed) {
    const holder = view.actors[doer]?.id ?? null;
    const target = undergoer < 0 ? null : targetId(view, undergoer, cue);
    if (target === null || doer === undergoer || input.negated.has(index)) return [];
    if (!isTight(view, cue, [doer, undergoer]) || isOffice(view, cue)) return [];
    return draft({
      holder,
      target,
      targetActor: undergoer,
      polarity: polarityTowards(view, undergoer, { cue, sign: 1 }),
      strength: cue.entry.strength * 0.8,
      cues: [index],
      effects: ['nominal'],
      holderActor: doer,
      weight: 1,
    });
  }
  const free = { has: (actor: number) => actor === undergoer || working.used.has(actor) };
  const before = findSubject(view, chain.head, free);
  const operator = cues[chain.operators[0] ?? -1];
  // «С признанием талибов Москва торопиться не будет»: the subject between a thing that opens the sentence and its operator.
  const isBetween = before.kind === 'none' && operator !== undefined && operator.first > cue.last + 1;
  const between = isBetween ? findSubject(view, operator.first, free) : before;
  const subject = between.kind === 'actor' && isNominative(view, between.actor) ? between : before;
  const holderActor = subject.kind === 'actor' ? subject.actor : -1;
  const holder = holderId(subject, cue, { input, context: working.context });
  const about = {
    cues: [index, ...chain.operators],
    effects: chain.effects,
    holderActor,
    weight: 3 + chain.operators.length,
  };
  const doerId = view.actors[doer]?.id ?? (undergoer < 0 ? (stateOfNoun(view, cue) ?? undefined) : undefined);
  const aboutDoer = chain.sign < 0 || cue.entry.polarity > 0;
  if (doerId !== undefined && doerId !== holder && undergoer < 0 && aboutDoer) {
    return draft({
      ...about,
      holder,
      target: doerId,
      targetActor: doer,
      polarity: chain.sign,
      strength: chain.strength,
    });
  }
  const polarity = sign(cue.entry.polarity * chain.sign);
  if (doerId !== undefined && undergoer < 0) return [];
  if (undergoer >= 0) {
    return draft({
      ...about,
      holder,
      target: targetId(view, undergoer, cue),
      targetActor: undergoer,
      polarity: polarityTowards(view, undergoer, { cue, sign: chain.sign }),
      strength: chain.strength,
    });
  }
  const [pronoun = -1] = pronounTarget(view, cue, holderActor);
  if (pronoun >= 0) {
    return draft({
      ...about,
      holder,
      target: targetId(view, pronoun, cue),
      targetActor: pronoun,
      polarity,
      strength: chain.strength,
    });
  }
  return cue.entry.topic === undefined
    ? []
    : topicDraft({ cue, index, holder, polarity, chain, holderActor }, working.context);
}

/** A noun that nothing governs says something only where it stands right by both names: "the Taliban’s attacks on Pakistan". */
function isTight(view: SentenceView, cue: Cue, pair: readonly number[]): boolean {
  const actors = pair.flatMap((index) => view.actors[index] ?? []);
  const from = Math.min(cue.first, ...actors.map(({ first }) => first));
  const to = Math.max(cue.last, ...actors.map(({ last }) => last));
  const named = actors.reduce((sum, { first, last }) => sum + last - first + 1, cue.words.length);
  const loose = pair.some(
    (index) => isNominative(view, index) && (view.actors[index]?.first ?? 0) > cue.first,
  );
  return !loose && to - from + 1 - named <= TIGHT;
}

const TIGHT = 2;

/** "Russia’s envoy for Afghanistan" names who somebody is. */
function isOffice({ words, grammar }: SentenceView, cue: Cue): boolean {
  return cue.words.some((at) =>
    words[at]?.forms.some((form) => grammar.grammar.titles.some((title) => form.startsWith(title))),
  );
}

/** "recognition" without a name, in an article that names who claims it. */
export function topicDraft(
  {
    cue,
    index,
    holder,
    polarity,
    chain,
    holderActor,
  }: {
    cue: Cue;
    index: number;
    holder: string | null;
    polarity: 1 | 0 | -1;
    chain: { strength: number; operators: readonly number[]; effects: readonly string[] };
    holderActor: number;
  },
  { field }: Context,
): Draft[] {
  const target = impliedClaim(
    field.mentions.map(({ entityId }) => entityId),
    cue.entry.topic ?? '',
  );
  if (target === undefined) return [];
  return draft({
    holder,
    target,
    targetActor: -1,
    polarity,
    strength: chain.strength,
    cues: [index, ...chain.operators],
    effects: chain.effects,
    holderActor,
    weight: 1,
  });
}

function isLifting(operator: Cue | undefined): boolean {
  return operator?.entry.lifts === true;
}

/** "before its recognition": only when, not what. */
function isCircumstance({ words, grammar }: SentenceView, at: number): boolean {
  return [at - 1, at - 2].some((index) => grammar.kindOf.get(words[index]?.folded ?? '') === 'circumstance');
}
