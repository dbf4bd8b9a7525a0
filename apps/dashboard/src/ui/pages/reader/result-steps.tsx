import type { ArticleList } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactElement } from 'react';

import { parseSearch, searchPageSearch } from '../../search-params.ts';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** Steps through the results of the search that the article was opened from. */
export function ResultSteps(props: { readonly search: string; readonly id: string }): ReactElement | null {
  const { t } = useText();
  const search = searchPageSearch(parseSearch(props.search));
  const { data } = useApi<ArticleList>('/articles', { ...search, size: 100 });
  if (data === undefined) return null;
  const at = data.items.findIndex(({ id }) => id === props.id);
  const before = data.items[at - 1];
  const after = data.items[at + 1];
  return (
    <nav className="steps" aria-label={t('reader.results')}>
      <Link to="/search" search={search}>
        {t('reader.back')}
      </Link>
      {at === -1 ? null : (
        <>
          {before === undefined ? null : (
            <Link
              to="/articles/$id"
              params={{ id: before.id }}
              search={{ q: search.q, s: props.search }}
              data-previous-result
            >
              <ChevronLeft className="mirror" aria-hidden size={16} /> {t('reader.previous')}
            </Link>
          )}
          <span>{t('reader.position', { at: at + 1, total: data.total })}</span>
          {after === undefined ? null : (
            <Link
              to="/articles/$id"
              params={{ id: after.id }}
              search={{ q: search.q, s: props.search }}
              data-next-result
            >
              {t('reader.next')} <ChevronRight className="mirror" aria-hidden size={16} />
            </Link>
          )}
        </>
      )}
    </nav>
  );
}
