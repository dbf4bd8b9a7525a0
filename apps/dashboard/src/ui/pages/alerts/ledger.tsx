import type { AlertList } from '@khabar/api/schemas';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { getJson, sendJson } from '../../api-client.ts';
import { ArticleTime } from '../../parts/article-card.tsx';
import { MarkedText } from '../../parts/marked-text.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

/** Everything alerts found, newest first, each with the sentence that matched. */
export function Ledger(props: { readonly rule: string | undefined }): ReactElement {
  const { t, language, time } = useText();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const asked = { rule: props.rule, ui: language };
  const list = useInfiniteQuery({
    queryKey: ['/alerts', asked],
    queryFn: ({ pageParam, signal }) =>
      getJson<AlertList>('/alerts', { ...asked, size: 30, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  });
  const mute = async (ruleId: string, alias: string): Promise<void> => {
    setError(null);
    try {
      await sendJson<unknown>('PATCH', `/alert-rules/${encodeURIComponent(ruleId)}`, { mute: alias });
      await queries.invalidateQueries();
    } catch (cause) {
      setError(cause);
    }
  };
  const first = list.data?.pages[0];
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="alerts-ledger">
      <h2 id="alerts-ledger">
        {first === undefined ? t('alerts.ledger') : t('alerts.matches', { count: first.total })}
      </h2>
      {props.rule === undefined ? null : (
        <p>
          <Link to="/alerts" search={{ tab: 'ledger' }}>
            {t('alerts.allRules')}
          </Link>
        </p>
      )}
      {list.isError ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {error === null ? null : <Failure error={error} />}
      {list.isLoading ? <Skeleton lines={8} /> : null}
      {first?.total === 0 ? <p className="muted">{t('alerts.nothingYet')}</p> : null}
      {items.map(({ ruleId, ruleName, at, article, matched, decision, why }) => {
        const own = textAttributes(article.language, article.direction);
        return (
          <article key={`${ruleId}-${article.id}`} className="card" data-item>
            <h3 {...own}>
              <Link to="/articles/$id" params={{ id: article.id }}>
                <MarkedText marked={article.title} />
              </Link>
            </h3>
            <p className="snippet" {...own}>
              <MarkedText marked={matched} />
            </p>
            <p className="meta">
              <Link to="/alerts" search={{ tab: 'ledger', rule: ruleId }}>
                <bdi>{ruleName}</bdi>
              </Link>
              <bdi>{article.source.name}</bdi>
              <ArticleTime publishedAt={article.publishedAt} firstSeenAt={article.firstSeenAt} />
              <span className="muted">{t('alerts.at', { time: time(at) })}</span>
              <span className="tag">{t(`alerts.decision.${decision}`)}</span>
            </p>
            {why.length === 0 ? null : (
              <details>
                <summary>{t('alerts.why')}</summary>
                <ul>
                  {why.map(({ clause, words }) => (
                    <li key={`${clause ?? ''} ${words}`}>
                      <bdi className="code">{clause ?? words}</bdi> · <bdi {...own}>{words}</bdi>{' '}
                      <button type="button" className="link" onClick={() => void mute(ruleId, words)}>
                        {t('alerts.mute', { alias: words })}
                      </button>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </article>
        );
      })}
      {list.hasNextPage ? (
        <p className="more">
          <button type="button" onClick={() => void list.fetchNextPage()}>
            {t('search.loadMore')}
          </button>
        </p>
      ) : null}
    </section>
  );
}
