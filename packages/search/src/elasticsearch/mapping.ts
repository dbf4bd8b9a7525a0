import type { estypes } from '@elastic/elasticsearch';

/** Raised with every change of the mapping or of the analysis: an index of another version is replaced, to be filled again from the record. */
export const VERSION = 'v1';

/** Longest word that is kept, in UTF-16 units; a whitespace tokenizer cuts words at 255. */
export const LONGEST_WORD = 250;

const stored = { type: 'keyword', index: false, doc_values: false } as const;
/** Found, sorted and counted by. */
const value = { type: 'keyword' } as const;
/** Only found: sets of words. */
const words = { type: 'keyword', doc_values: false } as const;
/** Words that we have analysed, with their places, joined by spaces. */
const places = { type: 'text', analyzer: 'whitespace', norms: false } as const;
/** As published, for people who look with Kibana; Khabar asks the fields made by its own analysis. */
const original = { type: 'text', analyzer: 'standard' } as const;

/** What is only searched: not kept beside the document, as it comes from its texts. */
const DERIVED = {
  title_stems: places,
  body_stems: places,
  title_forms: words,
  body_forms: words,
  title_letters: words,
  body_letters: words,
  author_forms: words,
  url_forms: words,
  often: words,
  very_often: words,
} as const;

const ARTICLE: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  _meta: { version: VERSION },
  _source: { excludes: Object.keys(DERIVED) },
  properties: {
    id: value,
    hash: stored,
    url: stored,
    outlet: value,
    source: value,
    title: original,
    text: original,
    authors: value,
    language: value,
    languages: value,
    country: value,
    kind: value,
    section: value,
    section_folded: words,
    published_at: { type: 'date' },
    first_seen_at: { type: 'date' },
    sort_at: { type: 'date' },
    sort_ms: { type: 'long' },
    dated: { type: 'boolean' },
    story: value,
    topics: value,
    entities: value,
    entities_often: words,
    entities_very_often: words,
    mentions: { type: 'nested', properties: { id: value, count: { type: 'integer' } } },
    stances: {
      type: 'nested',
      properties: {
        holder: value,
        target: value,
        label: value,
        strength: { type: 'double' },
        confidence: { type: 'double' },
      },
    },
    stance_names: value,
    ...DERIVED,
  },
};

const SETTINGS: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  'mapping.nested_objects.limit': 100_000,
};

/** Template of the indices behind the alias. */
export function articleTemplate(index: string): estypes.IndicesPutIndexTemplateRequest {
  return {
    name: index,
    index_patterns: [`${articlePrefix(index)}*`],
    template: { settings: SETTINGS, mappings: ARTICLE },
  };
}

/** How the names of this version's indices of articles begin. */
export function articlePrefix(index: string): string {
  return `${index}-${VERSION}-`;
}

/** Name of the index of words, which patterns, spellings and completion are looked up in. */
export function vocabularyName(index: string): string {
  return `${index}-vocabulary-${VERSION}`;
}

/** The index of words. */
export function vocabularyIndex(index: string): estypes.IndicesCreateRequest {
  return {
    index: vocabularyName(index),
    settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
    mappings: {
      dynamic: 'strict',
      properties: { word: value, letters: { type: 'integer' }, folded: { type: 'boolean' } },
    },
  };
}
