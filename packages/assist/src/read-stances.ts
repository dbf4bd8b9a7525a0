import type { Stance, Voice } from '@khabar/article';
import { sentences } from '@khabar/text';
import { z } from 'zod';

import { failed } from './ask-model.ts';
import type { AssistedArticle, KnownEntity } from './port.ts';

const Said = z.object({ stances: z.array(z.unknown()).max(200) });
const One = z.object({
  holder: z.string(),
  target: z.string(),
  label: z.enum(['favor', 'against', 'unclear']),
  strength: z.number().min(0).max(1).catch(0.5),
  evidence: z.string(),
});

const MOST_KEPT = 40;
const SHORTEST = 8;
const LONGEST = 600;
/** A proposal that nobody has looked at is as good as a coin and a half. */
const CONFIDENCE = 0.5;

interface Place {
  readonly field: 'title' | 'text';
  readonly start: number;
  readonly end: number;
}

interface Given {
  readonly article: AssistedArticle;
  readonly known: readonly KnownEntity[];
  readonly method: string;
}

/** Keeps the stances whose ids are known and whose evidence stands in the article beside one of the two; says why the others are not kept. */
export function readStances(said: unknown, given: Given): { stances: Stance[]; refused: string[] } {
  const read = Said.safeParse(said);
  if (!read.success) throw failed('its stances have not the form that was asked for', 'never');
  const stances = new Map<string, Stance>();
  const refused: string[] = [];
  for (const one of read.data.stances) {
    const stance = readOne(one, given);
    if (typeof stance === 'string') refused.push(stance);
    else if (stances.size < MOST_KEPT)
      stances.set([stance.holder, stance.target, stance.evidence.start].join(' '), stance);
  }
  return { stances: [...stances.values()], refused };
}

function readOne(said: unknown, { article, known, method }: Given): Stance | string {
  const read = One.safeParse(said);
  if (!read.success) return 'a stance has not the form that was asked for';
  const { holder, target, label, strength } = read.data;
  const voice = voiceOf(holder, known);
  if (voice === null) return `holder "${holder.slice(0, 60)}" is none of the ids given`;
  const targetEntity = known.find(({ id }) => id === target);
  if (targetEntity === undefined) return `target "${target.slice(0, 60)}" is none of the ids given`;
  if (holder === target) return `${holder} stands towards itself`;
  const evidence = read.data.evidence.trim();
  if (evidence.length < SHORTEST || evidence.length > LONGEST)
    return `evidence has ${evidence.length} letters, not ${SHORTEST} to ${LONGEST}`;
  const place = placeOf(evidence, article);
  if (place === null) return `the article has no "${evidence.slice(0, 60)}"`;
  const near = known.filter(({ id }) => id === holder || id === target);
  if (!near.some(({ mentions }) => mentions.some((mention) => isBeside(mention, place, article))))
    return `"${evidence.slice(0, 60)}" names neither ${holder} nor ${target}`;
  return {
    holder,
    target,
    label,
    strength,
    voice,
    evidence: { start: place.start, end: place.end, text: evidence, field: place.field },
    cues: [{ start: place.start, end: place.end, rule: 'llm' }],
    method,
    confidence: CONFIDENCE,
  };
}

/** null: nobody who may hold a stance. */
function voiceOf(holder: string, known: readonly KnownEntity[]): Voice | null {
  if (holder === 'author') return 'outlet';
  if (holder === 'critics') return 'critics';
  if (holder.startsWith('topic:') || !known.some(({ id }) => id === holder)) return null;
  return holder.startsWith('person:') ? 'quoted-person' : 'institution';
}

function placeOf(evidence: string, { title, text }: AssistedArticle): Place | null {
  for (const [field, whole] of [['text', text] as const, ['title', title] as const]) {
    const start = whole.indexOf(evidence);
    if (start >= 0) return { field, start, end: start + evidence.length };
  }
  return null;
}

/** In the sentence of the evidence. */
function isBeside(mention: Place, place: Place, { title, text }: AssistedArticle): boolean {
  if (mention.field !== place.field) return false;
  const whole = place.field === 'text' ? text : title;
  return sentences(whole).some(
    ({ start, end }) => start < place.end && end > place.start && mention.start < end && mention.end > start,
  );
}
