import type { Entity, EntityType, Mention } from '@khabar/article';

import { findCandidates, readField, type Candidate, type Field } from './find-candidates.ts';
import type { Matcher } from './matcher.ts';
import { actingFor } from './metonymy.ts';
import { startWithInitials } from './other-person.ts';
import { People, type Chosen, type ScannedField } from './people.ts';
import { findTitleReferences } from './title-references.ts';

/** What of an article the search for mentions needs. */
export interface ArticleText {
  readonly title: string;
  readonly text: string;
  readonly language: string;
  readonly outletId?: string;
  /** ISO 8601; who held an office depends on it. */
  readonly published?: string;
}

/**
 * Who and what the article mentions: title first, then the text in order; UTF-16 offsets, no overlap within a field. The span is the
 * name itself (inflected forms whole) without article, preposition or particle. Names are `how: 'name'`; offices that stand for their
 * holder ("the Russian foreign minister", "the minister") are `how: 'coref'`.
 */
export function findMentions(
  article: ArticleText,
  matcher: Matcher,
  read: (text: string) => Field = readField,
): Mention[] {
  const fields = (['title', 'text'] as const).map((name): ScannedField => {
    const field = read(article[name]);
    return { ...field, name, candidates: findCandidates(field, matcher, article.language) };
  });
  const people = new People(fields, matcher);
  return fields.flatMap((field) => {
    const named = field.candidates.flatMap((candidate) => {
      const chosen = people.choose(candidate, field);
      return chosen === undefined ? [] : mention(candidate, chosen, field);
    });
    const references = findTitleReferences(field, named, {
      matcher,
      language: article.language,
      published: article.published,
    });
    return [...named, ...references].toSorted((one, other) => one.start - other.start);
  });
}

function mention(candidate: Candidate, chosen: Chosen, field: ScannedField): Mention[] {
  const { entity, confidence } = chosen;
  const stands = actingFor(entity, candidate, field);
  const start = entity.type === 'person' ? startWithInitials(candidate, field, entity) : candidate.start;
  if (start === undefined) return [];
  return [
    {
      entityId: entity.id,
      start,
      end: candidate.end,
      surface: field.text.slice(start, candidate.end),
      type: mentionType(entity),
      field: field.name,
      how: 'name',
      ...(stands === undefined ? {} : { actingFor: stands }),
      confidence,
    },
  ];
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
