import { type Entity, type EntityName, KhabarError, type NameKey, type RegistryEdit } from '@khabar/article';
import { foldText } from '@khabar/text';

import type { RegistryParts } from './registry.ts';

type Edit<K extends RegistryEdit['kind']> = Extract<RegistryEdit, { kind: K }>;

/** Entities while edits are applied to them, one after the other; `apply` checks each one. */
export class Draft {
  private readonly entities: Map<string, Entity>;
  private readonly merged: Map<string, string>;
  private readonly retired: Map<string, Entity>;
  private readonly dismissed = new Set<string>();
  /** Names that belong to one entity alone -> whose they are. */
  private readonly owners = new Map<string, Set<string>>();

  constructor(parts: RegistryParts) {
    this.entities = new Map(parts.entities.map((entity) => [entity.id, entity]));
    this.merged = new Map(parts.merged ?? []);
    this.retired = new Map(parts.retired ?? []);
    for (const entity of parts.entities) this.own(entity);
  }

  parts(): Required<RegistryParts> & { readonly dismissed: ReadonlySet<string> } {
    return {
      entities: [...this.entities.values()],
      merged: this.merged,
      retired: this.retired,
      dismissed: this.dismissed,
    };
  }

  /** By its id or that of an entity merged into it. */
  byId(id: string): Entity | undefined {
    const into = this.merged.get(id);
    return this.entities.get(id) ?? (into === undefined ? undefined : this.byId(into));
  }

  /** Throws KhabarError CONFLICT or INPUT_INVALID saying what is wrong with the edit; then nothing was changed. */
  apply(edit: RegistryEdit): void {
    switch (edit.kind) {
      case 'add-entity':
        return this.addEntity(edit.entity);
      case 'add-names':
        return this.addNames(edit);
      case 'reject-name':
        return this.rejectName(edit);
      case 'limit-name':
        return this.limitName(edit);
      case 'rename-label':
        return this.renameLabel(edit);
      case 'merge':
        return this.merge(edit);
      case 'split':
        return this.split(edit);
      case 'retire':
        return this.retire(edit);
      case 'change-facts':
        return this.changeFacts(edit);
      case 'dismiss-names':
        for (const { text } of edit.names) this.dismissed.add(foldText(text).text);
    }
  }

  private addEntity(entity: Entity): void {
    this.checkNew(entity.id, entity.type);
    if (!entity.names.some(({ kind }) => kind === 'label'))
      throw invalid(`${entity.id}: it needs at least one name of kind "label", which is how it is shown`);
    this.checkLinks(entity);
    this.checkWikidata(entity);
    this.put(withNames({ ...entity, names: [] }, entity.names), entity.names);
  }

  private addNames({ id, names }: Edit<'add-names'>): void {
    this.put(withNames(this.known(id), names), names);
  }

  private rejectName({ id, name }: Edit<'reject-name'>): void {
    const entity = this.known(id);
    const rejected = this.nameOf(entity, name);
    const names = entity.names.filter((one) => one !== rejected);
    if (!names.some(({ kind }) => kind === 'label'))
      throw conflict(
        `${id}: "${name.text}" is its only shown name; give it another first, or retire the entity`,
      );
    this.put({ ...entity, names }, []);
  }

  private limitName({ id, name, unless = [], near = [] }: Edit<'limit-name'>): void {
    const entity = this.known(id);
    if (unless.length + near.length === 0)
      throw invalid(
        `${id}: "${name.text}": say near which words it is not meant (unless), or only meant (near)`,
      );
    const limited = this.nameOf(entity, name);
    const merged = {
      ...limited,
      ...(unless.length === 0 ? {} : { unless: union(limited.unless, unless) }),
      ...(near.length === 0 ? {} : { near: union(limited.near, near) }),
    };
    this.put({ ...entity, names: entity.names.map((one) => (one === limited ? merged : one)) }, []);
  }

  private renameLabel({ id, name }: Edit<'rename-label'>): void {
    const entity = this.known(id);
    const label: EntityName = { ...name, kind: 'label' };
    const others = entity.names
      .filter((one) => !isSameName(one, name))
      .map((one) =>
        one.kind === 'label' && one.language === name.language ? { ...one, kind: 'alias' as const } : one,
      );
    const at = entity.names.findIndex(({ kind, language }) => kind === 'label' && language === name.language);
    const names = others.toSpliced(at === -1 ? 0 : Math.min(at, others.length), 0, label);
    this.put({ ...entity, names }, entity.names.some((one) => isSameName(one, name)) ? [] : [label]);
  }

