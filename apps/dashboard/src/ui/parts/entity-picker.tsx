import type { EntityRef } from '@khabar/api/schemas';
import { useId, useState, type ReactElement } from 'react';

import { useText } from '../text/interface-text.tsx';
import type { MessageKey } from '../text/messages.ts';
import { useApi } from '../use-api.ts';

/** Any entity, found by typing one of its names in any script. */
export function EntityPicker(props: {
  readonly label: MessageKey;
  readonly value: string | undefined;
  readonly name: string | undefined;
  readonly onChange: (id: string | undefined, name?: string) => void;
  readonly required?: boolean;
  /** Also those that no article mentions. */
  readonly registered?: boolean;
}): ReactElement {
  const { t } = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const wanted = (typed ?? '').trim();
  const address = props.registered === true ? '/registry/entities' : '/entities';
  const { data } = useApi<{ readonly items: readonly EntityRef[] }>(wanted === '' ? null : address, {
    name: wanted,
    size: 8,
    ...(props.registered === true ? {} : { from: 'all' }),
  });
  const items = wanted === '' ? [] : (data?.items ?? []);
  const at = Math.min(active, items.length - 1);
  const listId = useId();
  const choose = (entity: EntityRef | undefined): void => {
    if (entity === undefined) return;
    props.onChange(entity.id, entity.label);
    setTyped(null);
  };
  return (
    <div className="picker">
      <label className="field">
        <span>{t(props.label)}</span>
        <input
          type="search"
          dir="auto"
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-activedescendant={items[at] === undefined ? undefined : `${listId}-${at}`}
          value={typed ?? props.name ?? props.value ?? ''}
          placeholder={props.required === true ? undefined : t('stance.anyone')}
          required={props.required === true}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
            if (event.target.value === '') props.onChange(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setActive(Math.min(at + 1, items.length - 1));
            else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0));
            else if (event.key === 'Enter' && items[at] !== undefined) choose(items[at]);
            else if (event.key === 'Escape' && typed !== null) setTyped(null);
            else return;
            event.preventDefault();
          }}
        />
      </label>
      <ul
        id={listId}
        role="listbox"
        aria-label={t(props.label)}
        className="options floating"
        hidden={items.length === 0}
      >
        {items.map((entity, index) => (
          <li
            key={entity.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(entity);
            }}
          >
            <bdi>{entity.label}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
