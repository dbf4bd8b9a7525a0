import type { Completions } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';

import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** The word that ends at the caret; words of a query are parted by spaces and brackets. */
export function wordAt(text: string, caret: number): { readonly start: number; readonly word: string } {
  const before = text.slice(0, caret);
  const word = /[^\s()]*$/u.exec(before)?.[0] ?? '';
  return { start: caret - word.length, word };
}

/** The query as text, with a completion list (typing or Ctrl-Space; arrows, Enter, Esc). */
export function QueryBox(props: {
  readonly query: string;
  readonly onSearch: (query: string) => void;
  readonly onSave: () => void;
}): ReactElement {
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(props.query);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { start, word } = wordAt(typed, caret);
  const { data } = useApi<Completions>(open && word.length >= 1 ? '/terms' : null, { prefix: word });
  const items = open && word !== '' ? (data?.items ?? []).slice(0, 8) : [];
  const at = Math.min(active, items.length - 1);

  // Back, a repaired query or a chip change the address; the box follows.
  useEffect(() => {
    setTyped(props.query);
    setOpen(false);
  }, [props.query]);

  const complete = (index: number): void => {
    const item = items[index];
    if (item === undefined) return;
    const next = `${typed.slice(0, start)}${item.insert}${typed.slice(start + word.length)}`;
    setTyped(next);
    setOpen(false);
    setActive(-1);
    const end = start + item.insert.length;
    requestAnimationFrame(() => input.current?.setSelectionRange(end, end));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === ' ' && event.ctrlKey) setOpen(true);
    else if (event.key === 'ArrowDown' && items.length > 0) setActive((at + 1) % items.length);
    else if (event.key === 'ArrowUp' && items.length > 0) setActive(at <= 0 ? items.length - 1 : at - 1);
    else if (event.key === 'Enter' && at >= 0) complete(at);
    else if (event.key === 'Escape' && items.length > 0) setOpen(false);
    else return;
    event.preventDefault();
  };

  return (
    <form
      className="query"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setOpen(false);
        props.onSearch(typed.trim());
      }}
    >
      <div className="query-field">
        <input
          ref={input}
          data-search-box
          dir="auto"
          role="combobox"
          aria-label={t('search.box')}
          aria-expanded={items.length > 0}
          aria-controls="completions"
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `completion-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          placeholder={t('search.placeholder')}
          onChange={(event) => {
            setTyped(event.target.value);
            setCaret(event.target.selectionStart ?? event.target.value.length);
            setActive(-1);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setOpen(false)}
        />
        <ul
          id="completions"
          role="listbox"
          aria-label={t('search.completions')}
          className="options floating"
          hidden={items.length === 0}
        >
          {items.map((item, index) => (
            <li
              key={`${item.kind}-${item.insert}`}
              id={`completion-${index}`}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => {
                event.preventDefault();
                complete(index);
              }}
            >
              <bdi>{item.text}</bdi> <span className="muted">{t(`completion.${item.kind}`)}</span>
            </li>
          ))}
        </ul>
      </div>
      <button type="submit" className="primary">
        {t('search.submit')}
      </button>
      <Link to="/help/syntax" className="button">
        {t('help.syntax')}
      </Link>
      <button type="button" onClick={props.onSave}>
        {t('save.open')}
      </button>
    </form>
  );
}
