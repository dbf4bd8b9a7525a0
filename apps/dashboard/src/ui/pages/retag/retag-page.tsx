import type { RetagRunList, RetagRunView } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { Failure } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { RetagReportView } from './retag-report.tsx';

const route = getRouteApi('/retag');
const ASK_AGAIN_MS = 1000;
type Send = (path: string, body?: object, method?: 'POST' | 'DELETE') => Promise<void>;

function isRunning({ state }: Pick<RetagRunView, 'state'>): boolean {
  return state === 'comparing' || state === 'applying' || state === 'rolling-back';
}

/** Compare what is stored with the rules and names of now; write it; restore what was. */
export function RetagPage(): ReactElement {
  const { t, time } = useText();
  const { run } = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const runs = useApi<RetagRunList>(
    '/retag-runs',
    {},
    {
      refetchMs: (answer) => (answer?.items.some(isRunning) === true ? ASK_AGAIN_MS : false),
    },
  );
  const send: Send = async (path, body, method = 'POST') => {
    setFailure(null);
    try {
      const sent = await sendJson<RetagRunView>(method, path, body);
      await queries.invalidateQueries();
      void navigate({ search: { run: sent.id } });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div className="page">
      <PageHead title={t('retag.title')}>
        <Link to="/corrections">{t('correction.list')}</Link>
      </PageHead>
      <p>{t('retag.intro')}</p>
      <DryRunForm send={send} />
      {failure === null ? null : <Failure error={failure} />}
      {run === undefined ? null : <Run key={run} id={run} send={send} />}
      <section className="panel" aria-labelledby="retag-runs">
        <h2 id="retag-runs">{t('retag.runs')}</h2>
        <Loaded query={runs}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="muted">{t('retag.noRuns')}</p>
            ) : (
              <ul className="rows">
                {items.map((one) => (
                  <li key={one.id} data-item>
                    <Link to="/retag" search={{ run: one.id }}>
                      {time(one.at)}
                    </Link>
                    <span>
                      {t('retag.differ', { changed: one.report.changed, total: one.report.articles })}{' '}
                      <span className="tag">{t(`retag.state.${one.state}`)}</span>
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </div>
  );
}

function DryRunForm(props: { readonly send: Send }): ReactElement {
  const { t } = useText();
  const [since, setSince] = useState('');
  const [languages, setLanguages] = useState('');
  const [all, setAll] = useState(false);
  const codes = languages
    .split(/[,،\s]+/)
    .map((code) => code.trim())
    .filter((code) => code !== '');
  return (
    <form
      className="form row"
      onSubmit={(event) => {
        event.preventDefault();
        void props.send('/retag-runs', {
          scope: {
            ...(since === '' ? {} : { since: `${since}T00:00:00.000Z` }),
            ...(codes.length === 0 ? {} : { languages: codes }),
            ...(all ? { all } : {}),
          },
        });
      }}
    >
      <label className="field">
        <span>{t('retag.since')}</span>
        <input type="date" value={since} onChange={(event) => setSince(event.target.value)} />
      </label>
      <label className="field">
        <span>{t('retag.languages')}</span>
        <input dir="ltr" value={languages} onChange={(event) => setLanguages(event.target.value)} />
      </label>
      <label className="check">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
        {t('retag.allArticles')}
      </label>
      <button type="submit" className="primary">
        {t('retag.dryRun')}
      </button>
    </form>
  );
}

function Run(props: { readonly id: string; readonly send: Send }): ReactElement {
  const { t, time, number } = useText();
  const [alerts, setAlerts] = useState(false);
  const path = `/retag-runs/${encodeURIComponent(props.id)}`;
  const asked = useApi<RetagRunView>(
    path,
    {},
    {
      keep: false,
      refetchMs: (answer) => (answer === undefined || isRunning(answer) ? ASK_AGAIN_MS : false),
    },
  );
  return (
    <section className="panel" aria-labelledby="retag-run">
      <Loaded query={asked}>
        {(run) => (
          <>
            <h2 id="retag-run">
              {time(run.at)} · {t(`retag.state.${run.state}`)}
            </h2>
            <p role="status">
              {run.total === null ? '…' : t('retag.progress', { done: run.done, total: run.total })}
              {run.perSecond === null || run.secondsLeft === null
                ? null
                : ` · ${t('retag.pace', { rate: number(Math.round(run.perSecond)), left: run.secondsLeft })}`}
            </p>
            {isRunning(run) && run.total !== null ? (
              <progress max={Math.max(run.total, 1)} value={run.done} aria-labelledby="retag-run" />
            ) : null}
            {run.trouble === null ? null : <p className="notice">{run.trouble}</p>}
            {run.state === 'compared' && !run.isCurrent ? <p>{t('retag.stale')}</p> : null}
            <div className="actions">
              {run.state === 'compared' && run.isCurrent ? (
                <>
                  <button
                    type="button"
                    className="primary"
                    onClick={() => void props.send(`${path}/apply`, { alerts })}
                  >
                    {t('retag.apply')}
                  </button>
                  <label className="check">
                    <input
                      type="checkbox"
                      checked={alerts}
                      onChange={(event) => setAlerts(event.target.checked)}
                    />
                    {t('retag.alerts')}
                  </label>
                </>
              ) : null}
              {(run.state === 'applied' || run.state === 'stopped') && run.changes.written > 0 ? (
                <button type="button" onClick={() => void props.send(`${path}/rollback`)}>
                  {t('retag.rollBack')}
                </button>
              ) : null}
              {isRunning(run) ? (
                <button type="button" onClick={() => void props.send(path, undefined, 'DELETE')}>
                  {t('retag.stop')}
                </button>
              ) : null}
            </div>
            <RetagReportView run={run} />
          </>
        )}
      </Loaded>
    </section>
  );
}
