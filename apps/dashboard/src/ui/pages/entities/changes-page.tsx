import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { PageHead } from '../../parts/page-head.tsx';
import { useText } from '../../text/interface-text.tsx';
import { ChangeList, LastChange } from './change-list.tsx';
import { useRegistryChanges } from './registry-changes.ts';

/** Everything that was changed in the registry. */
export function ChangesPage(): ReactElement {
  const { t } = useText();
  const changes = useRegistryChanges();
  return (
    <div className="page">
      <PageHead title={t('registry.allHistory')}>
        <Link to="/entities/proposals">{t('proposals.title')}</Link>
      </PageHead>
      <LastChange changes={changes} />
      <ChangeList changes={changes} />
    </div>
  );
}
