import type { Status } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { PageHead } from '../../parts/page-head.tsx';
import { StancePill } from '../../parts/stance-label.tsx';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

const LABELS = ['favor', 'against', 'neutral', 'unclear'] as const;

/** What a stance means here, how it is read, and where it errs. */
export function MethodPage(): ReactElement {
  const { t } = useText();
  return (
    <div className="page prose">
      <PageHead title={t('help.method')} />
      <h2>{t('method.what')}</h2>
      <p>{t('method.what1')}</p>
      <p>{t('method.what2')}</p>
      <dl className="metadata">
        {LABELS.map((label) => (
          <div key={label}>
            <dt>
              <StancePill label={label} />
            </dt>
            <dd>{t(`method.label.${label}`)}</dd>
          </div>
        ))}
      </dl>
      <h2>{t('method.how')}</h2>
      <p>{t('method.how1')}</p>
      <p>{t('method.how2')}</p>
      <h2>{t('method.encoder')}</h2>
      <p>{t('method.encoder.what')}</p>
      <EncoderState />
      <h2>{t('method.numbers')}</h2>
      <p>{t('method.numbers1')}</p>
      <p>{t('method.numbers2')}</p>
      <p>{t('method.numbers3')}</p>
      <h2>{t('method.errors')}</h2>
      <p>{t('method.errors1')}</p>
      <p>
        <Link to="/stance">{t('method.see')}</Link>
      </p>
    </div>
  );
}

/** Does the trained reader work in this installation? */
function EncoderState(): ReactElement | null {
  const { t } = useText();
  const { data: status } = useApi<Status>('/status');
  if (status === undefined) return null;
  const { encoder } = status;
  if (encoder === null) return <p>{t('method.encoder.unknown')}</p>;
  switch (encoder.state) {
    case 'on':
      return <p>{t('method.encoder.on', { version: encoder.version })}</p>;
    case 'off':
      return <p>{t('method.encoder.off')}</p>;
    case 'unavailable':
      return <p>{t('method.encoder.unavailable', { reason: encoder.reason })}</p>;
  }
}
