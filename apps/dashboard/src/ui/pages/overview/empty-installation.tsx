import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { Failure } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';

/** Nothing was collected yet: three ways on. */
export function EmptyInstallation(): ReactElement {
  const { t } = useText();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const load = async (): Promise<void> => {
    try {
      await sendJson<unknown>('POST', '/sample');
      await queries.invalidateQueries();
    } catch (cause) {
      setError(cause);
    }
  };
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