  private merge({ id, into }: Edit<'merge'>): void {
    if (id === into) throw invalid(`${id}: it cannot be merged into itself`);
    const [gone, kept] = [this.known(id), this.known(into)];
    if (gone.type !== kept.type)
      throw invalid(
        `${id} is of type ${gone.type} and ${into} of type ${kept.type}; only two of one type are merged`,
      );
    this.remove(id);
    this.merged.set(id, into);
    const labelled = new Set(
      kept.names.filter(({ kind }) => kind === 'label').map(({ language }) => language),
    );
    const names = gone.names
      .filter((name) => !kept.names.some((one) => isSameName(one, name)))
      .map((name) =>
        name.kind === 'label' && labelled.has(name.language) ? { ...name, kind: 'alias' as const } : name,
      );
    const roles = [...(kept.roles ?? []), ...(gone.roles ?? [])].filter(
      (role, at, all) => all.findIndex((one) => JSON.stringify(one) === JSON.stringify(role)) === at,
    );
    const wikidata = kept.wikidata ?? gone.wikidata;
    this.put(
      {
        ...kept,
        names: [...kept.names, ...names],
        ...(roles.length === 0 ? {} : { roles }),
        ...(wikidata === undefined ? {} : { wikidata }),
      },
      [],
    );
    for (const entity of this.entities.values()) {
      const linked = relinked(entity, id, into);
      if (linked !== null) this.entities.set(entity.id, linked);
    }
  }

  private split({ id, entity: fresh, names }: Edit<'split'>): void {
    const entity = this.known(id);
    // What was merged into it may be split off under its old id.
    if (this.merged.get(fresh.id) === id) checkType(fresh.id, fresh.type);
    else this.checkNew(fresh.id, fresh.type);
    const moved = names.map((name) => this.nameOf(entity, name));
    const left = entity.names.filter((name) => !moved.includes(name));
    if (!left.some(({ kind }) => kind === 'label'))
      throw conflict(`${id}: at least one shown name must stay; rename it first`);
    this.merged.delete(fresh.id);
    this.put({ ...entity, names: left }, []);
    this.put({ ...fresh, names: withLabels(moved) }, []);
  }

  private retire({ id }: Edit<'retire'>): void {
    this.retired.set(id, this.known(id));
    this.remove(id);
  }

  private changeFacts({ kind: _kind, id, ...facts }: Edit<'change-facts'>): void {
    const entity = this.known(id);
    const given = Object.entries(facts).filter(([, value]) => value !== undefined);
    if (given.length === 0) throw invalid(`${id}: no fact is given that should change`);
    const changed: Entity = { ...entity };
    for (const [fact, value] of given) {
      if (value === null) Reflect.deleteProperty(changed, fact);
      else Object.assign(changed, { [fact]: value });
    }
    this.checkLinks(changed);
    this.checkWikidata(changed);
    this.put(changed, []);
  }

  private known(id: string): Entity {
    const entity = this.entities.get(id);
    if (entity !== undefined) return entity;
    const into = this.merged.get(id);
    if (into !== undefined) throw conflict(`${id}: it was merged into ${into}`);
    if (this.retired.has(id)) throw conflict(`${id}: it was retired`);
    throw new KhabarError('NOT_FOUND', `${id}: there is no entity of this id in the registry`);
  }

  private checkNew(id: string, type: string): void {
    checkType(id, type);
    if (this.entities.has(id)) throw conflict(`${id}: there is an entity of this id already`);
    const into = this.merged.get(id);
    if (into !== undefined) throw conflict(`${id}: this id belongs to what was merged into ${into}`);
    if (this.retired.has(id)) throw conflict(`${id}: this id belongs to an entity that was retired`);
  }

  private nameOf(entity: Entity, key: NameKey): EntityName {
    const name = entity.names.find((one) => isSameName(one, key));
    if (name === undefined)
      throw new KhabarError('NOT_FOUND', `${entity.id}: it has no name "${key.text}" in ${key.language}`);
    return name;
  }

