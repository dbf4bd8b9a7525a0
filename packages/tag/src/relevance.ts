import type { Entity, Mention } from '@khabar/article';
import type { Side, SubjectPack } from '@khabar/subjects';
import { sentences, type Sentence } from '@khabar/text';

/** What of a subject says whether an article is about it. */
export type Subject = Pick<SubjectPack, 'id' | 'sides' | 'needsTopic' | 'venueOnly' | 'topics'>;

interface Texts {
  readonly title: string;
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly topics: readonly string[];
}

const WEAK = 0.35;
const TITLE = 3;
/** Mentions at which a side counts as two thirds present. */
const ENOUGH = 1.5;

/** How much an article is about each subject, 0 to 1, of two decimals: both sides present, and named together. */
export function relevanceOf(
  texts: Texts,
  subjects: readonly Subject[],
  entities: ReadonlyMap<string, Entity>,
): Record<string, number> {
  const lines = new Map<string, readonly string[]>();
  const known: Known = {
    lineOf(id) {
      const line = lines.get(id) ?? lineage(id, entities);
      lines.set(id, line);
      return line;
    },
    spans: sentences(texts.text),
  };
  return Object.fromEntries(
    subjects.flatMap((subject) => {
      const value = score(texts, subject, known);
      return value > 0 ? [[subject.id, value]] : [];
    }),
  );
}

interface Known {
  readonly lineOf: (id: string) => readonly string[];
  readonly spans: readonly Sentence[];
}

function score({ mentions, topics }: Texts, subject: Subject, known: Known): number {
  const isOnTopic = topics.some((topic) => subject.topics.includes(topic));
  if (subject.needsTopic && !isOnTopic) return 0;
  const weights = mentions.map((mention) =>
    subject.sides.map((side) => weightFor(mention, { side, subject, known })),
  );
  const sums = subject.sides.map((_, side) =>
    mentions.reduce(
      (sum, mention, index) => sum + (weights[index]?.[side] ?? 0) * (mention.field === 'title' ? TITLE : 1),
      0,
    ),
  );
  if (sums.some((sum) => sum === 0)) return 0;
  const presence = sums.map((sum) => 1 - Math.exp(-sum / ENOUGH));
  const both = Math.sqrt(presence.reduce((product, value) => product * value, 1));
  const together = 1 - Math.exp(-sharedSentences(known.spans, mentions, weights) / 2);
  const onTopic = isOnTopic ? 0.1 : 0;
  return Math.min(1, Math.round((both * (0.45 + 0.55 * together) + onTopic) * 100) / 100);
}

function sharedSentences(
  spans: readonly Sentence[],
  mentions: readonly Mention[],
  weights: readonly (readonly number[])[],
): number {
  const inText = mentions.flatMap((mention, index) =>
    mention.field === 'text' ? [{ mention, weight: weights[index] ?? [] }] : [],
  );
  const title = mentions.flatMap((mention, index) =>
    mention.field === 'title' ? [weights[index] ?? []] : [],
  );
  let count = joint(title) * 2;
  let at = 0;
  for (const { start, end } of spans) {
    const own: (readonly number[])[] = [];
    for (; at < inText.length; at += 1) {
      const one = inText[at];
      if (one === undefined || one.mention.start >= end) break;
      if (one.mention.start >= start) own.push(one.weight);
    }
    count += joint(own);
  }
  return count;
}

/** The least of the greatest weights of each side: 1 where every side is named in full. */
function joint(weights: readonly (readonly number[])[]): number {
  const [first] = weights;
  if (first === undefined) return 0;
  return Math.min(...first.map((_, side) => Math.max(...weights.map((row) => row[side] ?? 0))));
}

function weightFor(
  { entityId, actingFor }: Mention,
  { side, subject, known }: { side: Side; subject: Subject; known: Known },
): number {
  if (subject.venueOnly.includes(entityId))
    return actingFor !== undefined && side.strong.includes(actingFor) ? 1 : 0;
  const line = known.lineOf(entityId);
  if (line.some((id) => side.strong.includes(id))) return 1;
  return line.some((id) => side.weak.includes(id)) ? WEAK : 0;
}

/** The entity and what it is part of, acts for or holds office in. */
function lineage(id: string, entities: ReadonlyMap<string, Entity>): string[] {
  const line: string[] = [];
  const open = [id];
  while (open.length > 0 && line.length < 12) {
    const next = open.shift();
    if (next === undefined || line.includes(next)) continue;
    line.push(next);
    const entity = entities.get(next);
    open.push(
      ...[entity?.partOf, entity?.actsFor, ...(entity?.roles ?? []).map((role) => role.of)].flatMap(
        (one) => one ?? [],
      ),
    );
  }
  return line;
}
