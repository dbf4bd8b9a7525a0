import type { ArticleList } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import type { SearchPageSearch } from '../../search-params.ts';
import { useText } from '../../text/interface-text.tsx';

/** Nothing matches: what each clause finds alone, and ways on. */
export function ZeroResults(props: {
  readonly list: ArticleList;
  readonly search: SearchPageSearch;
  readonly onSave: () => void;
}): ReactElement {
  const { t } = useText();
  const { q, from, to } = props.search;
  return (
    <div className="panel empty">
      <h2>{t('zero.title')}</h2>
      {(props.list.clauses ?? []).length === 0 ? null : (
        <ul className="rows">
          {props.list.clauses?.map((clause) => (
            <li key={clause.query}>
              <Link to="/search" search={{ q: clause.query, from, to }}>
                <bdi>{clause.query}</bdi>
              </Link>
              <span className="muted">{t('zero.alone', { count: clause.total })}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="actions">
        <Link className="button" to="/search" search={{ ...props.search, from: 'all', to: undefined }}>
          {t('zero.allDates')}
        </Link>
        <Link className="button" to="/search" search={{ q, from, to }}>
          {t('zero.removeFilters')}
        </Link>
        <button type="button" onClick={props.onSave}>
          {t('zero.tellMe')}
        </button>
      </div>
    </div>
  );
}
