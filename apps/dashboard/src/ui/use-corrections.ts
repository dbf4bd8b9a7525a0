import type { CorrectionView } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { sendJson } from './api-client.ts';

/** What was just done, for the line that says so and takes it back. */
export type LastCorrection =
  | { readonly kind: 'saved'; readonly correction: CorrectionView }
  | { readonly kind: 'undone' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Corrections {
  readonly last: LastCorrection | null;
  /** Throws ApiError, so that the form can show it and keep what was entered. */
  readonly send: (body: object) => Promise<void>;
  readonly undo: (id: string) => Promise<void>;
  readonly forget: () => void;
}

/** Sends corrections; every number on every page is asked for again after each. */
export function useCorrections(): Corrections {
  const queries = useQueryClient();
  const [last, setLast] = useState<LastCorrection | null>(null);
  return {
    last,
    async send(body) {
      const correction = await sendJson<CorrectionView>('POST', '/corrections', body);
      await queries.invalidateQueries();
      setLast({ kind: 'saved', correction });
    },
    async undo(id) {
      try {
        await sendJson<CorrectionView>('DELETE', `/corrections/${encodeURIComponent(id)}`);
        await queries.invalidateQueries();
        setLast({ kind: 'undone' });
      } catch (error) {
        setLast({ kind: 'failed', error });
      }
    },
    forget: () => setLast(null),
  };
}
