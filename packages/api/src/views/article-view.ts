import { highlightsOf, parseQuery } from '@khabar/query';
import type { ArticleRow } from '@khabar/store';
import {
  compareTexts,
  REVISION_CHANGES,
  type RevisionChange,
  revisionChanges,
  signatureFromBytes,
  similarity,
} from '@khabar/story';

import type { ArticleView } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { stanceView } from './article-items.ts';
import { correctionViews } from './correction-views.ts';
import type { References } from './references.ts';
import { repetitionsIn } from './repeated-quotes.ts';
import { evidenceSentence } from './statements.ts';

const COPIES_SHOWN = 50;

/** One article with everything that is said of it and where it came from; null: there is none. */
export async function articleView(
  id: string,
  deps: { services: ApiServices; references: References; query: string },
): Promise<ArticleView | null> {
  const { services, references } = deps;
  const { store } = services;
  const row = await store.articles.get(id);
  if (row === undefined) return null;
  const mentions = (await store.tags.mentions([id])).get(id) ?? [];
  const quotes = await store.tags.quotes(id);
  const repetitions = repetitionsIn(id, await store.quoteGroups.besideArticle(id), references);
  const stances = (await store.tags.stances([id])).get(id) ?? [];
  const marks = deps.query.trim() === '' ? [] : highlightsOf(parseQuery(deps.query).ast, row);
  return {
    id: row.id,
    storyId: row.story_id,
    url: row.url,
    title: row.title,
    authors: row.authors,
    source: references.outlet(row.outlet_id),
    language: row.language,
    languageConfidence: row.language_confidence,
    direction: references.direction(row.language),
    publishedAt: row.published_at,
    publishedFrom: row.published_from,
    publishedConfidence: row.published_confidence,
    firstSeenAt: row.first_seen_at,
    updatedAt: row.updated_at,
    revision: row.revision,
    revisions: await revisionsOf(row, services),
    text: row.text,
    blocks: row.blocks,
    wordCount: row.word_count,
    section: row.section,
    tags: row.tags,
    datelinePlace: row.dateline_place,
    paywalled: row.paywalled,
    sample: row.sample,
    mentions: mentions.map((mention) => ({ ...mention, ref: references.entity(mention.entityId) })),
    quotes: quotes.map((quote) => ({
      ...quote,
      speakerRef: quote.speakerId === null ? null : references.entity(quote.speakerId),
      repeated: repetitions.get(quote.start) ?? null,
    })),
    stances: stances.map((stance) => ({
      ...stanceView(stance, references),
      sentence: evidenceSentence(stance.evidence, row),
    })),
    topics: row.topics.map((topic) => references.entity(topic)),
    relevance: row.relevance,
    genre: row.genre === null ? null : { kind: row.genre, confidence: row.genre_confidence ?? 0 },
    corrections: await correctionViews(await store.corrections.counting(id), { services, references }),
    marks: {
      title: marks.filter((mark) => mark.field === 'title').map(({ start, end }) => ({ start, end })),
      text: marks.filter((mark) => mark.field === 'text').map(({ start, end }) => ({ start, end })),
    },
    copies: await copiesOf(row, services, references),
    provenance: await provenanceOf(row, services),
  };
}

/** Each revision with what it brought against the one before. */
async function revisionsOf(row: ArticleRow, services: ApiServices): Promise<ArticleView['revisions']> {
  const earlier = await services.store.articles.revisions(row.id);
  const all = [
    ...earlier.map(({ revision, seen_at: seenAt, title, text, changes }) => ({
      revision,
      seenAt,
      title,
      text,
      changes,
    })),
    { revision: row.revision, seenAt: row.updated_at, title: row.title, text: row.text, changes: null },
  ];
  return all.map(({ revision, seenAt, title, text }, index) => {
    const before = all[index - 1];
    if (before === undefined) return { revision, seenAt, title, added: [], removed: [], changes: [] };
    // Kept with the version before, when both were read; older records have only the words.
    const changes = before.changes ?? revisionChanges(before, { title, text });
    return { revision, seenAt, title, ...compareTexts(before.text, text), changes: changes.filter(isChange) };
  });
}

function isChange(change: string): change is RevisionChange {
  return REVISION_CHANGES.some((known) => known === change);
}

async function copiesOf(
  row: ArticleRow,
  services: ApiServices,
  references: References,
): Promise<ArticleView['copies']> {
  const story = await services.store.articles.ofStory(row.story_id);
  return story
    .filter((other) => other.id !== row.id)
    .slice(0, COPIES_SHOWN)
    .map((other) => {
      const same =
        row.signature === null || other.signature === null
          ? 0
          : similarity(signatureFromBytes(row.signature), signatureFromBytes(other.signature));
      return {
        id: other.id,
        title: other.title,
        source: references.outlet(other.outlet_id),
        language: other.language,
        publishedAt: other.published_at,
        firstSeenAt: other.first_seen_at,
        similarity: same,
        ...compareTexts(row.text, other.text),
      };
    });
}

async function provenanceOf(row: ArticleRow, services: ApiServices): Promise<ArticleView['provenance']> {
  const page = row.page_id === null ? undefined : await services.store.pages.get(row.page_id);
  const frontier =
    page === undefined || page.frontier_id === null
      ? undefined
      : await services.store.db
          .selectFrom('frontier')
          .select('lead')
          .where('id', '=', page.frontier_id)
          .executeTakeFirst();
  return {
    page:
      page === undefined
        ? null
        : {
            fetchedAt: page.fetched_at,
            status: page.status,
            sha256: page.sha256,
            bytes: page.bytes,
            contentType: page.content_type,
            foundIn: frontier?.lead.foundIn ?? null,
          },
    extraction: {
      method: row.extraction_method,
      version: row.extraction_version,
      confidence: row.extraction_confidence,
    },
    tagging: { version: row.tag_version ?? 'not tagged yet', at: row.tagged_at },
  };
}
