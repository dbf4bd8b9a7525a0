import type { CorrectionList, CorrectionView } from '@khabar/api/schemas';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { getJson } from '../../api-client.ts';
import { CorrectionText } from '../../parts/correction-text.tsx';
import { LastCorrectionLine } from '../../parts/last-correction.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { useCorrections, type Corrections } from '../../use-corrections.ts';

const route = getRouteApi('/corrections');

/** What people said against the tagger, newest first, each with the way back. */
export function CorrectionsPage(): ReactElement {
  const { t, language } = useText();
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const corrections = useCorrections();
  const list = useInfiniteQuery({
    queryKey: ['/corrections', state, language],
    queryFn: ({ pageParam, signal }) =>
      getJson<CorrectionList>('/corrections', { state, size: 20, cursor: pageParam, ui: language }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page">
      <PageHead title={t('correction.list')}>
        <Link to="/retag">{t('retag.title')}</Link>
      </PageHead>
      <p>{t('correction.intro')}</p>
      <p className="actions">
        <label className="check">
          <input
            type="checkbox"
            checked={state === 'counting'}
            onChange={(event) =>
              void navigate({ search: { state: event.target.checked ? 'counting' : undefined } })
            }
          />
          {t('correction.onlyCounting')}
        </label>
        <a href="/api/v1/corrections.jsonl" download>
          {t('correction.export')}
        </a>
      </p>
      {list.isError ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isLoading ? <Skeleton lines={6} /> : null}
      {list.data !== undefined && items.length === 0 ? (
        <p className="muted">{t('correction.nobody')}</p>
      ) : null}
      <ol className="statements">
        {items.map((correction) => (
          <CorrectionRow key={correction.id} correction={correction} corrections={corrections} />
        ))}
      </ol>
      {list.hasNextPage ? (
        <p className="more">
          <button type="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('search.loadMore')}
          </button>
        </p>
      ) : null}
      <LastCorrectionLine corrections={corrections} />
    </div>
  );
}

function CorrectionRow(props: {
  readonly correction: CorrectionView;
  readonly corrections: Corrections;
}): ReactElement {
  const { t, time } = useText();
  const { correction } = props;
  const { article } = correction;
  return (
    <li className="statement" data-item>
      <p className="correction">
        <CorrectionText correction={correction} />
      </p>
      <p {...textAttributes(article.language, article.direction)}>
        <Link to="/articles/$id" params={{ id: correction.articleId }}>
          {withoutDirectionControls(article.title)}
        </Link>
      </p>
      <p className="meta">
        <span>{t('correction.by', { name: correction.byName, date: time(correction.at) })}</span>
        <span className="tag">{t(`correction.state.${correction.state}`)}</span>
        {correction.note === '' ? null : <bdi>{correction.note}</bdi>}
        {correction.state === 'undone' ? null : (
          <button type="button" className="link" onClick={() => void props.corrections.undo(correction.id)}>
            {t('correction.undo')}
          </button>
        )}
      </p>
    </li>
  );
}
