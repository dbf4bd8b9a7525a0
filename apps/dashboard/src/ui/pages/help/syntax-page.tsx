import type { SubjectList } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { PageHead } from '../../parts/page-head.tsx';
import { QueryText } from '../../parts/query-text.tsx';
import { TableScroll } from '../../parts/table-scroll.tsx';
import { useText } from '../../text/interface-text.tsx';
import type { MessageKey } from '../../text/messages.ts';
import { useApi } from '../../use-api.ts';

/** What is shown of the language; the subject that is watched brings words of its own for it. */
const EXAMPLES: readonly (readonly [key: string, query: string, meaning: MessageKey])[] = [
  ['and', 'wheat transit', 'syntax.and'],
  ['phrase', '"foreign minister"', 'syntax.phrase'],
  ['near', '"minister border"~5', 'syntax.near'],
  ['or', 'wheat OR пшеница OR گندم', 'syntax.or'],
  ['not', 'border NOT cricket', 'syntax.not'],
  ['groups', '(wheat OR пшеница) AND (border OR граница)', 'syntax.groups'],
  ['wildcard', 'diplom* ми?истр', 'syntax.wildcard'],
  ['fuzzy', 'minster~1', 'syntax.fuzzy'],
  ['title', 'title:border', 'syntax.title'],
  ['lang', 'lang:fa', 'syntax.lang'],
  ['country', 'country:AF', 'syntax.country'],
  ['type', 'type:opinion', 'syntax.type'],
  ['entity', 'entity:org:united-nations', 'syntax.entity'],
  ['entityName', 'entity:"United Nations"', 'syntax.entityName'],
  ['stance', 'stance:(target:"United Nations" polarity:positive)', 'syntax.stance'],
  ['published', 'published:[2021-08-15 TO 2025-07-31]', 'syntax.published'],
  ['since', 'published:>=2025-07-01', 'syntax.since'],
  ['score', 'score:>0.6', 'syntax.score'],
  ['exact', 'exact:"ООН"', 'syntax.exact'],
];

/** The query language; every example runs at a click. */
export function SyntaxPage(): ReactElement {
  const { t } = useText();
  const subjects = useApi<SubjectList>('/subjects');
  const own = subjects.data?.items[0]?.examples ?? {};
  return (
    <div className="page prose">
      <PageHead title={t('help.syntax')} />
      <p>{t('syntax.intro')}</p>
      <TableScroll label={`${t('help.syntax')}: ${t('chart.table')}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('syntax.write')}</th>
              <th scope="col">{t('syntax.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {EXAMPLES.map(([key, general, meaning]) => ({ query: own[key] ?? general, meaning })).map(
              ({ query, meaning }) => (
                <tr key={query}>
                  <td>
                    <Link to="/search" search={{ q: query, from: 'all' }}>
                      <QueryText query={query} />
                    </Link>
                  </td>
                  <td>{t(meaning)}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </TableScroll>
      <p>{t('syntax.folding')}</p>
      <p>{t('syntax.operators')}</p>
      <p>{t('syntax.noErrors')}</p>
    </div>
  );
}
