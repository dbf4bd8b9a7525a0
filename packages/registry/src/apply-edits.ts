import { KhabarError, type RegistryChange, type RegistryEdit, type RegistryEntry } from '@khabar/article';

import { Draft } from './draft.ts';
import { buildRegistry, type Registry, type RegistryParts } from './registry.ts';

/** An entry that could not be applied, since the data files or another entry changed under it. */
export interface EntryProblem {
  readonly entry: number;
  readonly message: string;
}

/** The data files with what analysts changed. */
export interface EditedRegistry extends Registry {
  readonly problems: readonly EntryProblem[];
  /** Entries that a later one undid. */
  readonly undone: ReadonlySet<number>;
  /** Was this name dismissed among the proposals? Compared folded. */
  readonly dismissed: ReadonlySet<string>;
}

/** Applies the entries in order over the data; what does not fit any more is left out and told in `problems`. */
export function applyEntries(data: RegistryParts, entries: readonly RegistryEntry[]): EditedRegistry {
  const { draft, problems, undone } = replay(data, entries);
  const { dismissed, ...parts } = draft.parts();
  return { ...buildRegistry(parts), problems, undone, dismissed };
}

/**
 * Says what is wrong with a change to come. Throws KhabarError NOT_FOUND, CONFLICT or INPUT_INVALID; returns the registry as it
 * would be.
 */
export function checkChange(
  data: RegistryParts,
  entries: readonly RegistryEntry[],
  change: RegistryChange,
): EditedRegistry {
  if (change.kind === 'undo') return checkUndo(data, entries, change.entry);
  const { draft, problems, undone } = replay(data, entries);
  draft.apply(change);
  const { dismissed, ...parts } = draft.parts();
  return { ...buildRegistry(parts), problems, undone, dismissed };
}

/** Edits that hold now, in order, without those undone and without the undoing. */
export function effectiveEdits(entries: readonly RegistryEntry[]): RegistryEdit[] {
  const undone = undoneEntries(entries);
  return entries.flatMap(({ number, change }) =>
    change.kind === 'undo' || undone.has(number) ? [] : [change],
  );
}

function checkUndo(data: RegistryParts, entries: readonly RegistryEntry[], number: number): EditedRegistry {
  if (!entries.some((entry) => entry.number === number))
    throw new KhabarError('NOT_FOUND', `change ${number}: there is none of this number`);
  const before = applyEntries(data, entries);
  if (before.undone.has(number)) throw new KhabarError('CONFLICT', `change ${number}: it is undone already`);
  const undo: RegistryEntry = {
    number: Math.max(...entries.map((entry) => entry.number)) + 1,
    at: '',
    userId: '',
    note: null,
    change: { kind: 'undo', entry: number },
  };
  const after = applyEntries(data, [...entries, undo]);
  const fresh = after.problems.find(
    (problem) => !before.problems.some(({ entry }) => entry === problem.entry),
  );
  if (fresh !== undefined)
    throw new KhabarError(
      'CONFLICT',
      `change ${number} cannot be undone while change ${fresh.entry} builds on it (${fresh.message}); undo that one first`,
    );
  return after;
}

/** The draft after the entries, for further edits. */
export function replay(
  data: RegistryParts,
  entries: readonly RegistryEntry[],
): { draft: Draft; problems: EntryProblem[]; undone: ReadonlySet<number> } {
  const draft = new Draft(data);
  const problems: EntryProblem[] = [];
  const undone = undoneEntries(entries);
  for (const { number, change } of entries) {
    if (change.kind === 'undo' || undone.has(number)) continue;
    try {
      draft.apply(change);
    } catch (error) {
      if (!(error instanceof KhabarError)) throw error;
      problems.push({ entry: number, message: error.message });
    }
  }
  return { draft, problems, undone };
}

/** The later entry decides: an undoing that was undone itself undoes nothing. */
function undoneEntries(entries: readonly RegistryEntry[]): Set<number> {
  const undone = new Set<number>();
  for (const { number, change } of entries.toReversed())
    if (change.kind === 'undo' && !undone.has(number)) undone.add(change.entry);
  return undone;
}
