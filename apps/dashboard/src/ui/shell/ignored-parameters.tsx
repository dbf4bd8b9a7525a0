import { useRouterState } from '@tanstack/react-router';
import { useRef, type ReactElement } from 'react';

import { ignoredParameters, stringifySearch } from '../search-params.ts';
import { useText } from '../text/interface-text.tsx';

// The router writes the address anew from what it understood, so what was opened is kept from before.
const OPENED_WITH = window.location.search;

/** Names what the opened address said that could not be used; gone with the next view. */
export function IgnoredParameters(): ReactElement | null {
  const { t, list } = useText();
  const search: object | undefined = useRouterState({ select: (state) => state.matches.at(-1)?.search });
  const first = useRef<string | null>(null);
  if (search === undefined) return null;
  const written = stringifySearch({ ...search });
  first.current ??= written;
  const names = first.current === written ? ignoredParameters(OPENED_WITH, search) : [];
  if (names.length === 0) return null;
  return (
    <div className="page-notice">
      <p className="notice" role="note">
        {t('hint.parameters', { names: list(names) })}
      </p>
    </div>
  );
}
