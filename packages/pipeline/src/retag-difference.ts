import type {
  Mention,
  Quote,
  RetagCounts,
  RetagExample,
  RetagKind,
  RetagReport,
  RetagSaid,
  Stance,
  Tags,
} from '@khabar/article';
import { primaryLanguage } from '@khabar/article';
import { sentences } from '@khabar/text';

/** Examples that a report keeps of each kind. */
export const MOST_EXAMPLES = 50;
const MOST_FAILED = 50;
/** Relevance that moves by less is the same. */
const RELEVANCE_STEP = 0.05;

interface Bounds {
  readonly start: number;
  readonly end: number;
}

export interface Difference {
  readonly kind: RetagKind;
  /** Where it stands; null: in the article as a whole. */
  readonly place: (Bounds & { readonly field: 'title' | 'text' }) | null;
  /** Whom it is about. */
  readonly entities: readonly string[];
  readonly before: RetagSaid | null;
  readonly after: RetagSaid | null;
}

/**
 * What differs between two readings of one text. A stance is the same where holder, target and part of the evidence are; it flips where
 * only the label differs. Strength, confidence and method do not count.
 */
export function differencesOf(before: Tags, after: Tags): Difference[] {
  return [
    ...mentionDifferences(before.mentions, after.mentions),
    ...quoteDifferences(before.quotes, after.quotes),
    ...stanceDifferences(before.stances, after.stances),
    ...wholeDifferences(before, after),
  ];
}

function mentionDifferences(before: readonly Mention[], after: readonly Mention[]): Difference[] {
  const key = (one: Mention): string => [one.field, one.start, one.end, one.entityId].join(' ');
  const said = (one: Mention): RetagSaid => ({ entity: one.entityId, surface: one.surface });
  const place = ({ field, start, end }: Mention) => ({ field, start, end });
  const entities = (one: Mention): string[] => [one.entityId];
  return [
    ...missingFrom(before, after, key).map((one) => gone('mention-removed', one, { said, place, entities })),
    ...missingFrom(after, before, key).map((one) => come('mention-added', one, { said, place, entities })),
  ];
}

function quoteDifferences(before: readonly Quote[], after: readonly Quote[]): Difference[] {
  const key = (one: Quote): string => [one.start, one.end, one.speakerId].join(' ');
  const said = (one: Quote): RetagSaid => ({ speaker: one.speakerId ?? one.speaker, surface: one.text });
  const place = ({ start, end }: Quote) => ({ field: 'text' as const, start, end });
  const entities = (one: Quote): string[] => (one.speakerId === null ? [] : [one.speakerId]);
  return [
    ...missingFrom(before, after, key).map((one) => gone('quote-removed', one, { said, place, entities })),
    ...missingFrom(after, before, key).map((one) => come('quote-added', one, { said, place, entities })),
  ];
}

function stanceDifferences(before: readonly Stance[], after: readonly Stance[]): Difference[] {
  const said = ({ holder, target, label }: Stance): RetagSaid => ({ holder, target, label });
  const place = ({ evidence: { field, start, end } }: Stance) => ({ field, start, end });
  const entities = ({ holder, target }: Stance): string[] => [holder, target];
  const isSame = (one: Stance, other: Stance): boolean =>
    one.holder === other.holder &&
    one.target === other.target &&
    one.evidence.field === other.evidence.field &&
    one.evidence.start < other.evidence.end &&
    other.evidence.start < one.evidence.end;
  // Each meets one of the other side: of equal labels first, so that two readings of one sentence are not taken for a flip.
  const left = new Set(after);
  const met = new Map<Stance, Stance>();
  for (const isEqual of [true, false])
    for (const one of before) {
      if (met.has(one)) continue;
      const other = [...left].find(
        (candidate) => isSame(one, candidate) && (candidate.label === one.label) === isEqual,
      );
      if (other === undefined) continue;
      met.set(one, other);
      left.delete(other);
    }
  return [
    ...before.flatMap((one): Difference[] => {
      const other = met.get(one);
      if (other === undefined) return [gone('stance-removed', one, { said, place, entities })];
      if (other.label === one.label) return [];
      return [
        {
          kind: 'stance-flipped',
          place: place(other),
          entities: entities(other),
          before: said(one),
          after: said(other),
        },
      ];
    }),
    ...[...left].map((one) => come('stance-added', one, { said, place, entities })),
  ];
}

