export { loadRegistry } from './load-registry.ts';
export { Registry } from './registry.ts';
