import type { Overview, StanceMatrix, StanceShifts, StanceTimeline, Timeline } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactElement } from 'react';

import { AttentionChart } from '../../charts/attention-chart.tsx';
import { StanceChart } from '../../charts/stance-chart.tsx';
import { ArticleCard } from '../../parts/article-card.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { RangeChoice } from '../../parts/range-choice.tsx';
import { RangeNotice, RangeText } from '../../parts/range-notice.tsx';
import { StanceMatrixTable } from '../../parts/stance-matrix.tsx';
import type { CoverageSearch, OverviewSearch } from '../../search-params.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { EmptyInstallation } from './empty-installation.tsx';
import { PairChoice } from './pair-choice.tsx';
import { ShiftList } from './shift-list.tsx';
import { CollectionPanel, RisingPanel, SavedPanel } from './side-panels.tsx';

const route = getRouteApi('/');

/** What happened, who is for and against whom, and when that changed. */
export function OverviewPage(): ReactElement {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<OverviewSearch>): void =>
    void navigate({ search: { ...search, ...next }, resetScroll: false });
  const from = search.range;
  const overview = useApi<Overview>(
    '/overview',
    { from },
    { refetchMs: (answer) => (answer !== undefined && isEmpty(answer) ? 3_000 : false) },
  );
  useFirstArticles(overview.data);
  const first = overview.data?.pairs[0];
  const holder = search.holder ?? first?.holder.id;
  const target = search.target ?? first?.target.id;
  const paired = holder !== undefined && target !== undefined;
  const about = namingBoth(holder, target);

  const matrix = useApi<StanceMatrix>('/stances/matrix', { from });
  const shifts = useApi<StanceShifts>('/stances/shifts', { from });
  const stance = useApi<StanceTimeline>(paired ? '/stances/timeline' : null, {
    from,
    holder,
    target,
    dup: 'all',
  });
  const attention = useApi<Timeline>(overview.data === undefined ? null : '/timeline', { from, ...about });

  if (overview.isError)
    return (
      <div className="page">
        <Failure error={overview.error} onRetry={() => void overview.refetch()} />
      </div>
    );
  if (overview.data === undefined)
    return (
      <div className="page">
        <Skeleton lines={10} />
      </div>
    );
  const { data } = overview;
  const names = pairNames(data, matrix.data, { holder, target });
  const range = { from: data.range.defaulted ? undefined : from };

  return (
    <div className="page">
      <PageHead title={t('nav.overview')}>
        <RangeChoice value={from} onChange={(next) => change({ range: next })} />
      </PageHead>
      {isEmpty(data) ? <EmptyInstallation /> : null}
      <RangeNotice range={data.range} />
      <p className="lead">
        <Link to="/search" search={{ from }}>
          {t('overview.stories', { count: data.stories })}
        </Link>
        {' · '}
        <Link to="/search" search={{ from, dup: 'all' }}>
          {t('overview.articles', { count: data.articles })}
        </Link>
        {' · '}
        <RangeText range={data.range} />
      </p>

      <section className="panel" aria-labelledby="overview-matrix">
        <div className="panel-head">
          <h2 id="overview-matrix">{t('overview.whoStandsHow')}</h2>
          <Link to="/stance" search={range}>
            {t('overview.allStances')}
          </Link>
        </div>
        <p className="muted">{t('overview.matrixHow')}</p>
        <Loaded query={matrix}>
          {(cells) => (
            <StanceMatrixTable
              matrix={cells}
              holders={8}
              targets={6}
              label={t('matrix.table')}
              range={range}
            />
          )}
        </Loaded>
      </section>

      <ShiftList query={shifts} />

      {paired ? (
        <>
          <PairChoice pairs={data.pairs} holder={holder} target={target} onChange={(pair) => change(pair)} />
          <div className="columns">
            <Loaded query={stance}>
              {(timeline) => (
                <StanceChart
                  title={t('chart.stance.title', names)}
                  timeline={timeline}
                  net
                  onOpen={(begin, end) =>
                    void navigate({
                      to: '/stance',
                      search: { holder, target, from: begin, to: end, view: 'statements' },
                    })
                  }
                />
              )}
            </Loaded>
            <Loaded query={attention}>
              {(timeline) => (
                <AttentionChart
                  title={t('chart.attention.pair', names)}
                  timeline={timeline}
                  scale={search.scale}
                  onScale={(scale) => change({ scale })}
                  onRange={(begin, end) =>
                    void navigate({ to: '/search', search: { ...about, from: begin, to: end } })
                  }
                />
              )}
            </Loaded>
          </div>
        </>
      ) : null}

      <div className="columns uneven">
        <section aria-labelledby="overview-latest">
          <div className="section-head">
            <h2 id="overview-latest">{t('overview.latest')}</h2>
            <Link to="/search" search={{ from }}>
              {t('overview.allStories')}
            </Link>
          </div>
          {data.latest.length === 0 ? <p className="muted">{t('overview.noStories')}</p> : null}
          {data.latest.slice(0, 6).map((article) => (
            <ArticleCard key={article.id} article={article} brief />
          ))}
        </section>
        <div className="stack">
          <RisingPanel rising={data.rising} />
          <SavedPanel searches={data.searches} />
          <CollectionPanel overview={data} />
        </div>
      </div>
    </div>
  );
}

/** Nothing on any date, not only none in the range. */
function isEmpty(overview: Overview): boolean {
  return overview.range.data === null && overview.articles === 0;
}

/** The other questions of the page were answered from nothing too, so they are asked again once there is something. */
function useFirstArticles(overview: Overview | undefined): void {
  const queries = useQueryClient();
  const wasEmpty = useRef(false);
  useEffect(() => {
    if (overview === undefined) return;
    const first = wasEmpty.current && !isEmpty(overview);
    wasEmpty.current = isEmpty(overview);
    if (first) void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== '/overview' });
  }, [overview, queries]);
}

/** The search for stories that name both; a topic is a filter of its own, and `author` and `critics` have no name in a text. */
function namingBoth(holder: string | undefined, target: string | undefined): CoverageSearch {
  const ids = [holder, target].filter((id) => id !== undefined).filter((id) => id.includes(':'));
  const names = ids.filter((id) => !id.startsWith('topic:')).map((id) => `entity:${id}`);
  const topics = ids.filter((id) => id.startsWith('topic:'));
  return { q: names.join(' ') || undefined, topic: topics.join(',') || undefined };
}

function pairNames(
  overview: Overview,
  matrix: StanceMatrix | undefined,
  pair: { readonly holder: string | undefined; readonly target: string | undefined },
): { holder: string; target: string } {
  const known = new Map(
    [...overview.pairs, ...(matrix?.cells ?? [])].flatMap(({ holder, target }) => [
      [holder.id, holder.label] as const,
      [target.id, target.label] as const,
    ]),
  );
  const name = (id: string | undefined): string => known.get(id ?? '') ?? id ?? '';
  return { holder: name(pair.holder), target: name(pair.target) };
}
