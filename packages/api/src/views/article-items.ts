import type { SearchHit } from '@khabar/search';
import type { ArticleRow, Store } from '@khabar/store';
import { sql } from 'kysely';

import type { ArticleItem, StanceView } from '../schemas.ts';
import type { References } from './references.ts';
import { snippetOf } from './snippet.ts';

const ENTITIES_SHOWN = 8;
const STANCES_SHOWN = 4;

/** Cards of the hits, in their order. A hit whose article was removed meanwhile is left out. */
export async function articleItems(
  hits: readonly Pick<SearchHit, 'id' | 'copies' | 'highlights'>[],
  store: Store,
  references: References,
): Promise<ArticleItem[]> {
  const ids = hits.map((hit) => hit.id);
  if (ids.length === 0) return [];
  const rows = new Map((await store.articles.getMany(ids)).map((row) => [row.id, row]));
  const entities = await topEntities(ids, store);
  const stances = await store.tags.stances(ids);
  return hits.flatMap((hit) => {
    const row = rows.get(hit.id);
    if (row === undefined) return [];
    return [
      {
        ...headOf(row, references),
        title: { text: row.title, marks: marksIn(hit, 'title') },
        snippet: snippetOf(row.text, marksIn(hit, 'text')),
        copies: hit.copies,
        entities: countsNow(entities.get(row.id) ?? [], references),
        stances: strongest(stances.get(row.id) ?? []).map((stance) => stanceView(stance, references)),
        topics: row.topics.map((topic) => references.entity(topic)),
      },
    ];
  });
}

/** An article tagged before a merge may hold both. */
function countsNow(
  counts: readonly { id: string; count: number }[],
  references: References,
): ArticleItem['entities'] {
  const now = new Map<string, ArticleItem['entities'][number]>();
  for (const { id, count } of counts) {
    const ref = references.entity(id);
    now.set(ref.id, { ...ref, count: count + (now.get(ref.id)?.count ?? 0) });
  }
  return [...now.values()].toSorted((one, other) => other.count - one.count);
}

export function stanceView(
  stance: Omit<StanceView, 'holderRef' | 'targetRef'>,
  references: References,
): StanceView {
  return {
    ...stance,
    holderRef: references.entity(stance.holder),
    targetRef: references.entity(stance.target),
  };
}

function headOf(row: ArticleRow, references: References) {
  return {
    id: row.id,
    storyId: row.story_id,
    url: row.url,
    source: references.outlet(row.outlet_id),
    language: row.language,
    direction: references.direction(row.language),
    publishedAt: row.published_at,
    publishedFrom: row.published_from,
    firstSeenAt: row.first_seen_at,
    wordCount: row.word_count,
    sample: row.sample,
  };
}

function marksIn(
  hit: Pick<SearchHit, 'highlights'>,
  field: 'title' | 'text',
): { start: number; end: number }[] {
  return hit.highlights.filter((mark) => mark.field === field).map(({ start, end }) => ({ start, end }));
}

function strongest<T extends { strength: number; confidence: number; label: string }>(
  stances: readonly T[],
): T[] {
  return stances
    .filter((stance) => stance.label !== 'neutral')
    .toSorted((one, other) => other.strength * other.confidence - one.strength * one.confidence)
    .slice(0, STANCES_SHOWN);
}

async function topEntities(
  ids: readonly string[],
  store: Store,
): Promise<Map<string, { id: string; count: number }[]>> {
  const { rows } = await sql<{ article_id: string; entity_id: string; n: number }>`
    select article_id, entity_id, count(*) as n from mentions where article_id = any(${[...ids]}::text[])
    group by article_id, entity_id order by article_id, n desc, entity_id`.execute(store.db);
  const top = new Map<string, { id: string; count: number }[]>();
  for (const row of rows) {
    const list = top.get(row.article_id) ?? [];
    if (list.length < ENTITIES_SHOWN) list.push({ id: row.entity_id, count: row.n });
    top.set(row.article_id, list);
  }
  return top;
}
