import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { PageHead } from '../../parts/page-head.tsx';
import { StancePill } from '../../parts/stance-label.tsx';
import { useText } from '../../text/interface-text.tsx';

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
