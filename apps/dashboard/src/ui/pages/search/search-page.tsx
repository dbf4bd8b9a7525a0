import type { ArticleList, Facets, Timeline } from '@khabar/api/schemas';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { getJson } from '../../api-client.ts';
import { AttentionChart } from '../../charts/attention-chart.tsx';
import { ArticleCard } from '../../parts/article-card.tsx';
import { Hints } from '../../parts/hints.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { RangeNotice, RangeText } from '../../parts/range-notice.tsx';
import { stringifySearch, type SearchPageSearch } from '../../search-params.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { CoveragePanel } from './coverage-panel.tsx';
import { ActiveFilters, FACET_FIELDS, Filters } from './filters.tsx';
import { NewArticles } from './new-articles.tsx';
import { QueryBox } from './query-box.tsx';
import { ResultTools } from './result-tools.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { Understood } from './understood.tsx';
import { ZeroResults } from './zero-results.tsx';

const route = getRouteApi('/search');

/** Search: the query, what it was understood as, filters, attention, results. */
export function SearchPage(): ReactElement {
  const { t, language } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [saving, setSaving] = useState(false);
  const change = (next: Partial<SearchPageSearch>): void =>
    void navigate({ search: { ...search, ...next }, resetScroll: false });

  const { scale, bucket, size, sort: _sort, ...filters } = search;
  const sort = search.sort ?? (search.q === undefined ? 'new' : 'rel');
  const asked = { ...filters, sort, size: size ?? '20', ui: language };
  const results = useInfiniteQuery({
    queryKey: ['/articles', asked],
    queryFn: ({ pageParam, signal }) =>
      getJson<ArticleList>('/articles', { ...asked, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
  });
  const facets = useApi<Facets>('/facets', { ...filters, fields: FACET_FIELDS, limit: 100 });
  const timeline = useApi<Timeline>('/timeline', { ...filters, bucket });
  const list = results.data?.pages[0];
  const items = results.data?.pages.flatMap((page) => page.items) ?? [];
  const address = stringifySearch({ ...filters, sort });

  return (
    <div className="page">
      <PageHead
        title={search.q === undefined ? t('nav.search') : t('search.titled', { query: search.q })}
        hidden
      />
      <QueryBox
        query={search.q ?? ''}
        onSearch={(q) => change({ q: q === '' ? undefined : q, sort: undefined })}
        onSave={() => setSaving(true)}
      />
      {list === undefined ? null : (
        <>
          <Understood chips={list.understood} filters={{ ...filters, q: undefined }} />
          <Hints hints={list.hints} query={search.q ?? ''} onRepair={(q) => change({ q })} />
        </>
      )}
      <RangeNotice range={list?.range} />
      <p className="summary" role="status">
        {list === undefined ? t('state.loading') : <Totals list={list} folded={search.dup !== 'all'} />}
      </p>
      <div className="search-columns">
        <details className="filters-fold" open={window.matchMedia('(min-width: 820px)').matches}>
          <summary>{t('filter.title')}</summary>
          <Filters facets={facets.data} search={search} onChange={change} />
        </details>
        <div className="results" aria-busy={results.isFetching}>
          <Loaded query={timeline}>
            {(attention) => (
              <AttentionChart
                title={t('chart.attention.title')}
                timeline={attention}
                scale={scale}
                onScale={(next) => change({ scale: next })}
                onRange={(from, to) => change({ from, to })}
                onClear={() => change({ from: undefined, to: undefined })}
                controls={<BucketChoice value={bucket} onChange={(next) => change({ bucket: next })} />}
              />
            )}
          </Loaded>
          <CoveragePanel search={{ ...filters, source: undefined }} />
          <ActiveFilters facets={facets.data} search={search} onChange={change} />
          <ResultTools
            search={search}
            sort={sort}
            range={list?.range}
            onChange={change}
            onSave={() => setSaving(true)}
          />
          <NewArticles total={list?.totalArticles} filters={filters} onLoad={() => void results.refetch()} />
          {results.isError ? <Failure error={results.error} onRetry={() => void results.refetch()} /> : null}
          {results.isLoading ? <Skeleton lines={12} /> : null}
          {list?.total === 0 ? (
            <ZeroResults list={list} search={search} onSave={() => setSaving(true)} />
          ) : null}
          <div className={results.isPlaceholderData ? 'dimmed' : ''}>
            {items.map((article) => (
              <ArticleCard key={article.id} article={article} query={search.q} search={address} />
            ))}
          </div>
          {list === undefined || list.total === 0 ? null : (
            <p className="more">
              {results.hasNextPage ? (
                <button
                  type="button"
                  disabled={results.isFetchingNextPage}
                  onClick={() => void results.fetchNextPage()}
                >
                  {t('search.loadMore')}
                </button>
              ) : null}
              <span className="muted">{t('search.showing', { shown: items.length, total: list.total })}</span>
            </p>
          )}
        </div>
      </div>
      {saving ? <SaveDialog search={search} onClose={() => setSaving(false)} /> : null}
    </div>
  );
}

function Totals(props: { readonly list: ArticleList; readonly folded: boolean }): ReactElement {
  const { t } = useText();
  const { list } = props;
  return (
    <>
      {props.folded ? `${t('overview.stories', { count: list.total })} · ` : ''}
      {t('overview.articles', { count: list.totalArticles })} ·{' '}
      {t('search.sources', { count: list.totalSources })} · <RangeText range={list.range} /> ·{' '}
      {t('search.took', { ms: Math.round(list.tookMs) })}
    </>
  );
}

const BUCKETS = ['hour', 'day', 'week', 'month', 'year'] as const;

function BucketChoice(props: {
  readonly value: SearchPageSearch['bucket'];
  readonly onChange: (bucket: SearchPageSearch['bucket']) => void;
}): ReactElement {
  const { t } = useText();
  return (
    <label className="field inline">
      <span className="hidden">{t('bucket.label')}</span>
      <select
        value={props.value ?? 'auto'}
        onChange={(event) => props.onChange(BUCKETS.find((bucket) => bucket === event.target.value))}
      >
        <option value="auto">{t('bucket.auto')}</option>
        {BUCKETS.map((bucket) => (
          <option key={bucket} value={bucket}>
            {t(`bucket.${bucket}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
