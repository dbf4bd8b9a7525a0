import type { Coverage } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import type { CoverageSearch } from '../../search-params.ts';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** Which sources wrote about it, which did not, and who was first. */
export function CoveragePanel(props: { readonly search: CoverageSearch }): ReactElement | null {
  const { t, number, date } = useText();
  const { data } = useApi<Coverage>('/coverage', { ...props.search });
  if (data === undefined || data.items.length === 0) return null;
  const covered = data.items
    .filter(({ matching }) => matching > 0)
    .toSorted((a, b) => b.matching - a.matching);
  const silent = data.items.filter(({ matching }) => matching === 0);
  return (
    <details className="panel coverage">
      <summary>
        <h2>{t('coverage.title', { covered: covered.length, count: data.items.length })}</h2>
        {silent.length === 0 ? null : (
          <span className="muted">{t('coverage.silentCount', { count: silent.length })}</span>
        )}
      </summary>
      <div className="columns">
        <div>
          <h3>{t('coverage.who')}</h3>
          <ul className="rows">
            {covered.map((outlet) => (
              <li key={outlet.id}>
                <Link to="/search" search={{ ...props.search, source: outlet.id, dup: 'all' }}>
                  <bdi>{outlet.name}</bdi>
                </Link>
                <span className="muted">
                  {number(outlet.matching)}
                  {outlet.first === null ? null : (
                    <>
                      {' · '}
                      <Link to="/articles/$id" params={{ id: outlet.first.articleId }}>
                        {t('coverage.first', { date: date(outlet.first.at) })}
                      </Link>
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{t('coverage.silent')}</h3>
          {silent.length === 0 ? <p className="muted">{t('coverage.noneSilent')}</p> : null}
          <ul className="rows">
            {silent.map((outlet) => (
              <li key={outlet.id}>
                <Link to="/sources/$id" params={{ id: outlet.id }}>
                  <bdi>{outlet.name}</bdi>
                </Link>
                <span className="muted">{t('coverage.collected', { count: outlet.collected })}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </details>
  );
}
