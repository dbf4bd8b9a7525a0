import type { Quote, Stance, Voice } from '@khabar/article';

import { firstActorIn } from '../sentence/markers.ts';
import { governingChain } from './chain.ts';
import {
  type Claim,
  type Context,
  type Draft,
  draft,
  type Sentence,
  type Spent,
  type Working,
} from './draft.ts';
import { fromAct, fromPassive } from './from-act.ts';
import { fromJudgement } from './from-judgement.ts';
import { fromThing } from './from-thing.ts';
import { STANCE_METHOD } from './method.ts';
import { thingRoles } from './things.ts';

/** Judges one sentence: a claim for every pair of holder and target that its cues support. */
export function judge(input: Sentence, context: Context): Claim[] {
  const { view, cues } = input;
  const isQuestion = view.words.some(({ mark }) => mark === '?' || mark === '؟');
  if (cues.length === 0 || isQuestion) return [];
  const drafts: Draft[] = [];
  const used = new Set<number>();
  const spent = spentCues(input, context);
  cues.forEach((_, index) => {
    if (spent.silent.has(index)) return;
    for (const one of draftsOf(index, input, { context, used, spent }).flatMap((found) =>
      withCoholders(view, found),
    )) {
      drafts.push(one);
      if (one.targetActor >= 0) used.add(one.targetActor);
    }
  });
  return settle(drafts).map((one) => ({ stance: toStance(one, input, context), weight: one.weight }));
}

function spentCues(input: Sentence, context: Context): Spent {
  const { view, cues } = input;
  const silent = new Set<number>();
  const governing = new Set<number>();
  cues.forEach((cue, index) => {
    if (isDoubted(view, cue.first)) silent.add(index);
    if (cue.entry.as === 'deny' && !input.negated.has(index)) {
      const sov = view.grammar.grammar.order === 'sov';
      cues.forEach((other, at) => {
        const behind = other.first > cue.first && other.first - cue.last < 40;
        const before = sov && other.first < cue.first && cue.first - other.last < 40;
        if (at !== index && (behind || before)) silent.add(at);
      });
    }
    if (cue.entry.as !== 'thing' && cue.entry.as !== 'act') return;
    const isEvent = cue.entry.event === true;
    if (cue.entry.as === 'thing' && (isEvent || thingRoles(view, cue, context.field.text).undergoer < 0))
      return;
    for (const operator of governingChain(view, index, input).operators) {
      const own = cues[operator];
      const urges = own !== undefined && firstActorIn(view, own.first + 1, own.last) >= 0;
      if (!urges) governing.add(operator);
    }
  });
  return { silent, governing };
}

/** "Russia and Uzbekistan agreed": what the one holds, so does the other. */
function withCoholders(view: Sentence['view'], one: Draft): Draft[] {
  const { actors, words, markers, grammar } = view;
  if (one.holderActor < 0 || actors[one.holderActor]?.id !== one.holder) return [one];
  const holders = [one];
  const kind = markers[one.holderActor]?.kind ?? 'none';
  for (const step of [-1, 1]) {
    for (let next = one.holderActor + step; next >= 0 && next < actors.length; next += step) {
      const [left, right] = [actors[Math.min(next, next - step)], actors[Math.max(next, next - step)]];
      const actor = actors[next];
      if (actor === undefined || left === undefined || right === undefined || next === one.targetActor) break;
      const between = words.slice(left.last + 1, right.first);
      const isAnd = between.length === 1 && grammar.and.has(between[0]?.folded ?? '');
      if (
        !(isAnd || (between.length === 0 && right.prefix === 'و')) ||
        (markers[next]?.kind ?? 'none') !== kind
      )
        break;
      if (actor.id === one.target || actor.id.startsWith('place:') || actor.id.startsWith('topic:')) break;
      holders.push({ ...one, holder: actor.id, holderActor: next });
    }
  }
  return holders;
}

const DOUBT = 8;

/** "did not say whether it would recognise them" tells nothing of what it would do. */
function isDoubted({ words, grammar }: Sentence['view'], at: number): boolean {
  if (grammar.grammar.language === 'ru')
    return words.slice(at, at + 3).some(({ folded }) => grammar.whether.has(folded));
  return words
    .slice(Math.max(0, at - DOUBT), at)
    .some(
      ({ folded }, index, near) =>
        grammar.whether.has(folded) || grammar.whether.has(`${folded} ${near[index + 1]?.folded ?? ''}`),
    );
}

