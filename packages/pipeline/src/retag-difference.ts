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
const MOST_EXAMPLES = 50;
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

interface Reading<T> {
  readonly key: (one: T) => string;
  readonly said: (one: T) => RetagSaid;
  readonly place: (one: T) => Difference['place'];
  readonly entities: (one: T) => string[];
}

const MENTION: Reading<Mention> = {
  key: ({ field, start, end, entityId }) => [field, start, end, entityId].join(' '),
  said: ({ entityId, surface }) => ({ entity: entityId, surface }),
  place: ({ field, start, end }) => ({ field, start, end }),
  entities: ({ entityId }) => [entityId],
};

const QUOTE: Reading<Quote> = {
  key: ({ start, end, speakerId }) => [start, end, speakerId].join(' '),
  said: ({ speakerId, speaker, text }) => ({ speaker: speakerId ?? speaker, surface: text }),
  place: ({ start, end }) => ({ field: 'text', start, end }),
  entities: ({ speakerId }) => (speakerId === null ? [] : [speakerId]),
};

const STANCE: Omit<Reading<Stance>, 'key'> = {
  said: ({ holder, target, label }) => ({ holder, target, label }),
  place: ({ evidence: { field, start, end } }) => ({ field, start, end }),
  entities: ({ holder, target }) => [holder, target],
};

function mentionDifferences(before: readonly Mention[], after: readonly Mention[]): Difference[] {
  return [
    ...missingFrom(before, after, MENTION).map((one) => gone('mention-removed', one, MENTION)),
    ...missingFrom(after, before, MENTION).map((one) => come('mention-added', one, MENTION)),
  ];
}

function quoteDifferences(before: readonly Quote[], after: readonly Quote[]): Difference[] {
  return [
    ...missingFrom(before, after, QUOTE).map((one) => gone('quote-removed', one, QUOTE)),
    ...missingFrom(after, before, QUOTE).map((one) => come('quote-added', one, QUOTE)),
  ];
}

function stanceDifferences(before: readonly Stance[], after: readonly Stance[]): Difference[] {
  // Each meets one of the other side: of equal labels first, so that two readings of one sentence are not taken for a flip.
  const left = new Set(after);
  const met = new Map<Stance, Stance>();
  for (const isEqual of [true, false])
    for (const one of before) {
      if (met.has(one)) continue;
      const other = [...left].find(
        (candidate) => isSameStance(one, candidate) && (candidate.label === one.label) === isEqual,
      );
      if (other === undefined) continue;
      met.set(one, other);
      left.delete(other);
    }
  return [
    ...before.flatMap((one): Difference[] => {
      const other = met.get(one);
      if (other === undefined) return [gone('stance-removed', one, STANCE)];
      if (other.label === one.label) return [];
      return [{ ...come('stance-flipped', other, STANCE), before: STANCE.said(one) }];
    }),
    ...[...left].map((one) => come('stance-added', one, STANCE)),
  ];
}

function isSameStance(one: Stance, other: Stance): boolean {
  return (
    one.holder === other.holder &&
    one.target === other.target &&
    one.evidence.field === other.evidence.field &&
    one.evidence.start < other.evidence.end &&
    other.evidence.start < one.evidence.end
  );
}

function wholeDifferences(before: Tags, after: Tags): Difference[] {
  const whole = { place: null, entities: [] };
  const subjects = new Set([...Object.keys(before.relevance), ...Object.keys(after.relevance)]);
  const moved = [...subjects].some(
    (subject) =>
      Math.abs((before.relevance[subject] ?? 0) - (after.relevance[subject] ?? 0)) >= RELEVANCE_STEP,
  );
  const [genreBefore, genreAfter] = [before.genre?.kind, after.genre?.kind];
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
    ...(genreBefore === genreAfter
      ? []
      : [
          {
            kind: 'genre' as const,
            ...whole,
            before: genreBefore === undefined ? null : { genre: genreBefore },
            after: genreAfter === undefined ? null : { genre: genreAfter },
          },
        ]),
  ];
}

function gone<T>(kind: RetagKind, one: T, { said, place, entities }: Omit<Reading<T>, 'key'>): Difference {
  return { kind, place: place(one), entities: entities(one), before: said(one), after: null };
}

function come<T>(kind: RetagKind, one: T, { said, place, entities }: Omit<Reading<T>, 'key'>): Difference {
  return { kind, place: place(one), entities: entities(one), before: null, after: said(one) };
}

function missingFrom<T>(some: readonly T[], others: readonly T[], { key }: Reading<T>): T[] {
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
