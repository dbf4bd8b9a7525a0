import { useSyncExternalStore } from 'react';

import { readSettings, type Settings } from './settings.ts';

const KEY = 'khabar.settings';

export interface SettingsStore {
  readonly get: () => Settings;
  readonly set: (change: Partial<Settings>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Settings kept in the browser; a change in one tab reaches the others. */
export function openSettings(storage: Storage): SettingsStore {
  let current = readSettings(storage.getItem(KEY), navigator.languages);
  const listeners = new Set<() => void>();
  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  window.addEventListener('storage', (event) => {
    if (event.key !== KEY) return;
    current = readSettings(event.newValue, navigator.languages);
    announce();
  });
  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
      storage.setItem(KEY, JSON.stringify(current));
      announce();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The settings, kept up to date while the component is shown. */
export function useStoredSettings(store: SettingsStore): Settings {
  return useSyncExternalStore(store.subscribe, store.get);
}
