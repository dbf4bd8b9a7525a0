import type { Range } from '@khabar/api/schemas';
import { useState, type ReactElement } from 'react';

import { stringifySearch, type SearchPageSearch } from '../../search-params.ts';
import { useText } from '../../text/interface-text.tsx';

const FORMATS = ['csv', 'json', 'jsonl', 'ris', 'bib'] as const;

/** Relative dates of a search made absolute, so that a sent link shows the same next week. */
function withAbsoluteDates(search: SearchPageSearch, range: Range | undefined): SearchPageSearch {
  return { ...search, from: range?.from ?? search.from, to: range?.to ?? search.to };
}

/** Sorting, folding of copies, export and links of a result list. */
export function ResultTools(props: {
  readonly search: SearchPageSearch;
  readonly sort: 'new' | 'old' | 'rel';
  readonly range: Range | undefined;
  readonly onChange: (change: Partial<SearchPageSearch>) => void;
  readonly onSave: () => void;
}): ReactElement {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  const copy = async (search: SearchPageSearch): Promise<void> => {
    await navigator.clipboard.writeText(`${location.origin}/search${stringifySearch({ ...search })}`);
    setCopied(true);
  };
  return (
    <div className="result-tools">
      <label className="field inline">
        <span className="hidden">{t('sort.label')}</span>
        <select
          value={props.sort}
          onChange={(event) => {
            const chosen = (['new', 'old', 'rel'] as const).find((sort) => sort === event.target.value);
            props.onChange({ sort: chosen });
          }}
        >
          <option value="new">{t('sort.new')}</option>
          <option value="old">{t('sort.old')}</option>
          <option value="rel">{t('sort.rel')}</option>
        </select>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={props.search.dup !== 'all'}
          onChange={(event) => props.onChange({ dup: event.target.checked ? undefined : 'all' })}
        />
        {t('search.fold')}
      </label>
      <details className="menu push">
        <summary data-export>{t('export.open')}</summary>
        <ul>
          {FORMATS.map((format) => (
            <li key={format}>
              <a
                href={`/api/v1/articles.${format}${stringifySearch({ ...withAbsoluteDates(props.search, props.range) })}`}
              >
                {t(`export.${format}`)}
              </a>
            </li>
          ))}
          <li>
            <button type="button" className="link" onClick={props.onSave}>
              {t('export.feed')}
            </button>
          </li>
          <li>
            <button type="button" className="link" onClick={() => window.print()}>
              {t('export.print')}
            </button>
          </li>
        </ul>
      </details>
      <button
        type="button"
        data-copy-link
        onClick={() => void copy(withAbsoluteDates(props.search, props.range))}
      >
        {copied ? t('link.copied') : t('link.copy')}
      </button>
      <button type="button" onClick={() => void copy(props.search)}>
        {t('link.copyLive')}
      </button>
      <span className="hidden" role="status">
        {copied ? t('link.copied') : ''}
      </span>
    </div>
  );
}
