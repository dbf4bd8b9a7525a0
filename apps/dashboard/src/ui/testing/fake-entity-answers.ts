import type { EntityList, EntityView } from '@khabar/api/schemas';

import { addedNames, type FakeRegistry, formerIds } from './fake-registry-answers.ts';
import { type Query, rangeOf, found, countBy } from './fake-search-answers.ts';
import { entityRef, pairs } from './fake-stance-answers.ts';
import { ARTICLES, ENTITIES, OUTLETS } from './fixture-coverage.ts';

export function entityList(query: Query): EntityList {
  const wanted = (query['name'] ?? '').toLowerCase();
  const items = Object.values(ENTITIES)
    .filter((entity) => Object.values(entity.names).some((name) => name.toLowerCase().includes(wanted)))
    .filter((entity) => (query['kind'] ?? entity.type) === entity.type)
    .map((entity) => ({
      id: entity.id,
      type: entity.type,
      label: entity.label,
      names: Object.entries(entity.names).map(([language, text]) => ({ language, text })),
      articles: found({ entity: entity.id }).length,
      mentions: found({ entity: entity.id }).length,
      trend: entity.type === 'person' ? 2.5 : null,
      role: entity.id === 'person:sergey-lavrov' ? 'foreign minister' : null,
    }));
  return { total: items.length, items, cursor: null, range: rangeOf(query) };
}

export function entityView(id: string, query: Query, registry: FakeRegistry): EntityView | null {
  const entity = Object.values(ENTITIES).find((candidate) => candidate.id === id);
  const ref = entityRef(id);
  if (entity === undefined || ref === null) return null;
  const articles = found({ ...query, entity: id });
  return {
    entity: {
      ...ref,
      names: [
        ...Object.entries(entity.names).map(([language, text]) => ({
          language,
          text,
          kind: 'label' as const,
          origin: 'data' as const,
        })),
        ...addedNames(id, registry).map((name) => ({ ...name, origin: 'analyst' as const })),
      ],
      former: formerIds(id, registry),
      retired: false,
      roles: [],
      wikidata: null,
      actsFor: null,
      partOf: null,
      note: null,
    },
    articles: articles.length,
    mentions: articles.length,
    range: rangeOf(query),
    coMentions: Object.values(ENTITIES)
      .filter((other) => other.id !== id)
      .map((other) => ({ id: other.id, type: other.type, label: other.label, articles: 2 })),
    languages: countBy(articles.map(({ language }) => language)).map(({ value, count }) => ({
      language: value,
      articles: count,
    })),
    sources: OUTLETS.map((outlet) => {
      const own = articles.filter(({ source }) => source.id === outlet.id);
      return {
        ...outlet,
        articles: own.length,
        collected: ARTICLES.filter(({ source }) => source.id === outlet.id).length,
        first: own.at(-1)?.publishedAt ?? null,
      };
    }),
    asHolder: pairs()
      .filter((cell) => cell.holder.id === id)
      .map(({ target, favor, against }) => ({ target, favor, against })),
    asTarget: pairs()
      .filter((cell) => cell.target.id === id)
      .map(({ holder, favor, against }) => ({ holder, favor, against })),
    spellings: Object.entries(entity.names).map(([language, surface]) => ({ language, surface, count: 1 })),
  };
}
