import type { EntityType, Mention, Span } from '@khabar/article';
import { sentences } from '@khabar/text';

import type { TaggableArticle } from '../tag-article.ts';
import { unitVector } from './matrix.ts';
import type { LearnedName } from './name-tagger.ts';
import type { LearnedReader, SentenceReading, Sides } from './open-learned-reader.ts';

type Field = Mention['field'];

/** A name that the registry does not know, for an analyst to take over or reject. */
export interface ProposedName extends LearnedName {
  readonly surface: string;
  readonly field: Field;
}

/** How one sentence stands towards an entity that it names, whoever the holder is. */
export interface LearnedStance {
  readonly target: Mention;
  readonly sides: Sides;
  readonly sentence: Span;
}

/** How one named entity stands towards another in one sentence. */
export interface LearnedOpinion {
  readonly holder: Mention;
  readonly target: Mention;
  readonly sides: Sides;
  readonly sentence: Span;
}

export interface SentenceVector extends Span {
  readonly field: Field;
  readonly vector: Float32Array;
}

/** What the heads say of one article; offsets are UTF-16 into its title or text. */
export interface ArticleReading {
  readonly names: readonly ProposedName[];
  readonly stances: readonly LearnedStance[];
  readonly opinions: readonly LearnedOpinion[];
  readonly vectors: readonly SentenceVector[];
  /** Mean of the sentences' vectors at length 1; 384 numbers. Undefined for an article without text. */
  readonly vector: Float32Array | undefined;
  readonly version: string;
}

export interface ReadArticleOptions {
  /** Sentences that are read, the title among them. Default 10. */
  readonly maxSentences?: number;
}

const MAX_SENTENCES = 10;
/** Entities of one sentence that are asked about. */
const MAX_ACTORS = 4;
const ACTORS: readonly EntityType[] = ['person', 'org', 'country', 'place'];

interface Chosen extends Span {
  readonly field: Field;
  readonly text: string;
  /** The first mention of each actor. */
  readonly actors: readonly Mention[];
}

/**
 * Reads the title, the first sentence and sentences that name an entity, those with two or more first, and answers in the
 * order of the text. `mentions` are those of the same article by the registry.
 */
export async function readArticle(
  { title, text }: TaggableArticle,
  mentions: readonly Mention[],
  { reader, maxSentences = MAX_SENTENCES }: { readonly reader: LearnedReader } & ReadArticleOptions,
): Promise<ArticleReading> {
  const chosen = chooseSentences({ title, text }, mentions, maxSentences);
  const readings = await reader.read(
    chosen.map((sentence) => ({
      text: sentence.text,
      targets: sentence.actors.map((actor) => within(actor, sentence)),
      pairs: pairsOf(sentence).map(({ holder, target }) => ({
        holder: within(holder, sentence),
        target: within(target, sentence),
      })),
    })),
  );
  const read = chosen.flatMap((sentence, at) => {
    const reading = readings[at];
    return reading === undefined ? [] : [{ sentence, reading }];
  });
  return {
    names: read.flatMap(({ sentence, reading }) =>
      namesOf(sentence, reading, mentions).filter(
        ({ confidence }) => confidence >= reader.settings.threshold.name,
      ),
    ),
    stances: read.flatMap(({ sentence, reading }) =>
      sentence.actors.flatMap((target, at) => {
        const sides = reading.stances[at];
        return sides === undefined ? [] : [{ target, sides, sentence: spanOf(sentence) }];
      }),
    ),
    opinions: read.flatMap(({ sentence, reading }) =>
      pairsOf(sentence).flatMap((pair, at) => {
        const sides = reading.pairs[at];
        return sides === undefined ? [] : [{ ...pair, sides, sentence: spanOf(sentence) }];
      }),
    ),
    vectors: read.map(({ sentence, reading: { vector } }) => ({
      ...spanOf(sentence),
      field: sentence.field,
      vector,
    })),
    vector: meanOf(readings.map(({ vector }) => vector)),
    version: reader.version,
  };
}

function chooseSentences(
  { title, text }: Pick<TaggableArticle, 'title' | 'text'>,
  mentions: readonly Mention[],
  most: number,
): Chosen[] {
  const withActors = (span: Span, field: Field, source: string): Chosen => ({
    ...spanOf(span),
    field,
    text: source.slice(span.start, span.end),
    actors: actorsIn(span, field, mentions),
  });
  const head = title.trim() === '' ? [] : [withActors({ start: 0, end: title.length }, 'title', title)];
  const body = sentences(text).map((span) => withActors(span, 'text', text));
  const rank = ({ actors }: Chosen, at: number): number => (at === 0 ? 3 : Math.min(actors.length, 2));
  const best = body
    .map((sentence, at) => ({ sentence, at, rank: rank(sentence, at) }))
    .filter(({ rank: worth }) => worth > 0)
    .toSorted((a, b) => b.rank - a.rank || a.at - b.at)
    .slice(0, Math.max(0, most - head.length))
    .toSorted((a, b) => a.at - b.at);
  return [...head, ...best.map(({ sentence }) => sentence)];
}

function actorsIn(span: Span, field: Field, mentions: readonly Mention[]): Mention[] {
  const found = new Map<string, Mention>();
  for (const mention of mentions) {
    const inside = mention.field === field && mention.start >= span.start && mention.end <= span.end;
    const isActor = ACTORS.some((type) => mention.entityId.startsWith(`${type}:`));
    if (inside && isActor && !found.has(mention.entityId)) found.set(mention.entityId, mention);
  }
  return [...found.values()].slice(0, MAX_ACTORS);
}

function pairsOf({ actors }: Chosen): { holder: Mention; target: Mention }[] {
  return actors.flatMap((holder) =>
    actors.filter((target) => target !== holder).map((target) => ({ holder, target })),
  );
}

function namesOf(sentence: Chosen, { names }: SentenceReading, mentions: readonly Mention[]): ProposedName[] {
  const { field, start: offset } = sentence;
  return names
    .map((name) => ({
      ...name,
      start: name.start + offset,
      end: name.end + offset,
      surface: sentence.text.slice(name.start, name.end),
      field,
    }))
    .filter(
      ({ start, end }) =>
        !mentions.some((known) => known.field === field && known.start < end && known.end > start),
    );
}

function within({ start, end }: Span, sentence: Span): Span {
  return { start: start - sentence.start, end: end - sentence.start };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function meanOf(vectors: readonly Float32Array[]): Float32Array | undefined {
  const [first, ...others] = vectors;
  if (first === undefined) return undefined;
  const sum = Float32Array.from(first);
  for (const vector of others) for (const [at, value] of vector.entries()) sum[at] = (sum[at] ?? 0) + value;
  return unitVector(sum);
}
