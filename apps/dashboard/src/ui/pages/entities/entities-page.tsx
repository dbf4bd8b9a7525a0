import type { EntityList } from '@khabar/api/schemas';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { getJson } from '../../api-client.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { RangeNotice } from '../../parts/range-notice.tsx';
import { EntityName } from '../../parts/stance-label.tsx';
import { TableScroll } from '../../parts/table-scroll.tsx';
import type { EntitiesSearch } from '../../search-params.ts';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { entityTypeKey } from '../reader/mention-card.tsx';

const route = getRouteApi('/entities');
const TYPES = ['person', 'org', 'country', 'place', 'region', 'topic'] as const;

/** Who and what is written about, findable by any spelling in any script. */
export function EntitiesPage(): ReactElement {
  const { t, language, number, decimal } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<EntitiesSearch>): void =>
    void navigate({ search: { ...search, ...next }, replace: next.q !== undefined, resetScroll: false });
  const asked = { name: search.q, kind: search.type, sort: search.sort ?? 'mentions', ui: language };
  const list = useInfiniteQuery({
    queryKey: ['/entities', asked],
    queryFn: ({ pageParam, signal }) =>
      getJson<EntityList>('/entities', { ...asked, size: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
  });
  const first = list.data?.pages[0];
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <div className="page">
      <PageHead title={t('nav.entities')}>
        <Link to="/entities/proposals">{t('proposals.title')}</Link>
        <Link to="/entities/changes">{t('registry.allHistory')}</Link>
      </PageHead>
      <RangeNotice range={first?.range} />
      <div className="pickers">
        <label className="field">
          <span>{t('entities.find')}</span>
          <input
            type="search"
            dir="auto"
            data-search-box
            value={search.q ?? ''}
            onChange={(event) => change({ q: event.target.value === '' ? undefined : event.target.value })}
          />
        </label>
        <div className="segmented" role="group" aria-label={t('entities.type')}>
          {TYPES.map((type) => (
            <button
              key={type}
              type="button"
              aria-pressed={search.type === type}
              onClick={() => change({ type: search.type === type ? undefined : type })}
            >
              {t(`entityType.${type}`)}
            </button>
          ))}
        </div>
        <label className="field inline">
          <span>{t('sort.label')}</span>
          <select
            value={search.sort ?? 'mentions'}
            onChange={(event) =>
              change({ sort: (['trend', 'name'] as const).find((sort) => sort === event.target.value) })
            }
          >
            <option value="mentions">{t('entities.byMentions')}</option>
            <option value="trend">{t('entities.byTrend')}</option>
            <option value="name">{t('entities.byName')}</option>
          </select>
        </label>
      </div>
      {list.isError ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isLoading ? <Skeleton lines={12} /> : null}
      {first === undefined ? null : (
        <p className="muted" role="status">
          {t('entities.count', { count: first.total })}
        </p>
      )}
      {items.length === 0 ? null : (
        <TableScroll label={`${t('nav.entities')}: ${t('chart.table')}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('entities.name')}</th>
                <th scope="col">{t('entities.type')}</th>
                <th scope="col">{t('entities.otherNames')}</th>
                <th scope="col" className="number">
                  {t('entities.articles')}
                </th>
                <th scope="col" className="number">
                  {t('entities.mentions')}
                </th>
                <th scope="col" className="number">
                  {t('entities.trend')}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((entity) => (
                <tr key={entity.id} data-item>
                  <th scope="row">
                    <EntityName entity={entity} />
                    {entity.role === null ? null : (
                      <div className="muted" dir="auto">
                        {entity.role}
                      </div>
                    )}
                  </th>
                  <td>{t(`entityType.${entityTypeKey(entity.type)}`)}</td>
                  <td className="names">
                    {entity.names
                      .filter(({ text }) => text !== entity.label)
                      .slice(0, 5)
                      .map((name) => (
                        <bdi key={name.language} {...textAttributes(name.language)}>
                          {name.text}
                        </bdi>
                      ))}
                  </td>
                  <td className="number">{number(entity.articles)}</td>
                  <td className="number">{number(entity.mentions)}</td>
                  <td className="number">
                    {entity.trend === null ? '–' : <bdi>{decimal(entity.trend)}×</bdi>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {list.hasNextPage ? (
        <p className="more">
          <button type="button" onClick={() => void list.fetchNextPage()}>
            {t('search.loadMore')}
          </button>
        </p>
      ) : null}
    </div>
  );
}