function wholeDifferences(before: Tags, after: Tags): Difference[] {
  const whole = { place: null, entities: [] };
  const subjects = new Set([...Object.keys(before.relevance), ...Object.keys(after.relevance)]);
  const moved = [...subjects].some(
    (subject) =>
      Math.abs((before.relevance[subject] ?? 0) - (after.relevance[subject] ?? 0)) >= RELEVANCE_STEP,
  );
  const sameTopics = before.topics.toSorted().join(' ') === after.topics.toSorted().join(' ');
  return [
    ...(moved
      ? [
          {
            kind: 'relevance' as const,
            ...whole,
            before: { relevance: before.relevance },
            after: { relevance: after.relevance },
          },
        ]
      : []),
    ...(sameTopics
      ? []
      : [
          {
            kind: 'topics' as const,
            ...whole,
            before: { topics: before.topics },
            after: { topics: after.topics },
          },
        ]),
  ];
}

interface Reading<T> {
  readonly said: (one: T) => RetagSaid;
  readonly place: (one: T) => Difference['place'];
  readonly entities: (one: T) => string[];
}

function gone<T>(kind: RetagKind, one: T, { said, place, entities }: Reading<T>): Difference {
  return { kind, place: place(one), entities: entities(one), before: said(one), after: null };
}

function come<T>(kind: RetagKind, one: T, { said, place, entities }: Reading<T>): Difference {
  return { kind, place: place(one), entities: entities(one), before: null, after: said(one) };
}

function missingFrom<T>(some: readonly T[], others: readonly T[], key: (one: T) => string): T[] {
  const known = new Set(others.map(key));
  return some.filter((one) => !known.has(key(one)));
}

export interface ComparedArticle {
  readonly id: string;
  readonly language: string;
  readonly title: string;
  readonly text: string;
}

/** The report with one more article. */
export function withArticle(
  report: RetagReport,
  article: ComparedArticle,
  differences: readonly Difference[],
): RetagReport {
  const language = primaryLanguage(article.language);
  const byEntity = { ...report.byEntity };
  const examples = { ...report.examples };
  let counts = report.counts;
  let ofLanguage = report.byLanguage[language] ?? {};
  for (const difference of differences) {
    const { kind } = difference;
    counts = oneMore(counts, kind);
    ofLanguage = oneMore(ofLanguage, kind);
    for (const entity of new Set(difference.entities)) {
      byEntity[entity] = oneMore(byEntity[entity] ?? {}, kind);
    }
    const known = examples[kind] ?? [];
    if (known.length < MOST_EXAMPLES) examples[kind] = [...known, exampleOf(difference, article)];
  }
  return {
    ...report,
    articles: report.articles + 1,
    changed: report.changed + (differences.length > 0 ? 1 : 0),
    counts,
    byLanguage: { ...report.byLanguage, [language]: ofLanguage },
    byEntity,
    examples,
  };
}

/** The report with one article more on which the tagger failed. */
export function withFailure(report: RetagReport, articleId: string, reason: string): RetagReport {
  return {
    ...report,
    articles: report.articles + 1,
    failed: report.failed.length < MOST_FAILED ? [...report.failed, { articleId, reason }] : report.failed,
  };
}

function oneMore(counts: RetagCounts, kind: RetagKind): RetagCounts {
  return { ...counts, [kind]: (counts[kind] ?? 0) + 1 };
}

function exampleOf({ place, before, after }: Difference, article: ComparedArticle): RetagExample {
  return {
    articleId: article.id,
    language: article.language,
    sentence: sentenceAt(place, article),
    before,
    after,
  };
}

function sentenceAt(place: Difference['place'], article: ComparedArticle): string {
  if (place === null || place.field === 'title') return article.title;
  const touched = sentences(article.text).filter(({ start, end }) => start < place.end && end > place.start);
  return article.text.slice(touched[0]?.start ?? place.start, touched.at(-1)?.end ?? place.end).trim();
}