  private checkLinks({ id, partOf, actsFor, roles = [] }: Entity): void {
    const links = { partOf, actsFor } as const;
    for (const [field, other] of Object.entries(links))
      if (other !== undefined && !this.entities.has(other))
        throw invalid(`${id}: ${field} ${other}: there is no entity of this id in the registry`);
    for (const { title, of } of roles)
      if (of !== undefined && !this.entities.has(of))
        throw invalid(`${id}: role "${title}" of ${of}: there is no entity of this id in the registry`);
  }

  private checkWikidata({ id, wikidata }: Entity): void {
    if (wikidata === undefined) return;
    for (const other of this.entities.values())
      if (other.wikidata === wikidata && other.id !== id)
        throw conflict(`${id}: Wikidata id ${wikidata} belongs to ${other.id}`);
  }

  /** Keeps the entity; `added` names must belong to nobody else. */
  private put(entity: Entity, added: readonly EntityName[]): void {
    for (const name of added) {
      const key = ownKey(entity, name);
      const [other] = key === null ? [] : [...(this.owners.get(key) ?? [])].filter((id) => id !== entity.id);
      if (other !== undefined)
        throw conflict(
          `${entity.id}: "${name.text}" (${name.language}) is a name of ${other} too; give it a rule (unless, near) that tells them apart, or merge the two`,
        );
    }
    this.remove(entity.id);
    this.entities.set(entity.id, entity);
    this.own(entity);
  }

  private remove(id: string): void {
    const entity = this.entities.get(id);
    if (entity === undefined) return;
    this.entities.delete(id);
    for (const name of entity.names) this.owners.get(ownKey(entity, name) ?? '')?.delete(id);
  }

  private own(entity: Entity): void {
    for (const name of entity.names) {
      const key = ownKey(entity, name);
      if (key === null) continue;
      const ids = this.owners.get(key);
      if (ids === undefined) this.owners.set(key, new Set([entity.id]));
      else ids.add(entity.id);
    }
  }
}

/** Surnames and titles are shared, a rule tells names apart, and topics hold other names. */
function ownKey(entity: Entity, name: EntityName): string | null {
  if (name.kind === 'surname' || name.kind === 'title' || entity.type === 'topic') return null;
  if (name.near !== undefined || name.unless !== undefined) return null;
  return `${name.language} ${foldText(name.text).text}`;
}

function isSameName(name: EntityName, key: NameKey): boolean {
  return name.language === key.language && name.text === key.text.trim();
}

function withNames(entity: Entity, added: readonly EntityName[]): Entity {
  const names = [...entity.names];
  for (const name of added) {
    if (names.some((one) => isSameName(one, name)))
      throw conflict(`${entity.id}: it has the name "${name.text}" (${name.language}) already`);
    const label = names.find(({ kind, language }) => kind === 'label' && language === name.language);
    if (name.kind === 'label' && label !== undefined)
      throw conflict(
        `${entity.id}: "${label.text}" is its shown name in ${name.language}; rename that, or add "${name.text}" as an alias`,
      );
    names.push(name);
  }
  return { ...entity, names };
}

/** The first name of each language that has no label is one. */
function withLabels(names: readonly EntityName[]): EntityName[] {
  const labelled = new Set(names.filter(({ kind }) => kind === 'label').map(({ language }) => language));
  return names.map((name) => {
    if (labelled.has(name.language)) return name;
    labelled.add(name.language);
    return { ...name, kind: 'label' as const };
  });
}

/** null where it does not refer to `from`. */
function relinked(entity: Entity, from: string, to: string): Entity | null {
  const roles = entity.roles?.map((role) => (role.of === from ? { ...role, of: to } : role));
  const refers =
    entity.partOf === from || entity.actsFor === from || entity.roles?.some(({ of }) => of === from);
  if (refers !== true) return null;
  return {
    ...entity,
    ...(entity.partOf === from ? { partOf: to } : {}),
    ...(entity.actsFor === from ? { actsFor: to } : {}),
    ...(roles === undefined ? {} : { roles }),
  };
}

function checkType(id: string, type: string): void {
  if (!id.startsWith(`${type}:`)) throw invalid(`${id}: an id says the type of its entity, which is ${type}`);
}

function union(one: readonly string[] | undefined, other: readonly string[]): string[] {
  return [...new Set([...(one ?? []), ...other])];
}

function conflict(message: string): KhabarError {
  return new KhabarError('CONFLICT', message);
}

function invalid(message: string): KhabarError {
  return new KhabarError('INPUT_INVALID', message);
}
