import { z } from 'zod';

import { ArticleVector } from './article-vector.ts';
import { ProposedName } from './proposed-name.ts';

/** UTF-16 offsets into the article's text, end exclusive. */
export const Span = z.object({ start: z.number().int().min(0), end: z.number().int().min(0) });
export type Span = z.infer<typeof Span>;

export const EntityType = z.enum(['person', 'org', 'country', 'place', 'region', 'topic']);
export type EntityType = z.infer<typeof EntityType>;

/** An occurrence of an entity. `entityId` is `person:zamir-kabulov`, `org:taliban`, `country:russia`, `place:moscow`. */
export const Mention = z.object({
  entityId: z.string(),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  surface: z.string(),
  /** Named-entity class as evaluations know it. */
  type: z.enum(['PER', 'ORG', 'LOC', 'MISC']),
  /** `title`: found in the title, offsets point there. */
  field: z.enum(['title', 'text']),
  /** name: a registered name or alias; coref: a title or surname that refers back ("the minister"). */
  how: z.enum(['name', 'coref', 'learned']),
  /** A place or organisation that stands for a state or government (metonymy): `place:moscow` acting for `country:russia`. */
  actingFor: z.string().optional(),
  confidence: z.number().min(0).max(1),
  /** A person said it: the correction's id. */
  correctionId: z.string().optional(),
});
export type Mention = z.infer<typeof Mention>;

export const Quote = z.object({
  /** The quoted words, without the marks. */
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  text: z.string(),
  /** As written; null: unattributed. */
  speaker: z.string().nullable(),
  speakerId: z.string().nullable(),
  speakerSpan: Span.nullable(),
  /** Direct: inside quotation marks or dialogue dashes. Partial: a few quoted words in a reported sentence. */
  kind: z.enum(['direct', 'partial', 'indirect']),
  /** The words that attribute it ("said", «заявил»). */
  cue: z.string().nullable(),
  confidence: z.number().min(0).max(1),
});
export type Quote = z.infer<typeof Quote>;

export const StanceLabel = z.enum(['favor', 'against', 'neutral', 'unclear']);
export type StanceLabel = z.infer<typeof StanceLabel>;

/** Whose words carry the stance. */
export const Voice = z.enum(['outlet', 'quoted-person', 'institution', 'critics']);
export type Voice = z.infer<typeof Voice>;

/** holder -> target, never a bare label. Neutral is the default and is not stored; `unclear` is said where evidence conflicts. */
export const Stance = z.object({
  /** Entity id, or `author` (the outlet's own voice), or `critics` (unnamed). */
  holder: z.string(),
  target: z.string(),
  label: StanceLabel,
  /** 0 to 1: how strong, not how sure. */
  strength: z.number().min(0).max(1),
  voice: Voice,
  evidence: z.object({
    start: z.number().int().min(0),
    end: z.number().int().min(0),
    text: z.string(),
    field: z.enum(['title', 'text']),
  }),
  /** The cue words that decided, with what was done to them (negated, denied, conditional). */
  cues: z.array(
    z.object({
      start: z.number().int().min(0),
      end: z.number().int().min(0),
      rule: z.string(),
      effect: z.string().optional(),
    }),
  ),
  method: z.string(),
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** A person said it: the correction's id. */
  correctionId: z.string().optional(),
});
export type Stance = z.infer<typeof Stance>;

/** What kind of article it is. `statement`: an official paper in its own words; `brief`: a report of a few lines; `live`: entries by the clock. */
export const Genre = z.enum(['news', 'opinion', 'interview', 'statement', 'brief', 'live']);
export type Genre = z.infer<typeof Genre>;

/** The kind of an article and how sure that is, 0 to 1. */
export const ArticleGenre = z.object({ kind: Genre, confidence: z.number().min(0).max(1) });
export type ArticleGenre = z.infer<typeof ArticleGenre>;

/** What the tagger says of one article. */
export const Tags = z.object({
  mentions: z.array(Mention),
  quotes: z.array(Quote),
  stances: z.array(Stance),
  /** Subjects the article is about, with how much (0 to 1): `russia-taliban`. */
  relevance: z.record(z.string(), z.number()),
  /** Topics of the article: `topic:taliban-recognition`. */
  topics: z.array(z.string()),
  /** Absent in what was tagged before kinds were told. */
  genre: ArticleGenre.optional(),
  /** Names that the registry lacks, for analysts. */
  proposedNames: z.array(ProposedName).optional(),
  /** Absent where the sentence encoder did not read the article. */
  vector: ArticleVector.optional(),
  version: z.string(),
});
export type Tags = z.infer<typeof Tags>;
