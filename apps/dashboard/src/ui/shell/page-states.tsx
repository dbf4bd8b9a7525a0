import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { ApiError } from '../api-client.ts';
import { useText } from '../text/interface-text.tsx';

/** Grey shapes in the place of what is being loaded. */
export function Skeleton(props: { readonly lines?: number; readonly label?: string }): ReactElement {
  const { t } = useText();
  return (
    <div className="skeleton" role="status" aria-label={props.label ?? t('state.loading')}>
      {Array.from({ length: props.lines ?? 3 }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  );
}

export function PageLoading(): ReactElement {
  return (
    <div className="page">
      <Skeleton lines={8} />
    </div>
  );
}

/** What failed, in words, with the id to name when asking for help and a way to try again. */
export function Failure(props: { readonly error: unknown; readonly onRetry?: () => void }): ReactElement {
  const { t } = useText();
  const { error } = props;
  return (
    <div className="panel failure" role="alert">
      <p>
        <strong>{t('state.failed')}</strong>
      </p>
      {error instanceof Error ? <p dir="auto">{error.message}</p> : null}
      {error instanceof ApiError && error.requestId !== null ? (
        <p className="muted">{t('state.requestId', { id: error.requestId })}</p>
      ) : null}
      {props.onRetry === undefined ? null : (
        <button type="button" onClick={props.onRetry}>
          {t('state.retry')}
        </button>
      )}
    </div>
  );
}

export function PageError(props: ErrorComponentProps): ReactElement {
  return (
    <div className="page">
      <Failure error={props.error} onRetry={props.reset} />
    </div>
  );
}

export function NotFound(): ReactElement {
  const { t } = useText();
  return (
    <div className="page">
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
      <p>
        <Link to="/">{t('nav.overview')}</Link> · <Link to="/search">{t('nav.search')}</Link>
      </p>
    </div>
  );
}
