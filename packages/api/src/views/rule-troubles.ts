import type { AlertRuleTrouble } from '@khabar/article';
import { parseQuery, type QueryNode } from '@khabar/query';
import type { AlertRuleRow } from '@khabar/store';

import type { ApiServices } from '../services.ts';

/** What a rule's query speaks of that is there no more. The rule stays as it is: a person decides. */
export function ruleTroubles(
  rule: Pick<AlertRuleRow, 'query' | 'channels'>,
  known: {
    readonly registry: Pick<ApiServices['registry'], 'byId' | 'entities'>;
    readonly findSaved: (name: string) => string | undefined;
    readonly channels: ReadonlySet<string>;
  },
): AlertRuleTrouble[] {
  const { registry } = known;
  return [
    ...leaves(parseQuery(rule.query).ast).flatMap((node): AlertRuleTrouble[] => {
      if (node.type === 'saved')
        return known.findSaved(node.name) === undefined ? [{ code: 'search-gone', what: node.name }] : [];
      if (node.type !== 'entity' || !/^[a-z]+:[a-z0-9-]+$/.test(node.name)) return [];
      const current = registry.byId(node.name)?.id;
      const isThere = current !== undefined && registry.entities.some(({ id }) => id === current);
      return isThere || node.name.startsWith('topic:') ? [] : [{ code: 'entity-gone', what: node.name }];
    }),
    ...rule.channels
      .filter((id) => !known.channels.has(id))
      .map((id): AlertRuleTrouble => ({ code: 'channel-gone', what: id })),
  ];
}

function leaves(node: QueryNode): QueryNode[] {
  if (node.type === 'and' || node.type === 'or') return node.items.flatMap(leaves);
  if (node.type === 'not' || node.type === 'boost') return leaves(node.item);
  return [node];
}
