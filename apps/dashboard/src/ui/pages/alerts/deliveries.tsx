import type { DeliveryList, DeliveryView } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { TableScroll } from '../../parts/table-scroll.tsx';
import { Failure, Skeleton } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** What was sent, with its body and answer, and sending it again. */
export function Deliveries(): ReactElement | null {
  const { t, time, number } = useText();
  const queries = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  const [again, setAgain] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = (path: string, body?: unknown): void => {
    setError(null);
    sendJson<{ readonly sentAgain: number }>('POST', path, body).then(({ sentAgain }) => {
      setAgain(sentAgain);
      return queries.invalidateQueries();
    }, setError);
  };
  const { data } = useApi<DeliveryList>('/deliveries');
  if (data === undefined) return null;
  return (
    <section className="panel" aria-labelledby="deliveries">
      <h2 id="deliveries">{t('deliveries.title')}</h2>
      {data.items.some(({ state }) => state === 'failed') ? (
        <button type="button" onClick={() => send('/deliveries/replay', { state: 'failed' })}>
          {t('deliveries.replay')}
        </button>
      ) : null}
      <p role="status">{again === null ? '' : t('deliveries.again', { count: again })}</p>
      {error === null ? null : <Failure error={error} />}
      {data.total === 0 ? (
        <p className="muted">{t('deliveries.none')}</p>
      ) : (
        <TableScroll label={`${t('deliveries.title')}: ${t('chart.table')}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('deliveries.time')}</th>
                <th scope="col">{t('alerts.rule')}</th>
                <th scope="col">{t('deliveries.channel')}</th>
                <th scope="col" className="number">
                  {t('entities.articles')}
                </th>
                <th scope="col">{t('deliveries.result')}</th>
                <th scope="col" className="number">
                  {t('deliveries.attempts')}
                </th>
                <th scope="col">{t('deliveries.next')}</th>
                <th scope="col">
                  <span className="hidden">{t('saved.actions')}</span>
                </th>
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
                  <td>
                    <bdi>{delivery.channelName}</bdi>
                  </td>
                  <td className="number">{number(delivery.articles)}</td>
                  <td>
                    {t(`deliveries.${delivery.state}`)}{' '}
                    {delivery.lastStatus === null ? null : <bdi className="muted">{delivery.lastStatus}</bdi>}
                  </td>
                  <td className="number">{number(delivery.attempts)}</td>
                  <td>{delivery.nextAt === null ? '–' : <bdi>{time(delivery.nextAt)}</bdi>}</td>
                  <td>
                    <button
                      type="button"
                      className="link"
                      aria-expanded={open === delivery.id}
                      onClick={() => setOpen(open === delivery.id ? null : delivery.id)}
                    >
                      {t('deliveries.show')}
                      <span className="hidden"> {time(delivery.createdAt)}</span>
                    </button>{' '}
                    <button
                      type="button"
                      className="link"
                      onClick={() => send(`/deliveries/${encodeURIComponent(delivery.id)}/resend`)}
                    >
                      {t('deliveries.resend')}
                      <span className="hidden"> {time(delivery.createdAt)}</span>
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {open === null ? null : <OneDelivery id={open} />}
    </section>
  );
}

function OneDelivery(props: { readonly id: string }): ReactElement {
  const { t } = useText();
  const { data, error, isError } = useApi<DeliveryView>(`/deliveries/${encodeURIComponent(props.id)}`);
  if (isError) return <Failure error={error} />;
  if (data === undefined) return <Skeleton lines={4} />;
  return (
    <dl>
      <dt>{t('deliveries.body')}</dt>
      <dd>
        <pre className="code" dir="auto" tabIndex={0} style={{ whiteSpace: 'pre-wrap' }}>
          {data.body ?? '–'}
        </pre>
      </dd>
      <dt>{t('deliveries.reply')}</dt>
      <dd>
        <pre className="code" dir="auto" tabIndex={0} style={{ whiteSpace: 'pre-wrap' }}>
          {data.reply === null || data.reply === '' ? '–' : data.reply}
        </pre>
      </dd>
    </dl>
  );
}
