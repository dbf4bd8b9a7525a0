export { openElasticsearchSearch, type ElasticsearchSearchOptions } from './open-elasticsearch-search.ts';
