import type { EntityName, NameKey, RegistryChange } from '@khabar/article';

/** A change in one line. */
export function changeText(change: RegistryChange): string {
  switch (change.kind) {
    case 'add-entity':
      return `added ${change.entity.id}: ${namesText(change.entity.names)}`;
    case 'add-names':
      return `${change.id}: added ${namesText(change.names)}`;
    case 'reject-name':
      return `${change.id}: ${nameText(change.name)} is no name of it`;
    case 'limit-name': {
      const rules = [
        ...(change.unless ?? []).map((rule) => `not with "${rule}"`),
        ...(change.near ?? []).map((rule) => `only with "${rule}"`),
      ];
      return `${change.id}: ${nameText(change.name)} ${rules.join(', ')}`;
    }
    case 'rename-label':
      return `${change.id}: shown as ${nameText(change.name)}`;
    case 'merge':
      return `merged ${change.id} into ${change.into}`;
    case 'split':
      return `split ${change.entity.id} off ${change.id}: ${namesText(change.names)}`;
    case 'retire':
      return `retired ${change.id}${change.reason === undefined ? '' : `: ${change.reason}`}`;
    case 'change-facts':
      return `${change.id}: ${factsText(change)}`;
    case 'dismiss-names':
      return `dismissed ${namesText(change.names)}`;
    case 'undo':
      return `undid change ${change.entry}`;
  }
}

function factsText(change: Extract<RegistryChange, { kind: 'change-facts' }>): string {
  const { kind: _kind, id: _id, roles, ...facts } = change;
  const named = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([fact, value]) => `${fact} ${value ?? 'removed'}`);
  return [...named, ...(roles === undefined ? [] : [`${roles.length} roles`])].join(', ');
}

function namesText(names: readonly (NameKey | EntityName)[]): string {
  return names.map((name) => nameText(name)).join(', ');
}

function nameText({ text, language }: NameKey): string {
  return `"${text}" (${language})`;
}
