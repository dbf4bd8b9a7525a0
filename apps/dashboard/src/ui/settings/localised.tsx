import { createContext, use, useEffect, useState, type ReactElement, type ReactNode } from 'react';

import { directionOf } from '../text/direction.ts';
import { InterfaceTextProvider } from '../text/interface-text.tsx';
import { loadMessages, type Messages } from '../text/messages.ts';
import type { SettingsStore } from './settings-store.ts';
import { useStoredSettings } from './settings-store.ts';
import type { Settings } from './settings.ts';

const SettingsContext = createContext<SettingsStore | null>(null);

/** The settings and how to change them. */
export function useSettings(): readonly [Settings, (change: Partial<Settings>) => void] {
  const store = use(SettingsContext);
  if (store === null) throw new Error('useSettings outside Localised');
  return [useStoredSettings(store), store.set];
}

function applyToDocument(settings: Settings): void {
  const page = document.documentElement;
  page.lang = settings.language;
  page.dir = directionOf(settings.language);
  page.dataset['theme'] = settings.theme;
  page.dataset['density'] = settings.density;
}

/** Shows the interface once its messages are there; language, direction and theme are written on the document. */
export function Localised(props: {
  readonly store: SettingsStore;
  readonly children: ReactNode;
}): ReactElement | null {
  const settings = useStoredSettings(props.store);
  const [messages, setMessages] = useState<Messages | null>(null);

  useEffect(() => {
    let wanted = true;
    const load = async (): Promise<void> => {
      const loaded = await loadMessages(settings.language);
      if (wanted) setMessages(loaded);
    };
    void load();
    return () => {
      wanted = false;
    };
  }, [settings.language]);

  const ready = messages !== null && messages.language === settings.language;
  useEffect(() => {
    if (ready) applyToDocument(settings);
  }, [ready, settings]);

  if (messages === null) return null;
  // Until the new messages are there the old ones stay: no flash of an empty page.
  const shown = ready ? settings : { ...settings, language: messages.language };
  return (
    <SettingsContext value={props.store}>
      <InterfaceTextProvider messages={messages} settings={shown}>
        {props.children}
      </InterfaceTextProvider>
    </SettingsContext>
  );
}
