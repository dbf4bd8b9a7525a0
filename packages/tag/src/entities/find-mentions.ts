import type { Entity, EntityType, Mention } from '@khabar/article';

import { findCandidates, readField, type Candidate, type Field } from './find-candidates.ts';
import type { MatchedName, Matcher } from './matcher.ts';
import { actingFor } from './metonymy.ts';
import { ruleHolds } from './name-rule.ts';

/** What of an article the search for mentions needs. */
export interface ArticleText {
  readonly title: string;
  readonly text: string;
  readonly language: string;
  readonly outletId?: string;
}

/**
 * Who and what the article mentions, by name: title first, then the text in order; UTF-16 offsets, no overlap within a field.
 * The span is the name itself (inflected forms whole) without article, preposition or particle.
 */
export function findMentions(article: ArticleText, matcher: Matcher): Mention[] {
  const fields = [
    { name: 'title' as const, ...readField(article.title) },
    { name: 'text' as const, ...readField(article.text) },
  ];
  const found = fields.map((field) => ({
    field,
    candidates: findCandidates(field, matcher, article.language),
  }));
  const people = new People(found.flatMap(({ candidates }) => candidates));
  return found.flatMap(({ field, candidates }) =>
    candidates.flatMap((candidate) => {
      const chosen = people.choose(candidate, field, matcher);
      return chosen === undefined ? [] : [mention(candidate, chosen, field)];
    }),
  );
}

function mention(
  candidate: Candidate,
  chosen: Chosen,
  field: Field & { readonly name: 'title' | 'text' },
): Mention {
  const { entity, confidence } = chosen;
  const stands = actingFor(entity, candidate, field);
  return {
    entityId: entity.id,
    start: candidate.start,
    end: candidate.end,
    surface: field.text.slice(candidate.start, candidate.end),
    type: mentionType(entity),
    field: field.name,
    how: 'name',
    ...(stands === undefined ? {} : { actingFor: stands }),
    confidence,
  };
}

const MENTION_TYPES: Readonly<Record<EntityType, Mention['type']>> = {
  person: 'PER',
  org: 'ORG',
  country: 'LOC',
  place: 'LOC',
  region: 'LOC',
  topic: 'MISC',
};

/** The class of a mention as named-entity evaluations know it. */
export function mentionType(entity: Entity): Mention['type'] {
  return MENTION_TYPES[entity.type];
}

interface Chosen {
  readonly entity: Entity;
  readonly confidence: number;
}

/** Who stands in the article with the full name: they may then be called by surname alone. */
class People {
  private readonly inFull: ReadonlySet<string>;

  constructor(candidates: readonly Candidate[]) {
    const inFull = new Set<string>();
    for (const { names } of candidates) {
      for (const { entity, name, onlyAfterFullName } of names)
        if (entity.type === 'person' && name.kind !== 'surname' && !onlyAfterFullName) inFull.add(entity.id);
    }
    this.inFull = inFull;
  }

  choose(candidate: Candidate, field: Field, matcher: Matcher): Chosen | undefined {
    const full = candidate.names.filter(
      ({ name, onlyAfterFullName }) => name.kind !== 'surname' && !onlyAfterFullName,
    );
    const [first] = best(full);
    if (first !== undefined) return { entity: first.entity, confidence: full.length === 1 ? 0.95 : 0.85 };
    if (followsOtherGivenName(candidate, field, matcher)) return undefined;
    const known = distinct(candidate.names.filter(({ entity }) => this.inFull.has(entity.id)));
    if (known.length === 1 && known[0] !== undefined) return { entity: known[0], confidence: 0.9 };
    if (known.length > 1) return undefined;
    const alone = candidate.names.filter(
      (matched) =>
        !matched.onlyAfterFullName &&
        (matched.near.length === 0 || matched.near.some((rule) => ruleHolds(rule, field.words, candidate))),
    );
    const owners = distinct(alone);
    return owners.length === 1 && owners[0] !== undefined
      ? { entity: owners[0], confidence: 0.75 }
      : undefined;
  }
}

/** A name with a rule that holds says more than one without; then the order of the registry decides. */
function best(names: readonly MatchedName[]): MatchedName[] {
  return names.toSorted((one, other) => other.near.length - one.near.length);
}

function distinct(names: readonly MatchedName[]): Entity[] {
  return [...new Map(names.map(({ entity }) => [entity.id, entity])).values()];
}

function followsOtherGivenName(candidate: Candidate, field: Field, matcher: Matcher): boolean {
  const before = field.words[candidate.from - 1];
  if (before === undefined || !matcher.givenNames.has(before.folded)) return false;
  return field.text.slice(before.end, candidate.start) === ' ' && isNameLike(field.text.charAt(before.start));
}

/** Scripts without capitals cannot tell a given name from a word. */
function isNameLike(letter: string): boolean {
  return letter === letter.toUpperCase();
}
