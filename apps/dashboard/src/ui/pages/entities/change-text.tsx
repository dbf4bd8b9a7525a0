import type { RegistryEntryView } from '@khabar/api/registry-schemas';
import type { ReactElement } from 'react';

import { useText } from '../../text/interface-text.tsx';

/** What one change did, in a line. */
export function ChangeText(props: {
  readonly entry: Pick<RegistryEntryView, 'change' | 'entities'>;
}): ReactElement {
  const { t, list } = useText();
  const { change, entities } = props.entry;
  const entity = entities.at(-1)?.label ?? '';
  const other = entities[0];
  return (
    <span>
      {t(`registry.change.${change.kind}`, {
        entity,
        // Two that are one have the same label.
        other: (other?.label === entity ? other?.id : other?.label) ?? '',
        names: list(namesOf(change)),
        number: change.kind === 'undo' ? change.entry : 0,
      })}
    </span>
  );
}

function namesOf(change: RegistryEntryView['change']): string[] {
  switch (change.kind) {
    case 'add-entity':
      return change.entity.names.map(({ text }) => text);
    case 'add-names':
    case 'split':
    case 'dismiss-names':
      return change.names.map(({ text }) => text);
    case 'reject-name':
    case 'limit-name':
    case 'rename-label':
      return [change.name.text];
    case 'merge':
    case 'retire':
    case 'change-facts':
    case 'undo':
      return [];
  }
}
