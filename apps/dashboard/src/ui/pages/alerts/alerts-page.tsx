import type { AlertRuleList, AlertRuleView, SavedSearchList } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { SparkLine } from '../../charts/spark-line.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { QueryText } from '../../parts/query-text.tsx';
import { TableScroll } from '../../parts/table-scroll.tsx';
import { coverageSearch } from '../../search-params.ts';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { Channels } from './channels.tsx';
import { Ledger } from './ledger.tsx';
import { RuleTiming } from './rule-timing.tsx';

const route = getRouteApi('/alerts');
const TABS = [
  ['rules', 'alerts.rules'],
  ['ledger', 'alerts.ledger'],
  ['channels', 'alerts.channels'],
] as const;

/** Saved searches, what they found, and where it goes. */
export function AlertsPage(): ReactElement {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="page">
      <PageHead title={t('nav.alerts')}>
        <div className="segmented" role="group" aria-label={t('entity.views')}>
          {TABS.map(([name, label]) => (
            <button
              key={name}
              type="button"
              aria-pressed={(search.tab ?? 'rules') === name}
              onClick={() => void navigate({ search: { tab: name === 'rules' ? undefined : name } })}
            >
              {t(label)}
            </button>
          ))}
        </div>
      </PageHead>
      {search.tab === undefined ? <RulesAndSearches /> : null}
      {search.tab === 'ledger' ? <Ledger rule={search.rule} /> : null}
      {search.tab === 'channels' ? <Channels /> : null}
    </div>
  );
}

function RulesAndSearches(): ReactElement {
  const { t, number, date } = useText();
  const rules = useApi<AlertRuleList>('/alert-rules');
  const searches = useApi<SavedSearchList>('/searches');
  const send = useSender();
  return (
    <>
      <section aria-labelledby="alerts-rules">
        <h2 id="alerts-rules">{t('alerts.rules')}</h2>
        {rules.isError ? <Failure error={rules.error} onRetry={() => void rules.refetch()} /> : null}
        {rules.isLoading ? <Skeleton lines={6} /> : null}
        {rules.data?.total === 0 ? (
          <p className="muted">
            {t('alerts.none')} <Link to="/search">{t('alerts.makeOne')}</Link>
          </p>
        ) : null}
        <div className="rules">
          {(rules.data?.items ?? []).map((rule) => (
            <RuleCard key={rule.id} rule={rule} onSend={send.run} />
          ))}
        </div>
        {send.error === null ? null : <Failure error={send.error} />}
      </section>
      <section className="panel" aria-labelledby="alerts-saved">
        <h2 id="alerts-saved">{t('saved.title')}</h2>
        {searches.isError ? <Failure error={searches.error} onRetry={() => void searches.refetch()} /> : null}
        {searches.data?.total === 0 ? <p className="muted">{t('saved.none')}</p> : null}
        {searches.data === undefined || searches.data.total === 0 ? null : (
          <TableScroll label={`${t('saved.title')}: ${t('chart.table')}`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('save.name')}</th>
                  <th scope="col">{t('saved.query')}</th>
                  <th scope="col" className="number">
                    {t('saved.newHead')}
                  </th>
                  <th scope="col" className="number">
                    {t('saved.total')}
                  </th>
                  <th scope="col">{t('saved.created')}</th>
                  <th scope="col">{t('saved.feeds')}</th>
                  <th scope="col">
                    <span className="hidden">{t('saved.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {searches.data.items.map((saved) => (
                  <tr key={saved.id} data-item>
                    <th scope="row">
                      <Link
                        to="/search"
                        search={{ ...coverageSearch(saved.params), q: saved.query, from: 'all' }}
                        onClick={() => send.run('POST', `/searches/${encodeURIComponent(saved.id)}/look`)}
                      >
                        <bdi>{saved.name}</bdi>
                      </Link>
                    </th>
                    <td>
                      <QueryText query={saved.query} />
                    </td>
                    <td className="number">{number(saved.newSinceLook)}</td>
                    <td className="number">{number(saved.total)}</td>
                    <td>
                      <bdi>{date(saved.createdAt)}</bdi>
                    </td>
                    <td>
                      <Feeds feeds={saved.feeds} />
                    </td>
                    <td>
                      <button
                        type="button"
                        className="link"
                        onClick={() => send.run('DELETE', `/searches/${encodeURIComponent(saved.id)}`)}
                      >
                        {t('saved.delete')}
                        <span className="hidden"> {saved.name}</span>
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
      </section>
    </>
  );
}

type Send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => void;

/** Sends a change, then asks for everything again. */
function useSender(): { readonly run: Send; readonly error: unknown } {
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const run: Send = (method, path, body) => {
    setError(null);
    sendJson<unknown>(method, path, body).then(() => queries.invalidateQueries(), setError);
  };
  return { run, error };
}

export function Feeds(props: { readonly feeds: AlertRuleView['feeds'] }): ReactElement {
  return (
    <span className="feeds">
      <a href={props.feeds.rss}>RSS</a> <a href={props.feeds.atom}>Atom</a>{' '}
      <a href={props.feeds.json}>JSON</a>
    </span>
  );
}

function RuleCard(props: { readonly rule: AlertRuleView; readonly onSend: Send }): ReactElement {
  const { t } = useText();
  const { rule } = props;
  return (
    <section className="panel rule" aria-label={rule.name} data-item>
      <div className="panel-head">
        <h3>
          <Link to="/alerts" search={{ tab: 'ledger', rule: rule.id }}>
            <bdi>{rule.name}</bdi>
          </Link>
        </h3>
        <label className="check">
          <input
            type="checkbox"
            role="switch"
            checked={rule.active}
            onChange={(event) =>
              props.onSend('PATCH', `/alert-rules/${encodeURIComponent(rule.id)}`, {
                active: event.target.checked,
              })
            }
          />
          {t('alerts.active')}
        </label>
      </div>
      <p>
        <QueryText query={rule.query} />
      </p>
      <p className="meta">
        <Link to="/alerts" search={{ tab: 'ledger', rule: rule.id }}>
          {t('alerts.matches', { count: rule.matchesTotal })}
        </Link>
        <span>{t('alerts.matches7d', { count: rule.matches7d })}</span>
        <SparkLine
          values={rule.perDay}
          label={t('alerts.perDay', { count: rule.perDay.reduce((sum, day) => sum + day, 0) })}
        />
      </p>
      <RuleTiming
        rule={rule}
        onChange={(change) => props.onSend('PATCH', `/alert-rules/${encodeURIComponent(rule.id)}`, change)}
      />
      <p className="meta">
        <span>
          {rule.channels.length === 0
            ? t('alerts.feedOnly')
            : t('alerts.channelCount', { count: rule.channels.length })}
        </span>
        <Feeds feeds={rule.feeds} />
        <button
          type="button"
          className="link push"
          onClick={() => props.onSend('DELETE', `/alert-rules/${encodeURIComponent(rule.id)}`)}
        >
          {t('saved.delete')}
          <span className="hidden"> {rule.name}</span>
        </button>
      </p>
    </section>
  );
}