function draftsOf(index: number, input: Sentence, working: Working): Draft[] {
  const cue = input.cues[index];
  if (cue === undefined) return [];
  switch (cue.entry.as) {
    case 'act':
      return working.spent.governing.has(index) ? [] : fromAct(index, input, working);
    case 'passive':
      return fromPassive(index, input, working);
    case 'thing':
      return fromThing(index, input, working);
    case 'says':
      return fromJudgement(index, input, working);
    case 'deny':
    case 'contact':
      return fromEvent(index, input, working);
    case 'op':
    case 'name':
    case 'none':
      break;
  }
  return [];
}

/** Meetings and denials: a contact without a stance. */
function fromEvent(index: number, input: Sentence, _working: Working): Draft[] {
  const { view } = input;
  const ids = view.actors.map(({ id }) => id).filter((id) => !id.startsWith('topic:'));
  const drafts: Draft[] = [];
  ids.slice(0, 4).forEach((holder, at) => {
    for (const target of ids.slice(at + 1, 4)) {
      drafts.push(
        ...draft({
          holder,
          target,
          targetActor: -1,
          polarity: 0,
          strength: 0,
          cues: [index],
          effects: [],
          holderActor: -1,
          weight: 0,
        }),
      );
    }
  });
  return drafts;
}

/** One draft a pair: the heavier rule wins; equal ones that disagree leave the pair unclear (polarity 0 with strength). */
function settle(drafts: readonly Draft[]): Draft[] {
  const byPair = new Map<string, Draft[]>();
  for (const one of drafts) {
    const key = `${one.holder}\n${one.target}`;
    const same = byPair.get(key);
    if (same === undefined) byPair.set(key, [one]);
    else same.push(one);
  }
  return [...byPair.values()].flatMap((same) => {
    const [best, ...others] = same.toSorted((a, b) => b.weight - a.weight || b.strength - a.strength);
    if (best === undefined) return [];
    const rival = others.find(
      ({ weight, polarity }) => weight === best.weight && polarity === -best.polarity && polarity !== 0,
    );
    if (rival === undefined) return [best];
    return Math.abs(rival.strength - best.strength) >= 0.2 ? [best] : [{ ...best, polarity: 0 as const }];
  });
}

function labelOf({ polarity, strength }: Draft): Stance['label'] {
  if (polarity > 0) return 'favor';
  if (polarity < 0) return 'against';
  return strength > 0 ? 'unclear' : 'neutral';
}

function voiceOf(one: Draft, speaker: Quote | null): Voice {
  if (one.holder === 'critics') return 'critics';
  if (one.holder === 'author') return 'outlet';
  if (one.holder.startsWith('person:')) return 'quoted-person';
  return speaker?.speakerId?.startsWith('person:') === true ? 'quoted-person' : 'institution';
}

function toStance(one: Draft, { view, cues, sentence, quoteAt }: Sentence, { field }: Context): Stance {
  const own = one.cues.flatMap((index) => cues[index] ?? []);
  const firstCue = own[0]?.first ?? 0;
  const speaker = quoteAt[firstCue] ?? null;
  const actors = [one.targetActor, one.holderActor].flatMap((index) => view.actors[index] ?? []);
  const from = Math.min(...own.map(({ first }) => first), ...actors.map(({ first }) => first));
  const to = Math.max(...own.map(({ last }) => last), ...actors.map(({ last }) => last));
  const start = view.words[from]?.start ?? sentence.start;
  const end = view.words[to]?.end ?? sentence.end;
  const isConditional = view.words
    .slice(Math.max(0, from - 4), to + 8)
    .some(({ folded }) => view.grammar.conditional.has(folded));
  const strength = Math.round(one.strength * (isConditional ? 0.5 : 1) * 100) / 100;
  return {
    holder: one.holder,
    target: one.target,
    label: labelOf(one),
    strength,
    voice: voiceOf(one, speaker),
    evidence: { start, end, text: field.text.slice(start, end), field: field.field },
    cues: own.map(({ entry, first, last }, at) => ({
      start: view.words[first]?.start ?? start,
      end: view.words[last]?.end ?? end,
      rule: `${view.grammar.grammar.language}:${entry.as}:${entry.cue}`,
      ...(at === 0 && one.effects.length > 0 ? { effect: one.effects.join(', ') } : {}),
    })),
    method: STANCE_METHOD,
    confidence: Math.min(0.9, 0.55 + 0.1 * one.weight),
  };
}
