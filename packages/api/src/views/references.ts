import { writingDirection } from '@khabar/article';
import { OutletKind } from '@khabar/article';
import type { Registry } from '@khabar/registry';
import type { OutletRow } from '@khabar/store';

import type { EntityRef, OutletRef } from '../schemas.ts';

/** Labels for what an answer names, in the language of the page; a merged entity under the id by which it is known now. */
export interface References {
  entity(id: string): EntityRef;
  outlet(id: string): OutletRef;
  direction(language: string): 'ltr' | 'rtl' | 'auto';
}

const VOICES: Readonly<Record<string, string>> = { author: "Outlet's own voice", critics: 'Unnamed critics' };

export function openReferences(
  registry: Registry,
  outlets: readonly OutletRow[],
  language: string,
): References {
  const byId = new Map(outlets.map((outlet) => [outlet.id, outlet]));
  return {
    entity(id) {
      const voice = VOICES[id];
      if (voice !== undefined) return { id, type: 'voice', label: voice };
      const current = registry.currentId(id);
      return {
        id: current,
        type: current.split(':', 1)[0] ?? 'unknown',
        label: registry.label(current, language),
      };
    },
    outlet(id) {
      const row = byId.get(id);
      if (row === undefined) return { id, name: id, country: null, language: 'und', kind: 'other' };
      const kind = OutletKind.safeParse(row.kind);
      return {
        id,
        name: row.name,
        country: row.country,
        language: row.language,
        kind: kind.success ? kind.data : 'other',
      };
    },
    direction: writingDirection,
  };
}
