import { highlightsOf, type QueryNode } from '@khabar/query';
import { z } from 'zod';

import { compileQuery, exactCandidates, type CompileContext, type Condition } from './compile-query.ts';
import { isOneWord, standsIn } from './exact-word.ts';
import type { Ask } from './matching.ts';

// A server refuses queries nested deeper than 30; each of our levels may be two of its.
const MOST_LEVELS = 9;
const PAGE = 10_000;
const TEXTS_AT_ONCE = 500;
const Place = z.tuple([z.string()]);
const Texts = z.object({ title: z.string(), text: z.string() });

async function readAll(
  condition: Condition,
  ask: Ask,
  page: { size: number; source: string[] | false },
): Promise<{ id: string; source: unknown }[]> {
  const found: { id: string; source: unknown }[] = [];
  let after: string | null = null;
  for (;;) {
    const { answer } = await ask({
      size: page.size,
      query: { bool: { filter: [condition] } },
      sort: [{ id: 'asc' }],
      track_total_hits: false,
      _source: page.source,
      ...(after === null ? {} : { search_after: [after] }),
    });
    const { hits } = answer.hits;
    found.push(
      ...hits.map(({ sort, _source }) => ({ id: Place.parse(sort?.slice(0, 1))[0], source: _source })),
    );
    if (hits.length < page.size) return found;
    after = found.at(-1)?.id ?? null;
  }
}

function holdsExactly(
  node: Extract<QueryNode, { type: 'exact' }>,
  article: { title: string; text: string },
): boolean {
  const parts = [
    ...(node.scope === 'body' ? [] : [article.title]),
    ...(node.scope === 'title' ? [] : [article.text]),
  ];
  const stands = parts.map((part) => standsIn(node.text, part));
  if (stands.includes('surely')) return true;
  return stands.includes('perhaps') && highlightsOf(node, article).length > 0;
}

/** Ids of the articles that hold the very characters: the words stand side by side, the letters are read. */
async function readExact(node: Extract<QueryNode, { type: 'exact' }>, ask: Ask): Promise<string[]> {
  const candidates = await readAll(exactCandidates(node), ask, {
    size: TEXTS_AT_ONCE,
    source: ['title', 'text'],
  });
  return candidates.flatMap(({ id, source }) => (holdsExactly(node, Texts.parse(source)) ? [id] : []));
}

/**
 * Answers beforehand what one request cannot say: `exact` of several words, and what is nested deeper than a server reads.
 * Gives the ids by the part of the query.
 */
export async function resolveParts(
  query: QueryNode,
  context: Omit<CompileContext, 'resolved'>,
  ask: Ask,
): Promise<Map<QueryNode, readonly string[]>> {
  const resolved = new Map<QueryNode, readonly string[]>();
  const exact = new Map<string, readonly string[]>();
  /** Answers the parts of a node; gives how many levels of brackets it still has. */
  const visit = async (node: QueryNode): Promise<number> => {
    switch (node.type) {
      case 'and':
      case 'or': {
        let deepest = 0;
        for (const item of node.items) deepest = Math.max(deepest, await visit(item));
        return bounded(node, deepest + 1);
      }
      case 'not':
        return bounded(node, (await visit(node.item)) + 1);
      case 'boost':
        return visit(node.item);
      case 'exact': {
        if (isOneWord(node.text)) return 0;
        const key = `${node.scope} ${node.text}`;
        const ids = exact.get(key) ?? (await readExact(node, ask));
        exact.set(key, ids);
        resolved.set(node, ids);
        return 0;
      }
      case 'all':
      case 'term':
      case 'phrase':
      case 'wildcard':
      case 'fuzzy':
      case 'author':
      case 'url':
      case 'keyword':
      case 'entity':
      case 'stance':
      case 'published':
      case 'score':
      case 'saved':
        return 0;
    }
  };
  const bounded = async (node: QueryNode, levels: number): Promise<number> => {
    if (levels < MOST_LEVELS) return levels;
    const matching = await readAll(compileQuery(node, { ...context, resolved }), ask, {
      size: PAGE,
      source: false,
    });
    resolved.set(
      node,
      matching.map(({ id }) => id),
    );
    return 0;
  };
  await visit(query);
  return resolved;
}
