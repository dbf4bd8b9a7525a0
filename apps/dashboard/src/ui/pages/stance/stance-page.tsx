import type { StanceMatrix, StanceTimeline, StatementList } from '@khabar/api/schemas';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { getJson } from '../../api-client.ts';
import { StanceChart } from '../../charts/stance-chart.tsx';
import { EntityPicker } from '../../parts/entity-picker.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { RangeChoice } from '../../parts/range-choice.tsx';
import { RangeNotice, RangeText } from '../../parts/range-notice.tsx';
import { StanceMatrixTable } from '../../parts/stance-matrix.tsx';
import { StatementRow } from '../../parts/statement-row.tsx';
import type { StanceSearch } from '../../search-params.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

const route = getRouteApi('/stance');

/** Stance over time, who to whom, and the statements behind both. */
export function StancePage(): ReactElement {
  const { t, language } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<StanceSearch>): void =>
    void navigate({ search: { ...search, ...next }, resetScroll: false });
  const { view: _view, net, bucket, ...filters } = search;
  const asked = { ...filters, ui: language };

  const timeline = useApi<StanceTimeline>('/stances/timeline', { ...filters, bucket, dup: 'all' });
  const matrix = useApi<StanceMatrix>('/stances/matrix', { ...filters });
  const statements = useInfiniteQuery({
    queryKey: ['/stances', asked],
    queryFn: ({ pageParam, signal }) =>
      getJson<StatementList>('/stances', { ...asked, size: 20, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
  });
  const first = statements.data?.pages[0];
  const items = statements.data?.pages.flatMap((page) => page.items) ?? [];
  const holder = timeline.data?.holder?.label;
  const target = timeline.data?.target?.label;

  return (
    <div className="page">
      <PageHead title={t('nav.stance')}>
        <RangeChoice value={filters.from} onChange={(from) => change({ from, to: undefined })} />
      </PageHead>
      <RangeNotice range={timeline.data?.range} />
      <div className="pickers">
        <EntityPicker
          label="stance.holder"
          value={search.holder}
          name={holder}
          onChange={(id) => change({ holder: id })}
        />
        <EntityPicker
          label="stance.target"
          value={search.target}
          name={target}
          onChange={(id) => change({ target: id })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={net === '1'}
            onChange={(event) => change({ net: event.target.checked ? '1' : undefined })}
          />
          {t('stance.net')}
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={search.dup === 'all'}
            onChange={(event) => change({ dup: event.target.checked ? 'all' : undefined })}
          />
          {t('stance.copies')}
        </label>
        <span className="muted">
          <RangeText range={timeline.data?.range} />
        </span>
      </div>
      <Loaded query={timeline}>
        {(stances) => (
          <StanceChart
            title={t('chart.stance.title', {
              holder: holder ?? t('stance.anyone'),
              target: target ?? t('stance.anyone'),
            })}
            timeline={stances}
            net={net === '1'}
            height={260}
            onOpen={(from, to) => change({ from, to, dup: 'all', view: 'statements' })}
          />
        )}
      </Loaded>
      <section className="panel" aria-labelledby="stance-matrix">
        <h2 id="stance-matrix">{t('overview.whoStandsHow')}</h2>
        <Loaded query={matrix}>
          {(cells) => (
            <StanceMatrixTable
              matrix={cells}
              holders={20}
              targets={10}
              label={t('matrix.table')}
              range={{ from: filters.from, to: filters.to, dup: filters.dup }}
            />
          )}
        </Loaded>
      </section>
      <section aria-labelledby="stance-statements">
        <h2 id="stance-statements">
          {first === undefined ? t('stance.statements') : t('stance.statementCount', { count: first.total })}
        </h2>
        {statements.isError ? (
          <Failure error={statements.error} onRetry={() => void statements.refetch()} />
        ) : null}
        {statements.isLoading ? <Skeleton lines={8} /> : null}
        {first?.total === 0 ? <p className="muted">{t('stance.noStatements')}</p> : null}
        <ol className="statements">
          {items.map((statement) => (
            <StatementRow key={`${statement.articleId}-${statement.id}`} statement={statement} />
          ))}
        </ol>
        {statements.hasNextPage ? (
          <p className="more">
            <button
              type="button"
              disabled={statements.isFetchingNextPage}
              onClick={() => void statements.fetchNextPage()}
            >
              {t('search.loadMore')}
            </button>
          </p>
        ) : null}
      </section>
    </div>
  );
}
