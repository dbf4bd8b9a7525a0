import type { Quote, Stance, Voice } from '@khabar/article';
import { foldText } from '@khabar/text';

import type { SentenceView } from '../sentence/markers.ts';
import { type Cue, governingChain } from './chain.ts';
import type { Field } from './find-stances.ts';
import { STANCE_METHOD } from './method.ts';
import { clauseEnd, clauseStart, findSubject, findTargets, type Subject } from './roles.ts';
import { thingRoles } from './things.ts';

/** A stance, and how sure and specific the rule was. */
export interface Claim {
  readonly stance: Stance;
  readonly weight: number;
}

export interface Sentence {
  readonly view: SentenceView;
  readonly cues: readonly Cue[];
  readonly negated: ReadonlySet<number>;
  readonly sentence: { readonly start: number; readonly end: number };
}

export interface Context {
  readonly field: Field;
  /** Whom a pronoun means that has no name before it in its sentence. */
  readonly lastHolder: string | null;
}

interface Draft {
  readonly holder: string;
  readonly target: string;
  readonly targetActor: number;
  readonly polarity: 1 | 0 | -1;
  readonly strength: number;
  readonly cues: readonly number[];
  readonly effects: readonly string[];
  readonly holderActor: number;
  readonly weight: number;
}

/** Judges one sentence: a claim for every pair of holder and target that its cues support. */
export function judge(input: Sentence, context: Context): Claim[] {
  const { view, cues } = input;
  const isQuestion = view.words.some(({ mark }) => mark === '?' || mark === '؟');
  if (cues.length === 0 || isQuestion) return [];
  const drafts: Draft[] = [];
  const used = new Set<number>();
  const spent = spentCues(input, context);
  cues.forEach((cue, index) => {
    if (spent.silent.has(index)) return;
    for (const draft of draftsOf(index, input, { context, used, spent })) {
      drafts.push(draft);
      if (draft.targetActor >= 0) used.add(draft.targetActor);
    }
    void cue;
  });
  return settle(drafts).map((draft) => ({ stance: toStance(draft, input, context), weight: draft.weight }));
}

interface Spent {
  /** Cues that say nothing of their own: they stand in what is denied. */
  readonly silent: ReadonlySet<number>;
  /** Acts that only govern a thing: "condemned the sanctions". */
  readonly governing: ReadonlySet<number>;
}

function spentCues(input: Sentence, context: Context): Spent {
  const { view, cues } = input;
  const silent = new Set<number>();
  const governing = new Set<number>();
  cues.forEach((cue, index) => {
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
    if (cue.entry.as === 'thing' && (isEvent || thingRoles(view, cue, context.field.text).undergoer < 0)) return;
    for (const operator of governingChain(view, index, input).operators) {
      const own = cues[operator];
      const urges = own !== undefined && view.actors.some(({ first }) => first > own.first && first < own.last);
      if (!urges) governing.add(operator);
    }
  });
  return { silent, governing };
}

interface Working {
  readonly context: Context;
  readonly used: ReadonlySet<number>;
  readonly spent: Spent;
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
      return [];
  }
}

function fromAct(index: number, input: Sentence, working: Working): Draft[] {
  const { view, cues } = input;
  const cue = cues[index];
  if (cue === undefined) return [];
  if (isPassive(view, cue)) return fromPassive(index, input, working);
  const chain = governingChain(view, index, input);
  if (cue.entry.polarity < 0 && chain.sign < 0 && chain.operators.length === 0 && cue.entry.negates !== 1) return [];
  const subject = findSubject(view, chain.head, working.used);
  const inner = chain.operators.length === 0 ? subject : findSubject(view, cue.first, working.used);
  const holderActor = subject.kind === 'actor' ? subject.actor : -1;
  const markers = cue.entry.target?.split('|') ?? [];
  let targets = findTargets(view, cue, { markers, holder: holderActor, passive: false });
  if (targets.length === 0) targets = pronounTarget(view, cue, holderActor);
  // "urged the UN not to invite the Taliban": the one urged is no target of the act.
  if (targets.length > 1 && inner.kind === 'actor') targets = targets.filter((at) => at !== inner.actor);
  let holder = holderId(subject, cue, { input, context: working.context });
  const bare = targets.length === 0 ? bareObject(view, cue, holderActor) : -1;
  if (bare >= 0) {
    targets = [bare];
    holder = outerHolder(view, cue, working.context);
  }
  const polarity = cue.entry.polarity * chain.sign;
  if (targets.length === 0 && cue.entry.topic !== undefined) {
    return topicDraft({ cue, index, holder, polarity: sign(polarity), chain, holderActor }, working.context);
  }
  return targets.flatMap((targetActor) => {
    const target = targetId(view, targetActor, cue);
    const drafts = draft({ holder, target, targetActor, polarity, strength: chain.strength, cues: [index, ...chain.operators], effects: chain.effects, holderActor, weight: 2 + chain.operators.length });
    return [...drafts, ...reportedPraise({ cue, index, targetActor, holder, holderActor, polarity }, input, working)];
  });
}

