import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Keyboard, Menu, Search, Settings2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useId, useRef, useState, type ReactElement } from 'react';

import { useText } from '../text/interface-text.tsx';
import { IgnoredParameters } from './ignored-parameters.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { SystemBanner } from './system-banner.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const GoTo = lazy(async () => ({ default: (await import('./go-to.tsx')).GoTo }));
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list.tsx')).ShortcutList }));

const SECTIONS = [
  { to: '/', label: 'nav.overview' },
  { to: '/search', label: 'nav.search' },
  { to: '/stance', label: 'nav.stance' },
  { to: '/entities', label: 'nav.entities' },
  { to: '/alerts', label: 'nav.alerts' },
  { to: '/sources', label: 'nav.sources' },
  { to: '/help', label: 'nav.help' },
] as const;

/** What stands around every page: skip link, header, system line, main. */
export function Shell(): ReactElement {
  const { t } = useText();
  const [menuOpen, setMenuOpen] = useState(false);
  const [dialog, setDialog] = useState<'go-to' | 'shortcuts' | null>(null);
  const main = useRef<HTMLElement>(null);
  const navId = useId();
  const settingsId = useId();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useShortcuts({ openGoTo: () => setDialog('go-to'), openShortcuts: () => setDialog('shortcuts') });
  useFocusOnNewPage(path, main);

  useEffect(() => {
    setMenuOpen(false);
  }, [path]);

  return (
    <>
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <header className="top">
        <Link to="/" className="brand">
          Khabar
        </Link>
        <button
          type="button"
          className="quiet menu-button"
          aria-expanded={menuOpen}
          aria-controls={navId}
          onClick={() => setMenuOpen(!menuOpen)}
        >
          <Menu aria-hidden size={18} /> {t('nav.menu')}
        </button>
        <nav id={navId} aria-label={t('nav.label')} className={menuOpen ? 'open' : ''}>
          {SECTIONS.map((section) => (
            <Link
              key={section.to}
              to={section.to}
              activeOptions={{ exact: section.to === '/', includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {t(section.label)}
            </Link>
          ))}
        </nav>
        <div className="top-tools">
          <button
            type="button"
            className="quiet"
            aria-keyshortcuts="Control+K"
            onClick={() => setDialog('go-to')}
          >
            <Search aria-hidden size={16} /> <span className="wide">{t('goTo.open')}</span>
            <span className="hidden">{t('goTo.open')}</span>
          </button>
          <button
            type="button"
            className="quiet icon"
            aria-keyshortcuts="?"
            onClick={() => setDialog('shortcuts')}
          >
            <Keyboard aria-hidden size={18} />
            <span className="hidden">{t('shortcuts.title')}</span>
          </button>
          <button type="button" className="quiet icon" popoverTarget={settingsId}>
            <Settings2 aria-hidden size={18} />
            <span className="hidden">{t('settings.title')}</span>
          </button>
          <SettingsPanel id={settingsId} />
        </div>
      </header>
      <SystemBanner />
      <main id="main" ref={main} tabIndex={-1}>
        <IgnoredParameters />
        <Outlet />
      </main>
      <Suspense fallback={null}>
        {dialog === 'go-to' ? <GoTo onClose={() => setDialog(null)} /> : null}
        {dialog === 'shortcuts' ? <ShortcutList onClose={() => setDialog(null)} /> : null}
      </Suspense>
    </>
  );
}

/** A new page is announced by moving the focus to its beginning, as a full load would; the first page is left alone. */
function useFocusOnNewPage(path: string, main: { readonly current: HTMLElement | null }): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path, main]);
}
