import type { Status } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';

import { sendJson } from '../api-client.ts';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { useText, type InterfaceText } from '../text/interface-text.tsx';
import { useApi } from '../use-api.ts';
import { Failure } from './page-states.tsx';

/** One line of system state, the worst first: trouble, loading, the sample coverage. */
export function SystemBanner(): ReactElement | null {
  const { t } = useText();
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const { data: status } = useApi<Status>('/status', {}, { refetchMs: statusInterval });
  useFreshWhileLoading(status);
  if (status === undefined) return null;

  const kind = bannerKind(status);
  if (kind === null || kind === dismissed) return null;

  return (
    <div className={`banner ${kind}`} role="status">
      <Info aria-hidden size={16} />
      <p>{bannerText(kind, status, t)}</p>
      {kind === 'sample' ? (
        <button type="button" onClick={() => setAsking(true)}>
          {t('sample.remove')}
        </button>
      ) : null}
      <button type="button" className="quiet" onClick={() => setDismissed(kind)}>
        {t('banner.dismiss')}
      </button>
      {asking ? <RemoveSample articles={status.sample.articles} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

/** Milliseconds to the next look: short while anything is on its way or nothing is there yet. */
function statusInterval(status: Status | undefined): number {
  const settled =
    status !== undefined &&
    status.state !== 'starting' &&
    !status.sample.loading &&
    (!status.sample.loaded || status.sample.articles >= status.sample.expected);
  return settled && status.articles > 0 ? 30_000 : 3_000;
}

/** While the sample loads or the first articles come, whatever the page shows is asked for again as they grow. */
function useFreshWhileLoading(status: Status | undefined): void {
  const queries = useQueryClient();
  const before = useRef<Status | undefined>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = status;
    if (status === undefined || last === undefined) return;
    const sampleGrew = status.sample.articles !== last.sample.articles;
    const loading = status.sample.loading || last.sample.loading || sampleGrew || last.articles === 0;
    const changed =
      status.articles !== last.articles || sampleGrew || status.sample.loading !== last.sample.loading;
    if (!loading || !changed) return;
    void queries.invalidateQueries(
      { predicate: ({ queryKey }) => queryKey[0] !== '/status' },
      // A slow answer is waited for while more is to come; the last question must see everything.
      { cancelRefetch: !status.sample.loading },
    );
  }, [status, queries]);
}

type BannerKind = 'degraded' | 'starting' | 'loading' | 'sample';

function bannerKind(status: Status): BannerKind | null {
  if (status.state === 'degraded') return 'degraded';
  if (status.sample.loading) return 'loading';
  if (status.state === 'starting') return 'starting';
  return status.sample.loaded ? 'sample' : null;
}

function bannerText(kind: BannerKind, status: Status, t: InterfaceText['t']): string {
  const texts: Readonly<Record<BannerKind, () => string>> = {
    degraded: () => t('banner.degraded', { reasons: status.reasons.join('; ') }),
    starting: () => t('banner.starting'),
    loading: () =>
      t('banner.sampleLoading', { done: status.sample.articles, expected: status.sample.expected }),
    sample: () => t('banner.sample'),
  };
  return texts[kind]();
}

function RemoveSample(props: { readonly articles: number; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const queries = useQueryClient();
  const [state, setState] = useState<'ask' | 'working' | { readonly error: unknown }>('ask');
  const remove = async (): Promise<void> => {
    setState('working');
    try {
      await sendJson<unknown>('DELETE', '/sample');
      await queries.invalidateQueries();
      props.onClose();
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <ModalDialog title={t('sample.remove.title')} onClose={props.onClose}>
      <p>{t('sample.remove.text', { count: props.articles })}</p>
      {typeof state === 'object' ? <Failure error={state.error} /> : null}
      <div className="actions">
        <button type="button" className="danger" disabled={state === 'working'} onClick={() => void remove()}>
          {t('sample.remove.confirm')}
        </button>
        <button type="button" onClick={props.onClose}>
          {t('dialog.cancel')}
        </button>
      </div>
    </ModalDialog>
  );
}
