import type { Correction } from '@khabar/article';
import type { Store } from '@khabar/store';
import { sentences } from '@khabar/text';

/** A labelled sentence, as the gold of the tagger has them. */
export interface GoldLine {
  readonly id: string;
  readonly language: string;
  readonly text: string;
  readonly entities: readonly { readonly start: number; readonly end: number; readonly id: string }[];
  readonly stances: readonly {
    readonly holder: readonly string[];
    readonly target: readonly string[];
    readonly label: string;
  }[];
  readonly note: string;
}

/** The sentence of each correction with everything that stands in it now. A correction of a whole article has none. */
export async function goldLines(
  corrections: readonly Correction[],
  store: Pick<Store, 'articles' | 'tags'>,
): Promise<GoldLine[]> {
  const ids = Array.from(new Set(corrections.map(({ articleId }) => articleId)));
  const articles = new Map((await store.articles.getMany(ids)).map((row) => [row.id, row]));
  const mentions = await store.tags.mentions(ids);
  const stances = await store.tags.stances(ids);
  return corrections.flatMap(({ id, articleId, subject, note }) => {
    const article = articles.get(articleId);
    if (article === undefined || subject.about === 'article') return [];
    const { field } = subject;
    const words = article[field];
    const at =
      words.slice(subject.start, subject.end) === subject.text ? subject.start : words.indexOf(subject.text);
    if (at === -1) return [];
    const touched = sentences(words).filter(({ start, end }) => start < at + subject.text.length && end > at);
    const start = touched[0]?.start ?? at;
    const end = touched.at(-1)?.end ?? at + subject.text.length;
    const isInside = (one: { field: string; start: number; end: number }): boolean =>
      one.field === field && one.start >= start && one.end <= end;
    return [
      {
        id: `corrected-${id}`,
        language: article.language,
        text: words.slice(start, end),
        entities: (mentions.get(articleId) ?? []).filter(isInside).map((mention) => ({
          start: mention.start - start,
          end: mention.end - start,
          id: mention.entityId,
        })),
        stances: (stances.get(articleId) ?? [])
          .filter(({ evidence }) => isInside(evidence))
          .map(({ holder, target, label }) => ({ holder: [holder], target: [target], label })),
        note: note === '' ? `corrected: ${subject.about}` : note,
      },
    ];
  });
}
