import type { Status } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** Nothing is to be seen yet: how far the sample is, or three ways on. */
export function EmptyInstallation(): ReactElement {
  const { t } = useText();
  const queries = useQueryClient();
  const { data: status, isPending } = useApi<Status>('/status');
  const [error, setError] = useState<unknown>(null);
  const load = async (): Promise<void> => {
    try {
      await sendJson<unknown>('POST', '/sample');
      await queries.invalidateQueries();
    } catch (cause) {
      setError(cause);
    }
  };
  if (isPending) return <Skeleton lines={3} />;
  if (status !== undefined && (status.sample.loading || status.articles > 0))
    return <Arriving status={status} />;
  return (
    <section className="panel empty" aria-labelledby="empty-title">
      <h2 id="empty-title">{t('empty.title')}</h2>
      <p>{t('empty.text')}</p>
      {error === null ? null : <Failure error={error} />}
      <div className="actions">
        <button type="button" className="primary" onClick={() => void load()}>
          {t('empty.sample')}
        </button>
        <Link className="button" to="/sources">
          {t('empty.sources')}
        </Link>
        <Link className="button" to="/help">
          {t('empty.help')}
        </Link>
      </div>
    </section>
  );
}

/** Articles are on their way; the charts come by themselves. */
function Arriving(props: { readonly status: Status }): ReactElement {
  const { t } = useText();
  const { articles, sample } = props.status;
  const done = sample.loading ? sample.articles : articles;
  const text = sample.loading
    ? t('empty.sampleProgress', { done, expected: sample.expected })
    : t('overview.articles', { count: done });
  return (
    <section className="panel empty" aria-labelledby="empty-title">
      <h2 id="empty-title">{t('empty.arriving')}</h2>
      <p>{text}</p>
      {sample.loading ? (
        <progress aria-label={t('empty.arriving')} value={done} max={Math.max(1, sample.expected)} />
      ) : null}
    </section>
  );
}
