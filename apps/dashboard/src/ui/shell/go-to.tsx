import type { EntityList } from '@khabar/api/schemas';
import { useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent, type ReactElement } from 'react';

import { ModalDialog } from '../parts/modal-dialog.tsx';
import { useText } from '../text/interface-text.tsx';
import { useApi } from '../use-api.ts';

const PAGES = [
  ['/', 'nav.overview'],
  ['/search', 'nav.search'],
  ['/stance', 'nav.stance'],
  ['/entities', 'nav.entities'],
  ['/alerts', 'nav.alerts'],
  ['/sources', 'nav.sources'],
  ['/corrections', 'correction.list'],
  ['/retag', 'retag.title'],
  ['/help', 'nav.help'],
  ['/help/syntax', 'help.syntax'],
  ['/help/method', 'help.method'],
] as const;

interface Destination {
  readonly key: string;
  readonly label: string;
  readonly kind: string;
  open(): void;
}

/** Ctrl K: pages, entities and a search, by typing. */
export function GoTo(props: { readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const wanted = typed.trim();
  const { data: entities } = useApi<EntityList>(wanted === '' ? null : '/entities', {
    name: wanted,
    size: 6,
    from: 'all',
  });

  const destinations: Destination[] = [
    ...PAGES.map(([to, label]) => ({
      key: to,
      label: t(label),
      kind: t('goTo.page'),
      open: () => void navigate({ to }),
    })).filter((page) => page.label.toLowerCase().includes(wanted.toLowerCase())),
    ...(wanted === '' ? [] : (entities?.items ?? [])).map((entity) => ({
      key: entity.id,
      label: entity.label,
      kind: t('nav.entities'),
      open: () => void navigate({ to: '/entities/$id', params: { id: entity.id } }),
    })),
    ...(wanted === ''
      ? []
      : [
          {
            key: 'search',
            label: wanted,
            kind: t('nav.search'),
            open: () => void navigate({ to: '/search', search: { q: wanted } }),
          },
        ]),
  ];
  const at = Math.min(active, destinations.length - 1);
  const choose = (destination: Destination | undefined): void => {
    if (destination === undefined) return;
    props.onClose();
    destination.open();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, destinations.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(destinations[at]);
    else return;
    event.preventDefault();
  };

  return (
    <ModalDialog title={t('goTo.title')} onClose={props.onClose}>
      <input
        className="go-to-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="go-to-list"
        aria-activedescendant={destinations[at] === undefined ? undefined : `go-to-${at}`}
        aria-label={t('goTo.title')}
        data-first-focus
        dir="auto"
        value={typed}
        placeholder={t('goTo.placeholder')}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="go-to-list" role="listbox" aria-label={t('goTo.title')} className="options">
        {destinations.map((destination, index) => (
          <li
            key={destination.key}
            id={`go-to-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(destination);
            }}
          >
            <bdi>{destination.label}</bdi> <span className="muted">{destination.kind}</span>
          </li>
        ))}
      </ul>
    </ModalDialog>
  );
}
