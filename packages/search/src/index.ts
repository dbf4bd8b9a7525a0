export * from './port.ts';
export { type ParamHint, type ReadSearch, readSearchParams, type SearchParams } from './search-params.ts';
