import type { RegistryChanged, RegistryEntryView } from '@khabar/api/registry-schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { sendJson } from '../../api-client.ts';
import { useText } from '../../text/interface-text.tsx';

export type Change = RegistryEntryView['change'];

export interface RegistryChanges {
  /** What was just done. */
  readonly done: (RegistryChanged & { readonly change: Change }) | null;
  readonly error: unknown;
  /** True: it is made. */
  readonly make: (change: Change, note?: string) => Promise<boolean>;
}

/** Sends changes of the registry; every page is asked for again after each. */
export function useRegistryChanges(): RegistryChanges {
  const queries = useQueryClient();
  const { language } = useText();
  const [done, setDone] = useState<RegistryChanges['done']>(null);
  const [error, setError] = useState<unknown>(null);
  return {
    done,
    error,
    async make(change, note = '') {
      setError(null);
      try {
        const changed = await sendJson<RegistryChanged>('POST', `/registry/changes?ui=${language}`, {
          change,
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        });
        await queries.invalidateQueries();
        setDone({ ...changed, change });
        return true;
      } catch (cause) {
        setError(cause);
        return false;
      }
    },
  };
}
