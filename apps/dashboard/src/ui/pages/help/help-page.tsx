import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { PageHead } from '../../parts/page-head.tsx';
import { ShortcutTable } from '../../shell/shortcut-list.tsx';
import { useText } from '../../text/interface-text.tsx';

export function HelpPage(): ReactElement {
  const { t } = useText();
  return (
    <div className="page prose">
      <PageHead title={t('nav.help')} />
      <ul>
        <li>
          <Link to="/help/syntax">{t('help.syntax')}</Link>
        </li>
        <li>
          <Link to="/help/method">{t('help.method')}</Link>
        </li>
        <li>
          <a href="/api/v1/openapi.json">{t('help.api')}</a>
        </li>
      </ul>
      <h2>{t('help.reading')}</h2>
      <p>{t('help.reading1')}</p>
      <p>{t('help.reading2')}</p>
      <p>{t('help.reading3')}</p>
      <h2>{t('shortcuts.title')}</h2>
      <p>{t('shortcuts.note')}</p>
      <ShortcutTable />
      <h2>{t('help.data')}</h2>
      <p>{t('help.data1')}</p>
    </div>
  );
}