/** «… وايي چې طالبان په رسمیت نه پېژني»: in a content clause with one name the name is the object, and the speaker the subject. */
function bareObject(view: SentenceView, cue: Cue, holder: number): number {
  const actor = view.actors[holder];
  if (view.grammar.grammar.order !== 'sov' || actor === undefined) return -1;
  const start = clauseStart(view, cue.first);
  return start > 0 && actor.first >= start && view.grammar.that.has(view.words[start - 1]?.folded ?? '') ? holder : -1;
}

function outerHolder(view: SentenceView, cue: Cue, { field }: Context): string | null {
  const speaker = speakerAt(field.quotes, view.words[cue.first]?.start ?? 0);
  if (speaker !== null) return speaker.speakerId;
  const outer = findSubject(view, clauseStart(view, cue.first) - 1, new Set());
  return outer.kind === 'actor' ? (view.actors[outer.actor]?.id ?? null) : null;
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
function reportedPraise({ cue, index, holder, holderActor, polarity }: Fight, input: Sentence, { context }: Working): Draft[] {
  if (cue.entry.enemy !== true || polarity > 0 || holder === null) return [];
  const speaker = speakerAt(context.field.quotes, input.view.words[cue.first]?.start ?? 0)?.speakerId ?? null;
  if (speaker === null || speaker === holder) return [];
  return draft({ holder: speaker, target: holder, targetActor: holderActor, polarity: 1, strength: 0.5, cues: [index], effects: ['reported'], holderActor: -1, weight: 1 });
}

function isPassive(view: SentenceView, cue: Cue): boolean {
  const { words, grammar } = view;
  if (grammar.passive.size === 0) return false;
  const head = words[cue.first]?.folded ?? '';
  if (!grammar.grammar.participleEndings.some((ending) => head.endsWith(ending))) return false;
  for (let at = cue.first - 1; at >= Math.max(0, cue.first - 4); at -= 1) {
    if (grammar.passive.has(words[at]?.folded ?? '')) return true;
    if (words[at]?.mark !== '') return false;
  }
  return false;
}

function fromPassive(index: number, input: Sentence, working: Working): Draft[] {
  const { view, cues, negated } = input;
  const cue = cues[index];
  if (cue === undefined) return [];
  const chain = governingChain(view, index, input);
  const start = clauseStart(view, cue.first);
  const end = clauseEnd(view, cue.last);
  const marked = view.actors.findIndex(
    (actor, at) => view.markers[at]?.kind === 'agent' && actor.first >= start && actor.first < end,
  );
  const agent = marked >= 0 ? marked : bareAgent(view, cue);
  const inSov = view.grammar.grammar.order === 'sov';
  const subject = inSov
    ? firstOther(view, agent, { start, end: cue.last })
    : findSubject(view, cue.first, new Set(agent < 0 ? working.used : [...working.used, agent]));
  let targetActor = typeof subject === 'number' ? subject : -1;
  if (typeof subject !== 'number' && subject.kind === 'actor') targetActor = subject.actor;
  if (targetActor < 0) {
    targetActor = findTargets(view, cue, { markers: [], holder: agent, passive: true })[0] ?? -1;
  }
  if (targetActor < 0 || (negated.has(index) && cue.entry.polarity < 0)) return [];
  let holder = view.actors[agent]?.id ?? null;
  if (holder === null && cue.entry.polarity < 0) holder = 'critics';
  const target = targetId(view, targetActor, cue);
  return draft({ holder, target, targetActor, polarity: cue.entry.polarity * chain.sign, strength: chain.strength, cues: [index, ...chain.operators], effects: ['passive', ...chain.effects], holderActor: agent, weight: 3 });
}

/** Russian names the agent in the instrumental, without a preposition: «обвинены правительством». */
function bareAgent(view: SentenceView, cue: Cue): number {
  const { order } = view.grammar.grammar;
  if (order !== 'svo' || view.grammar.kindOf.get('by') === 'agent') return -1;
  const index = view.actors.findIndex(({ first }) => first > cue.last);
  const actor = view.actors[index];
  return actor !== undefined && actor.first - cue.last <= 3 && view.markers[index]?.kind === 'none' ? index : -1;
}

function firstOther(view: SentenceView, agent: number, { start, end }: { start: number; end: number }): number {
  return view.actors.findIndex((actor, index) => {
    const kind = view.markers[index]?.kind ?? 'none';
    return index !== agent && actor.first >= start && actor.last < end && kind !== 'circumstance' && kind !== 'place';
  });
}

function fromThing(index: number, input: Sentence, working: Working): Draft[] {
  const { view, cues } = input;
  const cue = cues[index];
  if (cue === undefined) return [];
  const chain = governingChain(view, index, input);
  if (isCircumstance(view, cue.first)) return [];
  const roles = thingRoles(view, cue, working.context.field.text);
  const governed = chain.operators.length > 0;
  // "lift the Taliban’s ban", «لغو تحریم‌های طالبان»: what is lifted from somebody was imposed on them.
  const lifted = roles.undergoer < 0 && cue.entry.polarity < 0 && isLifting(cues[chain.operators[0] ?? -1]);
  const suffered = governed && cue.entry.event === true ? -1 : roles.undergoer;
  const undergoer = lifted ? roles.doer : suffered;
  const doer = lifted ? -1 : roles.doer;
  if (!governed) {
    const holder = view.actors[doer]?.id ?? null;
    const target = undergoer < 0 ? null : targetId(view, undergoer, cue);
    if (target === null || doer === undergoer || input.negated.has(index)) return [];
    return draft({ holder, target, targetActor: undergoer, polarity: cue.entry.polarity, strength: cue.entry.strength * 0.8, cues: [index], effects: ['nominal'], holderActor: doer, weight: 1 });
  }
  const subject = findSubject(view, chain.head, new Set([...working.used, undergoer]));
  const holderActor = subject.kind === 'actor' ? subject.actor : -1;
  const holder = holderId(subject, cue, { input, context: working.context });
  const about = { cues: [index, ...chain.operators], effects: chain.effects, holderActor, weight: 3 + chain.operators.length };
  const doerId = view.actors[doer]?.id;
  const aboutDoer = chain.sign < 0 || cue.entry.polarity > 0;
  if (doerId !== undefined && doerId !== holder && undergoer < 0 && aboutDoer) {
    return draft({ ...about, holder, target: doerId, targetActor: doer, polarity: chain.sign, strength: chain.strength });
  }
  const polarity = sign(cue.entry.polarity * chain.sign);
  if (doerId !== undefined && undergoer < 0) return [];
  if (undergoer >= 0) {
    return draft({ ...about, holder, target: targetId(view, undergoer, cue), targetActor: undergoer, polarity, strength: chain.strength });
  }
  const [pronoun = -1] = pronounTarget(view, cue, holderActor);
  if (pronoun >= 0) {
    return draft({ ...about, holder, target: targetId(view, pronoun, cue), targetActor: pronoun, polarity, strength: chain.strength });
  }
  return cue.entry.topic === undefined
    ? []
    : topicDraft({ cue, index, holder, polarity, chain, holderActor }, working.context);
}

function isLifting(operator: Cue | undefined): boolean {
  return operator?.entry.lifts === true;
}

/** "before its recognition": only when, not what. */
function isCircumstance({ words, grammar }: SentenceView, at: number): boolean {
  return [at - 1, at - 2].some((index) => grammar.kindOf.get(words[index]?.folded ?? '') === 'circumstance');
}

/** "recognition" without a name, in an article that names the Taliban. */
function topicDraft(
  { cue, index, holder, polarity, chain, holderActor }: {
    cue: Cue; index: number; holder: string | null; polarity: 1 | 0 | -1; chain: { strength: number; operators: readonly number[]; effects: readonly string[] }; holderActor: number;
  },
  { field }: Context,
): Draft[] {
  if (!field.mentions.some(({ entityId }) => entityId === 'org:taliban')) return [];
  return draft({ holder, target: `topic:taliban-${cue.entry.topic ?? ''}`, targetActor: -1, polarity, strength: chain.strength, cues: [index, ...chain.operators], effects: chain.effects, holderActor, weight: 1 });
}

function fromJudgement(index: number, input: Sentence, { context, used }: Working): Draft[] {
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
  // "calls for a legitimate government" does not say that there is one.
  const { operators } = governingChain(view, index, input);
  if (operators.some((at) => cue.first - (cues[at]?.last ?? 0) < 6)) return [];
  const targetName = view.actors[targetActor]?.id;
  if (targetName === undefined || targetName.startsWith('topic:')) return [];
  const quote = speakerAt(context.field.quotes, view.words[cue.first]?.start ?? 0);
  let holder: string | null = 'author';
  if (quote !== null) holder = quote.speakerId ?? (isCritic(view, quote.speaker) ? 'critics' : null);
  else if (isReported(view, cue.first)) return [];
  if (isAscribed(view, cue.first)) return [];
  if (holder === targetName) return [];
  const turned = negated.has(index);
  if (turned && cue.entry.negates === 0) return [];
  return draft({ holder, target: targetId(view, targetActor, cue), targetActor, polarity: turned ? -cue.entry.polarity : cue.entry.polarity, strength: cue.entry.strength, cues: [index], effects: turned ? ['negated'] : [], holderActor: -1, weight: 2 });
}

/** The naming verb of a judgement: "called the Taliban a reality"; -1 where there is none. */
function namingOf(index: number, { view, cues }: Sentence): number {
  const cue = cues[index];
  if (cue === undefined) return -1;
  const sov = view.grammar.grammar.order === 'sov';
  return cues.findIndex(({ entry, first, last }) => {
    if (entry.as !== 'name') return false;
    return sov ? first > cue.last && first - cue.last < 10 : last < cue.first && cue.first - last < 12;
  });
}

function fromNaming(
  index: number,
  naming: number,
  { input, context, used }: { input: Sentence; context: Context; used: ReadonlySet<number> },
): Draft[] {
  const { view, cues, negated } = input;
  const [cue, verb] = [cues[index], cues[naming]];
  if (cue === undefined || verb === undefined) return [];
  const subject = findSubject(view, verb.first, used);
  const holderActor = subject.kind === 'actor' ? subject.actor : -1;
  let [target = -1] = findTargets(view, verb, { markers: [], holder: holderActor, passive: false });
  if (target < 0) [target = -1] = pronounTarget(view, verb, holderActor);
  const targetName = view.actors[target]?.id;
  if (targetName === undefined) return [];
  const turned = negated.has(index) !== negated.has(naming);
  return draft({ holder: holderId(subject, verb, { input, context }), target: targetName, targetActor: target, polarity: turned ? -cue.entry.polarity : cue.entry.polarity, strength: cue.entry.strength, cues: [index, naming], effects: turned ? ['negated'] : [], holderActor, weight: 3 });
}

function isCritic({ grammar }: SentenceView, speaker: string | null): boolean {
  return speaker !== null && grammar.critics.has(foldText(speaker).text);
}

/** "accused them that they shelter terrorists": what follows "that" is not the outlet’s own judgement. */
function isReported({ words, grammar }: SentenceView, at: number): boolean {
  return words.slice(0, at).some(({ folded }) => grammar.that.has(folded));
}

/** "recognise as a legitimate government". */
function isAscribed({ words, grammar }: SentenceView, at: number): boolean {
  return words.slice(Math.max(0, at - 3), at).some(({ folded }) => grammar.as.has(folded));
}

/** Meetings and denials: a contact without a stance. */
function fromEvent(index: number, input: Sentence, _working: Working): Draft[] {
  const { view } = input;
  const ids = view.actors.map(({ id }) => id).filter((id) => !id.startsWith('topic:'));
  const drafts: Draft[] = [];
  ids.slice(0, 4).forEach((holder, at) => {
    for (const target of ids.slice(at + 1, 4)) {
      drafts.push(...draft({ holder, target, targetActor: -1, polarity: 0, strength: 0, cues: [index], effects: [], holderActor: -1, weight: 0 }));
    }
  });
  return drafts;
}

function sign(value: number): 1 | 0 | -1 {
  if (value === 0) return 0;
  return value > 0 ? 1 : -1;
}

function draft(input: Omit<Draft, 'holder' | 'polarity'> & { holder: string | null; polarity: number }): Draft[] {
  if (input.holder === null || input.holder === input.target || input.target === '') return [];
  return [{ ...input, holder: input.holder, polarity: sign(input.polarity) }];
}

function targetId(view: SentenceView, actor: number, { entry }: Cue): string {
  const id = view.actors[actor]?.id ?? '';
  if (entry.topic === undefined) return id;
  if (id === 'org:taliban' || id === 'country:afghanistan' || id === 'place:kabul') return `topic:taliban-${entry.topic}`;
  return id;
}

function pronounTarget(view: SentenceView, cue: Cue, holder: number): number[] {
  const end = clauseEnd(view, cue.last);
  const before = Math.max(0, cue.first - 2);
  const has = [...view.words.slice(before, cue.first), ...view.words.slice(cue.last + 1, Math.min(end, cue.last + 7))].some(({ folded }) => view.grammar.objectPronouns.has(folded));
  if (!has) return [];
  const holderName = view.actors[holder]?.id;
  const index = view.actors.findLastIndex(({ last, id }, at) => last < cue.first && at !== holder && id !== holderName && /^(?:org|country|person):/u.test(id) && !['place', 'circumstance'].includes(view.markers[at]?.kind ?? ''));
  return index < 0 ? [] : [index];
}

function speakerAt(quotes: readonly Quote[], offset: number): Quote | null {
  let best: Quote | null = null;
  for (const quote of quotes) {
    if (quote.start > offset || quote.end <= offset) continue;
    if (best === null || quote.end - quote.start < best.end - best.start) best = quote;
  }
  return best;
}

function holderId(subject: Subject, cue: Cue, { input, context }: { input: Sentence; context: Context }): string | null {
  const speaker = speakerAt(context.field.quotes, input.view.words[cue.first]?.start ?? 0);
  switch (subject.kind) {
    case 'actor':
      return input.view.actors[subject.actor]?.id ?? null;
    case 'critics':
      return 'critics';
    case 'speaker':
    case 'none':
      if (speaker !== null && isCritic(input.view, speaker.speaker)) return 'critics';
      return speaker?.speakerId ?? null;
    case 'pronoun':
      return speaker?.speakerId ?? personBefore(input.view, cue.first) ?? context.lastHolder;
  }
}

/** "Although Kabulov …, he …": the last person named before in the sentence. */
function personBefore({ actors }: SentenceView, at: number): string | null {
  return actors.findLast(({ id, last }) => id.startsWith('person:') && last < at)?.id ?? null;
}

/** One draft a pair: the heavier rule wins; equal ones that disagree leave the pair unclear (polarity 0 with strength). */
function settle(drafts: readonly Draft[]): Draft[] {
  const byPair = new Map<string, Draft[]>();
  for (const one of drafts) {
    const key = `${one.holder}\n${one.target}`;
    byPair.set(key, [...(byPair.get(key) ?? []), one]);
  }
  return [...byPair.values()].flatMap((same) => {
    const [best, ...others] = same.toSorted((a, b) => b.weight - a.weight || b.strength - a.strength);
    if (best === undefined) return [];
    const rival = others.find(({ weight, polarity }) => weight === best.weight && polarity === -best.polarity && polarity !== 0);
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
  if (speaker !== null || one.holder.startsWith('person:')) return 'quoted-person';
  return 'institution';
}

function toStance(one: Draft, { view, cues, sentence }: Sentence, { field }: Context): Stance {
  const own = one.cues.flatMap((index) => cues[index] ?? []);
  const firstCue = own[0]?.first ?? 0;
  const speaker = speakerAt(field.quotes, view.words[firstCue]?.start ?? sentence.start);
  const actors = [one.targetActor, one.holderActor].flatMap((index) => view.actors[index] ?? []);
  const from = Math.min(...own.map(({ first }) => first), ...actors.map(({ first }) => first));
  const to = Math.max(...own.map(({ last }) => last), ...actors.map(({ last }) => last));
  const start = view.words[from]?.start ?? sentence.start;
  const end = view.words[to]?.end ?? sentence.end;
  const isConditional = view.words.slice(Math.max(0, from - 4), to + 8).some(({ folded }) => view.grammar.conditional.has(folded));
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
