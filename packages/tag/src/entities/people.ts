import type { Entity } from '@khabar/article';

import { coveredWords, isFullName, type Candidate, type Field } from './find-candidates.ts';
import type { MatchedName, Matcher } from './matcher.ts';
import { ruleHolds } from './name-rule.ts';
import { isOtherPerson, type Covered } from './other-person.ts';

/** A field with what was found in it. */
export interface ScannedField extends Field {
  readonly name: 'title' | 'text';
  readonly candidates: readonly Candidate[];
}

/** Whose name it is, 0 to 1 how surely. */
export interface Chosen {
  readonly entity: Entity;
  readonly confidence: number;
}

/** Decides whose a name is, knowing the whole article: a surname alone belongs to the one who stands there with the full name. */
export class People {
  private readonly matcher: Matcher;
  private readonly inFull: ReadonlySet<string>;
  private readonly namesakes: ReadonlySet<string>;
  private readonly covered: ReadonlyMap<Field, Covered>;

  constructor(fields: readonly ScannedField[], matcher: Matcher) {
    this.matcher = matcher;
    this.covered = new Map(fields.map((field) => [field, coveredWords(field.candidates)]));
    const all = fields.flatMap((field) => field.candidates.map((candidate) => ({ field, candidate })));
    this.inFull = new Set(
      all.flatMap(({ candidate }) => candidate.names.filter(isFullName)).map(({ entity }) => entity.id),
    );
    this.namesakes = new Set(
      all
        .filter(({ candidate }) => !candidate.names.some(isFullName))
        .filter(({ field, candidate }) => this.isOther(candidate, field))
        .flatMap(({ candidate }) => candidate.names.map(({ entity }) => entity.id)),
    );
  }

  choose(candidate: Candidate, field: Field): Chosen | undefined {
    const full = candidate.names.filter(isFullName);
    const first = full.toSorted((one, other) => other.near.length - one.near.length)[0];
    const surname = this.asWritten(candidate, field);
    if (surname !== undefined && first !== undefined && first.entity.type !== 'person')
      return { entity: surname, confidence: 0.9 };
    if (first !== undefined && candidate.isApproximate === true)
      return distinct(full).length === 1 ? { entity: first.entity, confidence: 0.7 } : undefined;
    if (first !== undefined) return { entity: first.entity, confidence: full.length === 1 ? 0.95 : 0.85 };
    if (this.isOther(candidate, field)) return undefined;
    const known = distinct(candidate.names.filter(({ entity }) => this.inFull.has(entity.id)));
    if (known.length > 0)
      return known.length === 1 && known[0] !== undefined ? { entity: known[0], confidence: 0.9 } : undefined;
    const [owner, ...others] = distinct(
      candidate.names.filter((name) => this.standsAlone(name, candidate, field)),
    );
    return owner === undefined || others.length > 0 ? undefined : { entity: owner, confidence: 0.75 };
  }

  /** «Гани»: a surname of somebody named in full, letter by letter, before the case form of another name («Гана»). */
  private asWritten({ names, start, end }: Candidate, { text }: Field): Entity | undefined {
    const surface = text.slice(start, end);
    const written = names.filter(({ name }) => name.text === surface);
    const [owner, ...others] = distinct(written);
    return others.length === 0 && owner?.type === 'person' && this.inFull.has(owner.id) ? owner : undefined;
  }

  private standsAlone(matched: MatchedName, candidate: Candidate, field: Field): boolean {
    if (matched.onlyAfterFullName || this.namesakes.has(matched.entity.id)) return false;
    return matched.near.length === 0 || matched.near.some((rule) => ruleHolds(rule, field.words, candidate));
  }

  private isOther(candidate: Candidate, field: Field): boolean {
    return isOtherPerson(candidate, field, {
      matcher: this.matcher,
      covered: this.covered.get(field) ?? new Set(),
    });
  }
}

function distinct(names: readonly MatchedName[]): Entity[] {
  return [...new Map(names.map(({ entity }) => [entity.id, entity])).values()];
}
