import type { estypes } from '@elastic/elasticsearch';

/** Raised with every change of the mapping or of the analysis: an index of another version is replaced, to be filled again from the record. */
export const VERSION = 'v5';

/** Longest word that is kept, in UTF-16 units; a whitespace tokenizer cuts words at 255. */
export const LONGEST_WORD = 250;

const stored = { type: 'keyword', index: false, doc_values: false } as const;
/** Found, sorted and counted by. */
const value = { type: 'keyword' } as const;
/** Only found. */
const found = { type: 'keyword', doc_values: false } as const;
/** Sets of words joined by spaces: as a list of keywords each would be a field of its own, at several times the cost. */
const words = { type: 'text', analyzer: 'whitespace', norms: false, index_options: 'docs' } as const;
/** Words that we have analysed, with their places and how often each stands there (ranking counts it), joined by spaces. */
const places = { type: 'text', analyzer: 'whitespace', norms: false } as const;
/** As published, for people who look with Kibana; Khabar asks the fields made by its own analysis. */
const original = { type: 'text', analyzer: 'standard', norms: false } as const;

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
} as const;

const ARTICLE: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  _meta: { version: VERSION },
  _source: { excludes: Object.keys(DERIVED) },
  properties: {
    id: value,
    // Read of many documents at once to tell what has changed: from columns, without their texts.
    hash: { type: 'keyword', index: false },
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
    genre: value,
    subjects: value,
    section: value,
    section_folded: found,
    published_at: { type: 'date' },
    first_seen_at: { type: 'date' },
    sort_at: { type: 'date' },
    sort_ms: { type: 'long' },
    dated: { type: 'boolean' },
    story: value,
    // Of its name: many stories are estimated by it at a third of the cost.
    story_number: { type: 'long', index: false },
    topics: value,
    entities: value,
    entities_often: found,
    entities_very_often: found,
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
  // Who writes asks for the refresh it needs; this one is for writers that died before they could.
  refresh_interval: '30s',
  'mapping.nested_objects.limit': 100_000,
};

/** Template of the indices behind the alias. */
export function articleTemplate(index: string): estypes.IndicesPutIndexTemplateRequest {
  return {
    name: index,
    index_patterns: [`${articlePrefix(index)}*`],
    // A write that comes too late, to an index that a rebuild has replaced, must not bring it back.
    allow_auto_create: false,
    template: { settings: SETTINGS, mappings: ARTICLE },
  };
}

/** How the names of this version's indices of articles begin. */
export function articlePrefix(index: string): string {
  return `${index}-${VERSION}-`;
}

/** Alias of an index on its way to take the place of the others. */
export function rebuildAlias(index: string): string {
  return `${index}-rebuild`;
}

/** Name of the first index that a rebuild makes. */
export function rebuiltIndex(index: string, id: string): string {
  return `${articlePrefix(index)}${id}-000001`;
}

/** Name of the index of words, which patterns, spellings and completion are looked up in. */
export function vocabularyName(index: string): string {
  return `${index}-vocabulary-${VERSION}`;
}

/** The index of words. */
export function vocabularyIndex(index: string): estypes.IndicesCreateRequest {
  return {
    index: vocabularyName(index),
    settings: { number_of_shards: 1, auto_expand_replicas: '0-1', refresh_interval: '30s' },
    mappings: {
      dynamic: 'strict',
      // The word is the id.
      _source: { enabled: false },
      properties: {
        word: value,
        letters: { type: 'integer' },
        folded: { type: 'boolean', doc_values: false },
      },
    },
  };
}
