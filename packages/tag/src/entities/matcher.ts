import { primaryLanguage, type Entity, type EntityName } from '@khabar/article';

import type { WrittenForm } from './arabic-script-forms.ts';
import { COMMON_GIVEN_NAMES } from './given-names.ts';
import { readRule, type NameRule } from './name-rule.ts';
import { nameVariants } from './name-variants.ts';
import { russianForms } from './russian-forms.ts';
import { skeleton } from './skeleton.ts';

/** A registered name, ready to be matched. */
export interface MatchedName {
  readonly entity: Entity;
  readonly name: EntityName;
  /** Primary language of the name. */
  readonly language: string;
  readonly near: readonly NameRule[];
  readonly unless: readonly NameRule[];
  /** The name begins with a capital, so must the text. */
  readonly capital: boolean;
  /** Last word of a full name that is not registered as a surname: counts only where the full name stands too. */
  readonly onlyAfterFullName: boolean;
}

/** One step of the trie of words: a name is a path of lemmas. */
export interface MatcherNode {
  readonly next: Map<number, MatcherNode>;
  readonly names: MatchedName[];
}

/** The registered names as a trie over the words of the text; each written form leads to the lemmas it may be a form of. */
export interface Matcher {
  readonly root: MatcherNode;
  readonly lemmasByForm: ReadonlyMap<string, readonly number[]>;
  /** Forms with which a name may begin: most words of a text are none. */
  readonly openers: ReadonlySet<string>;
  /** First words of the people's names: a surname behind one of them belongs to somebody else unless the full name matched. */
  readonly givenNames: ReadonlySet<string>;
  readonly entities: ReadonlyMap<string, Entity>;
  /** The people's full names by their consonants, for spellings that the registry lacks; its words are skeletons. */
  readonly approximate: Pick<Matcher, 'root' | 'lemmasByForm' | 'openers' | 'hidden'>;
  /** What words of texts may hide, by language, and their consonants; remembered. */
  readonly hidden: Map<string, Map<string, readonly WrittenForm[]>>;
  readonly skeletons: Map<string, string>;
}

/** Builds the matcher from the registry's entities; topics are left out (`topicMatcher` takes those). Takes about 0.1 s for 1,500 entities. */
export function buildMatcher(entities: readonly Entity[]): Matcher {
  return build(entities.filter((entity) => entity.type !== 'topic'));
}

/** The same for topics alone: their names are phrases that may hold other entities, so they are matched apart. */
export function buildTopicMatcher(entities: readonly Entity[]): Matcher {
  return build(entities.filter((entity) => entity.type === 'topic'));
}

function build(entities: readonly Entity[]): Matcher {
  const builder = new MatcherBuilder();
  for (const entity of entities) for (const name of entity.names) builder.add(entity, name);
  return {
    root: builder.root,
    lemmasByForm: builder.lemmasByForm,
    givenNames: builder.givenNames,
    entities: new Map(entities.map((entity) => [entity.id, entity])),
    openers: openersOf(builder),
    approximate: { ...builder.approximate, openers: openersOf(builder.approximate), hidden: new Map() },
    hidden: new Map(),
    skeletons: new Map(),
  };
}

/** Consonants of a whole name below which different people sound alike. */
const SHORTEST_SKELETON = 7;

function newNode(): MatcherNode {
  return { next: new Map(), names: [] };
}

function child(node: MatcherNode, lemma: number): MatcherNode {
  const known = node.next.get(lemma);
  if (known !== undefined) return known;
  const added = newNode();
  node.next.set(lemma, added);
  return added;
}

function openersOf({ root, lemmasByForm }: Pick<Matcher, 'root' | 'lemmasByForm'>): Set<string> {
  const openers = new Set<string>();
  for (const [form, lemmas] of lemmasByForm)
    if (lemmas.some((lemma) => root.next.has(lemma))) openers.add(form);
  return openers;
}

class MatcherBuilder {
  readonly root = newNode();
  readonly lemmasByForm = new Map<string, number[]>();
  readonly givenNames = new Set<string>(COMMON_GIVEN_NAMES);
  readonly approximate = { root: newNode(), lemmasByForm: new Map<string, number[]>() };
  private readonly lemmas = new Map<string, number>();

  add(entity: Entity, name: EntityName): void {
    if (name.kind === 'title') return;
    const matched: MatchedName = {
      entity,
      name,
      language: primaryLanguage(name.language),
      near: (name.near ?? []).map(readRule),
      unless: (name.unless ?? []).map(readRule),
      capital: /^\p{Lu}/u.test(name.text),
      onlyAfterFullName: false,
    };
    const variants = nameVariants(name, entity.type);
    for (const variant of variants) this.path(variant, matched).names.push(matched);
    if (entity.type === 'person' && name.kind !== 'surname') this.addPerson(matched, variants);
  }

  private addPerson(matched: MatchedName, variants: readonly (readonly string[])[]): void {
    for (const variant of variants) {
      const [given] = variant;
      const last = variant.at(-1);
      if (variant.length < 2 || given === undefined || last === undefined) continue;
      for (const form of this.forms(given, matched)) this.givenNames.add(form);
      this.addApproximate(matched, variant.map(skeleton));
      if (last.length > 2) this.path([last], matched).names.push({ ...matched, onlyAfterFullName: true });
    }
  }

  private addApproximate(matched: MatchedName, bones: readonly string[]): void {
    const letters = bones.join('').length;
    const isTelling =
      bones.every((bone) => bone.length >= 3) ||
      (bones.every((bone) => bone.length >= 2) && letters >= SHORTEST_SKELETON);
    if (!isTelling || matched.near.length > 0 || matched.unless.length > 0) return;
    const { root, lemmasByForm } = this.approximate;
    const end = bones.reduce((node, bone) => {
      const [lemma = lemmasByForm.size] = lemmasByForm.get(bone) ?? [];
      lemmasByForm.set(bone, [lemma]);
      return child(node, lemma);
    }, root);
    if (!end.names.some(({ entity }) => entity.id === matched.entity.id)) end.names.push(matched);
  }

  private path(variant: readonly string[], name: MatchedName): MatcherNode {
    return variant.reduce((node, word) => child(node, this.lemma(word, name)), this.root);
  }

  private lemma(word: string, name: MatchedName): number {
    const key = inflection(name) + word;
    const known = this.lemmas.get(key);
    if (known !== undefined) return known;
    const lemma = this.lemmas.size;
    this.lemmas.set(key, lemma);
    for (const form of new Set(this.forms(word, name))) {
      const sharing = this.lemmasByForm.get(form);
      if (sharing === undefined) this.lemmasByForm.set(form, [lemma]);
      else sharing.push(lemma);
    }
    return lemma;
  }

  private forms(word: string, name: MatchedName): string[] {
    const kind = inflection(name);
    return kind === '' ? [word] : russianForms(word, kind === 'ru one ' ? 'singular' : 'any');
  }
}

function inflection({ entity, name }: MatchedName): '' | 'ru one ' | 'ru any ' {
  if (name.language !== 'ru') return '';
  return entity.type === 'org' || entity.type === 'topic' ? 'ru any ' : 'ru one ';
}
