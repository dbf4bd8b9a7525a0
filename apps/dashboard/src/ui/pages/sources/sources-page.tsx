import type { OutletList } from '@khabar/api/schemas';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { SparkLine } from '../../charts/spark-line.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { TableScroll } from '../../parts/table-scroll.tsx';
import type { SourcesSearch } from '../../search-params.ts';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { kindName } from '../search/filters.tsx';
import { AddSource } from './add-source.tsx';
import { TroubleText } from './trouble-text.tsx';

const route = getRouteApi('/sources');
export const HEALTH = ['ok', 'new', 'quiet', 'changed', 'failing', 'blocked', 'paused'] as const;

/** Every source and how its collection is doing, in words. */
export function SourcesPage(): ReactElement {
  const text = useText();
  const { t, number, relative, languageName, countryName } = text;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<SourcesSearch>): void =>
    void navigate({ search: { ...search, ...next }, replace: next.q !== undefined, resetScroll: false });
  const list = useApi<OutletList>('/outlets', { ...search });
  const now = new Date();
  const when = (instant: string | null): string => (instant === null ? '–' : relative(instant, now));

  return (
    <div className="page">
      <PageHead title={t('nav.sources')} />
      <div className="pickers">
        <label className="field">
          <span>{t('sources.find')}</span>
          <input
            type="search"
            dir="auto"
            data-search-box
            value={search.q ?? ''}
            onChange={(event) => change({ q: event.target.value === '' ? undefined : event.target.value })}
          />
        </label>
        <div className="segmented" role="group" aria-label={t('sources.status')}>
          {HEALTH.filter((status) => (list.data?.counts[status] ?? 0) > 0 || search.status === status).map(
            (status) => (
              <button
                key={status}
                type="button"
                aria-pressed={search.status === status}
                onClick={() => change({ status: search.status === status ? undefined : status })}
              >
                {t(`health.${status}`)} {number(list.data?.counts[status] ?? 0)}
              </button>
            ),
          )}
        </div>
      </div>
      {list.isError ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isLoading ? <Skeleton lines={12} /> : null}
      {list.data === undefined ? null : (
        <>
          <p className="muted" role="status">
            {t('search.sources', { count: list.data.total })}
          </p>
          <TableScroll label={`${t('nav.sources')}: ${t('chart.table')}`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('sources.name')}</th>
                  <th scope="col">{t('sources.status')}</th>
                  <th scope="col">{t('filter.language')}</th>
                  <th scope="col">{t('filter.country')}</th>
                  <th scope="col">{t('filter.kind')}</th>
                  <th scope="col" className="number">
                    {t('entities.articles')}
                  </th>
                  <th scope="col">{t('sources.perDay')}</th>
                  <th scope="col">{t('sources.lastNew')}</th>
                  <th scope="col">{t('sources.lastTried')}</th>
                  <th scope="col">{t('sources.next')}</th>
                </tr>
              </thead>
              <tbody>
                {list.data.items.map((outlet) => (
                  <tr key={outlet.id} data-item>
                    <th scope="row">
                      <Link to="/sources/$id" params={{ id: outlet.id }}>
                        <bdi>{outlet.name}</bdi>
                      </Link>
                    </th>
                    <td>
                      <span className={`health ${outlet.status}`}>{t(`health.${outlet.status}`)}</span>
                      <TroubleText outlet={outlet} />
                    </td>
                    <td>{languageName(outlet.language)}</td>
                    <td>{outlet.country === null ? '–' : countryName(outlet.country)}</td>
                    <td>{kindName(outlet.kind, text)}</td>
                    <td className="number">
                      <Link to="/search" search={{ source: outlet.id, from: 'all', dup: 'all' }}>
                        {number(outlet.articles)}
                      </Link>
                    </td>
                    <td>
                      <SparkLine
                        values={outlet.perDay}
                        label={t('sources.inLastDays', {
                          count: outlet.perDay.reduce((sum, day) => sum + day, 0),
                        })}
                      />
                    </td>
                    <td>{when(outlet.lastNewAt)}</td>
                    <td>{when(outlet.lastTriedAt)}</td>
                    <td>{when(outlet.nextVisitAt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </>
      )}
      <AddSource />
    </div>
  );
}
