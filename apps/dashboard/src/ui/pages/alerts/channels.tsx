import type { ChannelList, ChannelTest, ChannelView, DeliveryList, NewChannel } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** Where alerts go, a test of each, and what was delivered. */
export function Channels(): ReactElement {
  const { t } = useText();
  const channels = useApi<ChannelList>('/channels');
  return (
    <>
      <section className="panel" aria-labelledby="channels">
        <h2 id="channels">{t('alerts.channels')}</h2>
        <p className="muted">{t('channels.feedsAlways')}</p>
        {channels.isError ? <Failure error={channels.error} onRetry={() => void channels.refetch()} /> : null}
        {channels.isLoading ? <Skeleton lines={4} /> : null}
        <ul className="rows">
          {(channels.data?.items ?? []).map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </ul>
        <NewWebhook />
      </section>
      <Deliveries />
    </>
  );
}

function ChannelRow(props: { readonly channel: ChannelView }): ReactElement {
  const { t, time, number } = useText();
  const { channel } = props;
  const [state, setState] = useState<
    'idle' | 'testing' | { readonly test: ChannelTest } | { readonly error: unknown }
  >('idle');
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
      {channel.kind === 'webhook' ? (
        <button type="button" disabled={state === 'testing'} onClick={() => void test()}>
          {t('channels.test')}
          <span className="hidden"> {channel.name}</span>
        </button>
      ) : null}
    </li>
  );
}

function NewWebhook(): ReactElement {
  const { t } = useText();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const add = async (): Promise<void> => {
    setError(null);
    const wanted: NewChannel = { name: name.trim(), kind: 'webhook', url: url.trim() };
    try {
      const made = await sendJson<ChannelView & { readonly secret?: string }>('POST', '/channels', wanted);
      setSecret(made.secret ?? null);
      setName('');
      setUrl('');
      await queries.invalidateQueries();
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <form
      className="form"
      aria-label={t('channels.add')}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h3>{t('channels.add')}</h3>
      <label className="field">
        <span>{t('save.name')}</span>
        <input
          dir="auto"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{t('channels.url')}</span>
        <input dir="ltr" type="url" required value={url} onChange={(event) => setUrl(event.target.value)} />
      </label>
      {error === null ? null : <Failure error={error} />}
      {secret === null ? null : (
        <p role="status">
          {t('channels.secret')} <code dir="ltr">{secret}</code>
        </p>
      )}
      <div className="actions">
        <button type="submit">{t('channels.save')}</button>
      </div>
    </form>
  );
}

function Deliveries(): ReactElement | null {
  const { t, time, number } = useText();
  const { data } = useApi<DeliveryList>('/deliveries');
  if (data === undefined) return null;
  return (
    <section className="panel" aria-labelledby="deliveries">
      <h2 id="deliveries">{t('deliveries.title')}</h2>
      {data.total === 0 ? (
        <p className="muted">{t('deliveries.none')}</p>
      ) : (
        <div
          className="table-scroll"
          tabIndex={0}
          role="region"
          aria-label={`${t('deliveries.title')}: ${t('chart.table')}`}
        >
          <table>
            <thead>
              <tr>
                <th scope="col">{t('deliveries.time')}</th>
                <th scope="col">{t('alerts.rule')}</th>
                <th scope="col" className="number">
                  {t('entities.articles')}
                </th>
                <th scope="col">{t('deliveries.result')}</th>
                <th scope="col" className="number">
                  {t('deliveries.attempts')}
                </th>
                <th scope="col">{t('deliveries.next')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((delivery) => (
                <tr key={delivery.id}>
                  <td>
                    <bdi>{time(delivery.createdAt)}</bdi>
                  </td>
                  <td>
                    <bdi>{delivery.ruleName}</bdi>
                  </td>
                  <td className="number">{number(delivery.articles)}</td>
                  <td>
                    {t(`deliveries.${delivery.state}`)}{' '}
                    {delivery.lastStatus === null ? null : <bdi className="muted">{delivery.lastStatus}</bdi>}
                  </td>
                  <td className="number">{number(delivery.attempts)}</td>
                  <td>{delivery.nextAt === null ? '–' : <bdi>{time(delivery.nextAt)}</bdi>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
