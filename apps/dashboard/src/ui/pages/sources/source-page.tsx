import type { FetchList, GapList, OutletView, Timeline } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { AttentionChart } from '../../charts/attention-chart.tsx';
import { usePageTitle } from '../../parts/page-head.tsx';
import { TableScroll } from '../../parts/table-scroll.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { kindName } from '../search/filters.tsx';
import { TroubleText } from './trouble-text.tsx';

const route = getRouteApi('/sources/$id');

/** One source: what it published, how the last fetches went, where it is looked at. */
export function SourcePage(): ReactElement {
  const text = useText();
  const { t, number, time, languageName, countryName } = text;
  const { id } = route.useParams();
  const navigate = useNavigate();
  const address = `/outlets/${encodeURIComponent(id)}`;
  const outletAnswer = useApi<OutletView>(address, {}, { keep: false });
  const fetches = useApi<FetchList>(`${address}/fetches`);
  const gaps = useApi<GapList>(`${address}/gaps`);
  const timeline = useApi<Timeline>('/timeline', { source: id, from: 'all', dup: 'all' });
  const outlet = outletAnswer.data;
  usePageTitle(outlet?.name ?? t('nav.sources'));
  const when = (instant: string | null): string => (instant === null ? '–' : time(instant));

  if (outletAnswer.isError) {
    return (
      <div className="page">
        <Failure error={outletAnswer.error} onRetry={() => void outletAnswer.refetch()} />
      </div>
    );
  }
  if (outlet === undefined) {
    return (
      <div className="page">
        <Skeleton lines={10} />
      </div>
    );
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          <bdi>{outlet.name}</bdi>{' '}
          <span className={`health ${outlet.status}`}>{t(`health.${outlet.status}`)}</span>
        </h1>
        <SourceActions address={address} isPaused={outlet.status === 'paused'} />
      </div>
      {outlet.code === null && outlet.reason === null ? null : (
        <div className="notice">
          <TroubleText outlet={outlet} />
        </div>
      )}
      <p className="meta">
        <span>{languageName(outlet.language)}</span>
        {outlet.country === null ? null : <span>{countryName(outlet.country)}</span>}
        <span>{kindName(outlet.kind, text)}</span>
        {outlet.homepage === null ? null : (
          <a href={outlet.homepage} rel="noreferrer noopener" target="_blank" dir="ltr">
            {outlet.homepage}
          </a>
        )}
        <Link to="/search" search={{ source: id, from: 'all', dup: 'all' }}>
          {t('overview.articles', { count: outlet.articles })}
        </Link>
      </p>
      {outlet.note === null ? null : <p dir="auto">{outlet.note}</p>}
      <Loaded query={timeline}>
        {(published) => (
          <AttentionChart
            gaps={gaps.data?.items ?? []}
            title={t('sources.published')}
            timeline={published}
            scale="count"
            onRange={(from, to) =>
              void navigate({ to: '/search', search: { source: id, from, to, dup: 'all' } })
            }
          />
        )}
      </Loaded>
      <div className="columns uneven">
        <section className="panel" aria-labelledby="source-fetches">
          <h2 id="source-fetches">{t('sources.fetches')}</h2>
          {fetches.data?.items.length === 0 ? <p className="muted">{t('sources.noFetches')}</p> : null}
          <TableScroll label={`${t('sources.fetches')}: ${t('chart.table')}`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('deliveries.time')}</th>
                  <th scope="col">{t('sources.what')}</th>
                  <th scope="col">{t('deliveries.result')}</th>
                  <th scope="col" className="number">
                    {t('metadata.bytes')}
                  </th>
                  <th scope="col" className="number">
                    {t('sources.ms')}
                  </th>
                  <th scope="col" className="number">
                    {t('sources.new')}
                  </th>
                  <th scope="col">{t('metadata.url')}</th>
                </tr>
              </thead>
              <tbody>
                {(fetches.data?.items ?? []).map((attempt) => (
                  <tr key={`${attempt.at}-${attempt.url}`}>
                    <td>
                      <bdi>{time(attempt.at)}</bdi>
                    </td>
                    <td>{t(`sources.what.${attempt.what}`)}</td>
                    <td>
                      <bdi>
                        {attempt.status === null ? '' : `${number(attempt.status)} `}
                        {attempt.outcome}
                      </bdi>
                      {attempt.reason === null ? null : (
                        <div className="muted" dir="auto">
                          {attempt.reason}
                        </div>
                      )}
                    </td>
                    <td className="number">{number(attempt.bytes)}</td>
                    <td className="number">{number(attempt.ms)}</td>
                    <td className="number">{attempt.found === null ? '–' : number(attempt.found)}</td>
                    <td className="code clip" dir="ltr" title={attempt.url}>
                      {attempt.url}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </section>
        <section className="panel" aria-labelledby="source-visits">
          <h2 id="source-visits">{t('sources.visits')}</h2>
          <dl className="metadata">
            {(
              [
                ['sources.lastTried', when(outlet.lastTriedAt)],
                ['sources.lastSuccess', when(outlet.lastSuccessAt)],
                ['sources.lastNew', when(outlet.lastNewAt)],
                ['sources.next', when(outlet.nextVisitAt)],
                ['sources.every', t('sources.minutes', { count: outlet.everyMinutes })],
              ] as const
            ).map(([label, value]) => (
              <div key={label}>
                <dt>{t(label)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <h3>{t('sources.channels')}</h3>
          <ul className="rows">
            {outlet.channels.map((channel) => (
              <li key={channel.url}>
                <span className="tag">{channel.kind}</span>
                <span className="code" dir="ltr">
                  {channel.url}
                </span>
                <ChannelTrouble channel={channel} />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

function ChannelTrouble(props: { readonly channel: OutletView['channels'][number] }): ReactElement | null {
  const { t } = useText();
  const { code, endedAt } = props.channel;
  if (endedAt != null) return <span className="muted">{t('trouble.channel.ended')}</span>;
  return code == null ? null : (
    <TroubleText outlet={{ code, values: { status: '–' }, since: null, reason: null }} />
  );
}

function SourceActions(props: { readonly address: string; readonly isPaused: boolean }): ReactElement {
  const { t } = useText();
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<'none' | 'inLine' | { readonly error: unknown }>('none');
  const send = async (method: 'POST' | 'PATCH', path: string, body?: unknown): Promise<void> => {
    try {
      await sendJson<unknown>(method, path, body);
      setOutcome(method === 'POST' ? 'inLine' : 'none');
      await queries.invalidateQueries();
    } catch (error) {
      setOutcome({ error });
    }
  };
  return (
    <div className="actions">
      <button type="button" onClick={() => void send('POST', `${props.address}/visit`)}>
        {t('sources.visit')}
      </button>
      <button type="button" onClick={() => void send('PATCH', props.address, { paused: !props.isPaused })}>
        {t(props.isPaused ? 'sources.resume' : 'sources.pause')}
      </button>
      <span role="status">{outcome === 'inLine' ? t('sources.inLine') : ''}</span>
      {typeof outcome === 'object' ? <Failure error={outcome.error} /> : null}
    </div>
  );
}
