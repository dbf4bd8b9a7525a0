export {
  applyEntries,
  checkChange,
  type EditedRegistry,
  effectiveEdits,
  type EntryProblem,
} from './apply-edits.ts';
export { editLines, type ImportLine, readEditLines } from './exchange.ts';
export { type LiveRegistry, openLiveRegistry } from './live-registry.ts';
export { loadRegistry, loadRegistryData } from './load-registry.ts';
export { buildRegistry, type Registry, type RegistryParts } from './registry.ts';
