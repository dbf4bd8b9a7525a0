import type { Correction, CorrectionSubject, Mention, SaidStance, Stance, Tags } from '@khabar/article';

/** A stance is named in the record by this method when a person said it. */
const PERSON_METHOD = 'person';

export interface CorrectedTexts {
  readonly title: string;
  readonly text: string;
}

type Of<A extends CorrectionSubject['about']> = Extract<CorrectionSubject, { about: A }>;
interface Bounds {
  readonly start: number;
  readonly end: number;
}

/**
 * Tags as people corrected them; the corrections in the order in which they were made, none of them undone. One whose words are no
 * longer in the article changes nothing. The same input gives the same output.
 */
export function correctTags(
  tags: Tags,
  corrections: readonly Pick<Correction, 'id' | 'subject'>[],
  texts: CorrectedTexts,
): Tags {
  return corrections.reduce((corrected, { id, subject }) => {
    switch (subject.about) {
      case 'stance':
        return { ...corrected, stances: correctStances(corrected.stances, { ...subject, id }, texts) };
      case 'mention':
        return correctMentions(corrected, { ...subject, id });
      case 'article':
        return { ...corrected, stances: [], topics: [], relevance: {} };
    }
  }, tags);
}

function correctStances(
  stances: readonly Stance[],
  correction: Of<'stance'> & { readonly id: string },
  texts: CorrectedTexts,
): Stance[] {
  const { field, was, says } = correction;
  const at = placeOf(correction, texts[field]);
  if (at === null) return [...stances];
  const isThere = (stance: Stance): boolean =>
    stance.evidence.field === field && overlaps(stance.evidence, at);
  const corrected = stances.filter((stance) => was !== null && isThere(stance) && isPair(stance, was));
  const others = stances.filter(
    (stance) => !corrected.includes(stance) && !(says !== null && isThere(stance) && isPair(stance, says)),
  );
  if (says === null) return others;
  const [known] = corrected;
  const said: Stance = {
    ...says,
    strength: known?.strength ?? 0.5,
    voice: known !== undefined && known.holder === says.holder ? known.voice : voiceOf(says.holder),
    evidence: known?.evidence ?? { ...at, field, text: texts[field].slice(at.start, at.end) },
    cues: known?.cues ?? [],
    method: PERSON_METHOD,
    confidence: 1,
    correctionId: correction.id,
  };
  return [...others, said].toSorted(
    (one, other) =>
      other.evidence.field.localeCompare(one.evidence.field) || one.evidence.start - other.evidence.start,
  );
}

function correctMentions(tags: Tags, correction: Of<'mention'> & { readonly id: string }): Tags {
  const { text: surface, was, says, id } = correction;
  const isMeant = (mention: Mention): boolean => mention.entityId === was && mention.surface === surface;
  const meant = tags.mentions.filter(isMeant);
  if (meant.length === 0) return tags;
  const mentions = distinct(
    tags.mentions.flatMap((mention) => {
      if (!isMeant(mention)) return [mention];
      if (says === null) return [];
      const { actingFor: _actingFor, ...rest } = mention;
      return [{ ...rest, entityId: says, type: classOf(says), confidence: 1, correctionId: id }];
    }),
  );
  const left = mentions.filter((mention) => mention.entityId === was);
  // A statement goes with the name it was read from: where nothing else in the evidence, or in the article, names that entity.
  const goesAlong = ({ evidence }: Stance): boolean =>
    left.length === 0 ||
    (meant.some((mention) => mention.field === evidence.field && overlaps(mention, evidence)) &&
      !left.some((mention) => mention.field === evidence.field && overlaps(mention, evidence)));
  return {
    ...tags,
    mentions,
    quotes: tags.quotes.map((quote) =>
      quote.speakerId === was && (left.length === 0 || quote.speaker === surface)
        ? { ...quote, speakerId: says }
        : quote,
    ),
    stances: tags.stances.flatMap((stance) => {
      if ((stance.holder !== was && stance.target !== was) || !goesAlong(stance)) return [stance];
      if (says === null) return [];
      const renamed = {
        ...stance,
        holder: stance.holder === was ? says : stance.holder,
        target: stance.target === was ? says : stance.target,
        correctionId: id,
      };
      return renamed.holder === renamed.target ? [] : [renamed];
    }),
  };
}

/** Where the words stand now: at their old place, else the nearest; null: nowhere. */
function placeOf({ start, end, text }: Bounds & { readonly text: string }, now: string): Bounds | null {
  if (now.slice(start, end) === text) return { start, end };
  let nearest: number | null = null;
  for (let at = now.indexOf(text); at !== -1; at = now.indexOf(text, at + 1))
    if (nearest === null || Math.abs(at - start) < Math.abs(nearest - start)) nearest = at;
  return nearest === null || text === '' ? null : { start: nearest, end: nearest + text.length };
}

function distinct(mentions: readonly Mention[]): Mention[] {
  const seen = new Map(
    mentions.map((mention) => [
      [mention.field, mention.start, mention.end, mention.entityId].join(' '),
      mention,
    ]),
  );
  return [...seen.values()];
}

function overlaps(one: Bounds, other: Bounds): boolean {
  return one.start < other.end && other.start < one.end;
}

function isPair(stance: Stance, said: SaidStance): boolean {
  return stance.holder === said.holder && stance.target === said.target;
}

function voiceOf(holder: string): Stance['voice'] {
  if (holder === 'author') return 'outlet';
  if (holder === 'critics') return 'critics';
  return holder.startsWith('person:') ? 'quoted-person' : 'institution';
}

function classOf(entityId: string): Mention['type'] {
  switch (entityId.split(':', 1)[0]) {
    case 'person':
      return 'PER';
    case 'org':
      return 'ORG';
    case 'country':
    case 'place':
    case 'region':
      return 'LOC';
    case undefined:
    default:
      return 'MISC';
  }
}
