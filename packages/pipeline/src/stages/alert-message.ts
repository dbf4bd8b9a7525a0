import { createHash } from 'node:crypto';

import { type AlertMessage, MAX_ARTICLES, type MessageArticle } from '@khabar/alert';
import type { DeliveryRow } from '@khabar/store';
import { sentences } from '@khabar/text';

import type { PipelineParts } from '../pipeline-parts.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What a delivery says, before a channel gives it its form. */
export async function alertMessage(
  delivery: DeliveryRow,
  rule: {
    readonly id: string;
    readonly name: string;
    readonly query: string;
    readonly timing?: { readonly cap: number } | null;
  },
  parts: PipelineParts,
): Promise<AlertMessage> {
  const { store } = parts;
  const shown = delivery.article_ids.slice(0, Math.min(rule.timing?.cap ?? MAX_ARTICLES, MAX_ARTICLES));
  const articles = await store.articles.getMany(shown);
  const stances = await store.tags.stances(shown);
  const ledger = await store.db
    .selectFrom('alerts')
    .select(['article_id', 'matched'])
    .where('rule_id', '=', rule.id)
    .where('article_id', 'in', shown.length === 0 ? [''] : shown)
    .execute();
  const matched = new Map(ledger.map((row) => [row.article_id, row.matched]));
  const base = parts.publicUrl();
  const days = await daysOf(delivery.article_ids, parts);
  const range = days === null ? '' : `&from=${days.from}&to=${days.to}`;
  return {
    id: delivery.id,
    identity: identityOf(rule.id, delivery.article_ids),
    at: new Date(delivery.created_at),
    alert: {
      id: rule.id,
      name: rule.name,
      url: `${base}/search?q=${encodeURIComponent(rule.query)}${range}`,
    },
    editUrl: `${base}/alerts?rule=${encodeURIComponent(rule.id)}`,
    count: delivery.article_ids.length,
    articles: articles.map((article): MessageArticle => {
      const spans = matched.get(article.id) ?? [];
      return {
        id: article.id,
        url: `${base}/articles/${article.id}`,
        originalUrl: article.url,
        host: URL.parse(article.url)?.host ?? article.outlet_id,
        title: article.title,
        lang: article.language,
        source: article.outlet_id,
        publishedAt: article.published_at,
        matched: spans.map(({ field, text }) => ({ field, text })),
        sentence: sentenceAt(article.text, spans.find(({ field }) => field === 'text')?.start),
        stance: (stances.get(article.id) ?? []).map(({ holder, target, label, evidence }) => ({
          holder,
          target,
          label,
          evidence: evidence.text,
        })),
      };
    }),
  };
}

/** Same rule, same articles: same identity, in whatever order they came. */
export function identityOf(ruleId: string, articleIds: readonly string[]): string {
  return createHash('sha256')
    .update([ruleId, ...articleIds.toSorted()].join('\n'))
    .digest('hex')
    .slice(0, 40);
}

function sentenceAt(text: string, offset: number | undefined): string {
  if (offset === undefined) return '';
  const found = sentences(text).find(({ start, end }) => start <= offset && offset < end);
  return found === undefined ? '' : text.slice(found.start, found.end).trim();
}

/** First and last day (UTC) of the articles, so that a link shows the same tomorrow. */
async function daysOf(
  articleIds: readonly string[],
  parts: PipelineParts,
): Promise<{ from: string; to: string } | null> {
  if (articleIds.length === 0) return null;
  const rows = await parts.store.db
    .selectFrom('articles')
    .select(({ fn }) => [
      fn.min(fn.coalesce('published_at', 'first_seen_at')).as('first'),
      fn.max(fn.coalesce('published_at', 'first_seen_at')).as('last'),
    ])
    .where('id', 'in', [...articleIds])
    .execute();
  const { first, last } = rows[0] ?? {};
  if (typeof first !== 'string' || typeof last !== 'string') return null;
  return { from: first.slice(0, 10), to: new Date(Date.parse(last) + DAY_MS).toISOString().slice(0, 10) };
}
