import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { PageHead } from '../../parts/page-head.tsx';
import { QueryText } from '../../parts/query-text.tsx';
import { useText } from '../../text/interface-text.tsx';
import type { MessageKey } from '../../text/messages.ts';

const EXAMPLES: readonly (readonly [string, MessageKey])[] = [
  ['taliban russia', 'syntax.and'],
  ['"moscow format"', 'syntax.phrase'],
  ['"lavrov muttaqi"~5', 'syntax.near'],
  ['taliban OR талибан OR طالبان', 'syntax.or'],
  ['taliban NOT cricket', 'syntax.not'],
  ['(russia OR россия) AND (taliban OR طالبان)', 'syntax.groups'],
  ['talib* тали?ан', 'syntax.wildcard'],
  ['mutaqi~1', 'syntax.fuzzy'],
  ['title:recognition', 'syntax.title'],
  ['lang:fa', 'syntax.lang'],
  ['country:AF', 'syntax.country'],
  ['type:opinion', 'syntax.type'],
  ['entity:person:zamir-kabulov', 'syntax.entity'],
  ['entity:"Zamir Kabulov"', 'syntax.entityName'],
  ['stance:(holder:Russia target:Taliban polarity:positive)', 'syntax.stance'],
  ['published:[2021-08-15 TO 2025-07-31]', 'syntax.published'],
  ['published:>=2025-07-01', 'syntax.since'],
  ['score:>0.6', 'syntax.score'],
  ['exact:"Талибан"', 'syntax.exact'],
];

/** The query language; every example runs at a click. */
export function SyntaxPage(): ReactElement {
  const { t } = useText();
  return (
    <div className="page prose">
      <PageHead title={t('help.syntax')} />
      <p>{t('syntax.intro')}</p>
      <div
        className="table-scroll"
        tabIndex={0}
        role="region"
        aria-label={`${t('help.syntax')}: ${t('chart.table')}`}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('syntax.write')}</th>
              <th scope="col">{t('syntax.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {EXAMPLES.map(([query, meaning]) => (
              <tr key={query}>
                <td>
                  <Link to="/search" search={{ q: query, from: 'all' }}>
                    <QueryText query={query} />
                  </Link>
                </td>
                <td>{t(meaning)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>{t('syntax.folding')}</p>
      <p>{t('syntax.operators')}</p>
      <p>{t('syntax.noErrors')}</p>
    </div>
  );
}
