import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';

import { useSettings } from '../settings/localised.tsx';

/** Where a key press belongs to what is being written, or to an open dialog. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element)) return false;
  return target.closest('input, textarea, select, [contenteditable], dialog, [popover]') !== null;
}

function clickFirst(selector: string): void {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) found.click();
}

function focusFirst(selector: string): void {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) found.focus();
}

/** The link that an item is about: its title, not what stands around it. */
function mainLink(item: Element): HTMLAnchorElement | null {
  return item.querySelector<HTMLAnchorElement>('h3 a, blockquote a, th a') ?? item.querySelector('a');
}

/** Moves the focus to the main link of the next or previous item of the page's list. */
function step(by: 1 | -1): void {
  const items = [...document.querySelectorAll('[data-item]')];
  const active = document.activeElement;
  const at = items.findIndex((item) => item.contains(active));
  const next = items[at === -1 && by === 1 ? 0 : at + by];
  const link = next === undefined ? null : mainLink(next);
  link?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function clickInItem(selector: string): void {
  const item = document.activeElement?.closest('[data-item]') ?? document.querySelector('article');
  const found = item?.querySelector(selector);
  if (found instanceof HTMLElement) found.click();
}

/** Single-key shortcuts (section "Keyboard" of the help); off inside fields and when turned off, except Ctrl K. */
export function useShortcuts(actions: {
  readonly openGoTo: () => void;
  readonly openShortcuts: () => void;
}): void {
  const navigate = useNavigate();
  const [{ shortcuts }] = useSettings();

  useEffect(() => {
    const always = tinykeys(
      window,
      {
        '$mod+k': (event) => {
          event.preventDefault();
          actions.openGoTo();
        },
      },
      { ignore: () => false },
    );
    if (!shortcuts) return always;

    const press =
      (run: () => void) =>
      (event: KeyboardEvent): void => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        run();
      };
    const go = (to: '/' | '/search' | '/stance' | '/entities' | '/alerts') =>
      press(() => void navigate({ to }));
    const focusSearch = press(() => {
      if (document.querySelector('[data-search-box]') === null) void navigate({ to: '/search' });
      else focusFirst('[data-search-box]');
    });
    const single = tinykeys(
      window,
      {
        '/': focusSearch,
        '[Shift]+?': press(actions.openShortcuts),
        'g o': go('/'),
        'g s': go('/search'),
        'g t': go('/stance'),
        'g e': go('/entities'),
        'g a': go('/alerts'),
        j: press(() => step(1)),
        k: press(() => step(-1)),
        o: press(() => clickInItem('h3 a, blockquote a, th a')),
        v: press(() => clickInItem('[data-original]')),
        e: press(() => focusFirst('[data-export]')),
        c: press(() => clickFirst('[data-copy-link]')),
        f: press(() => focusFirst('[data-filters] button')),
        '.': press(() => clickFirst('[data-load-new]')),
        n: press(() => clickFirst('[data-next-match]')),
        p: press(() => clickFirst('[data-previous-match]')),
        ']': press(() => clickFirst('[data-next-result]')),
        '[': press(() => clickFirst('[data-previous-result]')),
        t: press(() => {
          const chart =
            document.activeElement?.closest('[data-chart]') ?? document.querySelector('[data-chart]');
          const button = chart?.querySelector('[data-chart-table]');
          if (button instanceof HTMLElement) button.click();
        }),
      },
      { ignore: isTaken },
    );
    return () => {
      always();
      single();
    };
  }, [actions, navigate, shortcuts]);
}
