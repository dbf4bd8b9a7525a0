import type { ChannelList, ChannelTest, ChannelView } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { Deliveries } from './deliveries.tsx';
import { NewChannelForm } from './new-channel.tsx';

/** Where alerts go, a test of each, and what was delivered. */
export function Channels(): ReactElement {
  const { t } = useText();
  const channels = useApi<ChannelList>('/channels');
  const queries = useQueryClient();
  const [removed, setRemoved] = useState<ChannelView | null>(null);
  const [error, setError] = useState<unknown>(null);
  const remove = (channel: ChannelView): void => {
    sendJson<unknown>('DELETE', `/channels/${encodeURIComponent(channel.id)}`).then(() => {
      setRemoved(channel);
      return queries.invalidateQueries();
    }, setError);
  };
  const takeBack = (channel: ChannelView): void => {
    sendJson<unknown>('POST', `/channels/${encodeURIComponent(channel.id)}/restore`).then(() => {
      setRemoved(null);
      return queries.invalidateQueries();
    }, setError);
  };
  return (
    <>
      <section className="panel" aria-labelledby="channels">
        <h2 id="channels">{t('alerts.channels')}</h2>
        <p className="muted">{t('channels.feedsAlways')}</p>
        {channels.isError ? <Failure error={channels.error} onRetry={() => void channels.refetch()} /> : null}
        {channels.isLoading ? <Skeleton lines={4} /> : null}
        <ul className="rows">
          {(channels.data?.items ?? []).map((channel) => (
            <ChannelRow key={channel.id} channel={channel} onRemove={() => remove(channel)} />
          ))}
        </ul>
        {error === null ? null : <Failure error={error} />}
        {removed === null ? null : (
          <p role="status">
            {t('channels.removed', { name: removed.name })}{' '}
            <button type="button" className="link" onClick={() => takeBack(removed)}>
              {t('channels.undo')}
            </button>
          </p>
        )}
        <NewChannelForm />
      </section>
      <Deliveries />
    </>
  );
}

function ChannelRow(props: { readonly channel: ChannelView; readonly onRemove: () => void }): ReactElement {
  const { t, time, number } = useText();
  const { channel } = props;
  const [state, setState] = useState<
    'idle' | 'testing' | { readonly test: ChannelTest } | { readonly error: unknown }
  >('idle');
  const queries = useQueryClient();
  const change = (method: 'PATCH', body: unknown): void => {
    sendJson<unknown>(method, `/channels/${encodeURIComponent(channel.id)}`, body).then(
      () => queries.invalidateQueries(),
      (error: unknown) => setState({ error }),
    );
  };
  const test = async (): Promise<void> => {
    setState('testing');
    try {
      setState({
        test: await sendJson<ChannelTest>('POST', `/channels/${encodeURIComponent(channel.id)}/test`),
      });
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <li className="channel">
      <span>
        <strong>
          <bdi>{channel.name}</bdi>
        </strong>{' '}
        <span className="tag">{t(`channels.${channel.kind}`)}</span>{' '}
        {channel.active ? null : <span className="tag">{t('channels.off')}</span>}
        {channel.url === null ? null : (
          <div className="muted code" dir="ltr">
            {channel.url}
          </div>
        )}
        <div className="muted">
          {channel.lastAt === null
            ? t('channels.never')
            : t('channels.last', { status: channel.lastStatus ?? '', time: time(channel.lastAt) })}
        </div>
        {typeof state === 'object' && 'test' in state ? (
          <p role="status">
            {t(state.test.ok ? 'channels.testOk' : 'channels.testFailed', {
              status: state.test.status === null ? '–' : number(state.test.status),
              ms: Math.round(state.test.ms),
            })}{' '}
            <bdi className="code">{state.test.reply.slice(0, 300)}</bdi>
          </p>
        ) : null}
        {typeof state === 'object' && 'error' in state ? <Failure error={state.error} /> : null}
      </span>
      {channel.kind === 'feed' ? null : (
        <span className="actions">
          <button type="button" disabled={state === 'testing'} onClick={() => void test()}>
            {t('channels.test')}
            <span className="hidden"> {channel.name}</span>
          </button>
          <button type="button" className="link" onClick={() => change('PATCH', { active: !channel.active })}>
            {t(channel.active ? 'channels.switchOff' : 'channels.switchOn')}
            <span className="hidden"> {channel.name}</span>
          </button>
          <button type="button" className="link" onClick={props.onRemove}>
            {t('channels.remove')}
            <span className="hidden"> {channel.name}</span>
          </button>
        </span>
      )}
    </li>
  );
}
