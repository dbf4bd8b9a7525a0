import type { ArticleRow } from '@khabar/store';
import { creditedAgency } from '@khabar/story';

import type { StoryView } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import type { References } from './references.ts';

/** Articles listed of a story; the counts are of all. */
const MOST_REPORTS = 500;

type Report = StoryView['reports'][number];

/** The story of an article, across outlets and languages, with the way in which its texts were copied; null: there is no such article. */
export async function storyView(
  id: string,
  deps: { services: ApiServices; references: References },
): Promise<StoryView | null> {
  const { store } = deps.services;
  const ids = await store.events.beside(id, MOST_REPORTS);
  if (ids.length === 0) return null;
  const rows = new Map((await store.articles.getMany(ids)).map((row) => [row.id, row]));
  const reports = reportsOf(
    ids.flatMap((one) => rows.get(one) ?? []),
    deps.references,
  );
  const originals = reports.filter(({ role, credits }) => role !== 'copy' && credits === null).length;
  return { id, counts: { ...(await store.events.counts(id)), originals }, reports };
}

/** Rows in the order in which they appeared; the first of each text is what the others copy. */
function reportsOf(rows: readonly ArticleRow[], references: References): Report[] {
  const firstOfText = new Map<string, string>();
  return rows.map((row, place) => {
    const copyOf = firstOfText.get(row.story_id) ?? null;
    if (copyOf === null) firstOfText.set(row.story_id, row.id);
    const credits = creditedAgency(row.text);
    return {
      id: row.id,
      title: row.title,
      source: references.outlet(row.outlet_id),
      language: row.language,
      direction: references.direction(row.language),
      publishedAt: row.published_at,
      firstSeenAt: row.first_seen_at,
      role: roleOf({ isFirst: place === 0, isCopy: copyOf !== null, isCredited: credits !== null }),
      copyOf,
      credits,
    };
  });
}

function roleOf(found: { isFirst: boolean; isCopy: boolean; isCredited: boolean }): Report['role'] {
  if (found.isFirst) return 'first';
  if (found.isCopy) return 'copy';
  return found.isCredited ? 'rewrite' : 'original';
}
