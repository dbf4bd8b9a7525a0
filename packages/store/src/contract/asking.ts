import type { Lead, Outlet, Tags } from '@khabar/article';

import type { NewArticle } from '../articles.ts';
import type { NewFrontierUrl } from '../frontier.ts';
import type { NewPage } from '../pages.ts';

/** What the contract writes; every test uses ids of its own, so that the tests do not depend on their order. */
export const NOW = '2025-07-04T09:00:00.000Z';
export const LATER = '2025-07-05T09:00:00.000Z';

/** An outlet, which most rows hang on. */
export function outlet(id: string, change: Partial<Outlet> = {}): Outlet {
  return {
    id,
    name: `Газета ${id}`,
    country: 'RU',
    language: 'ru',
    kind: 'independent',
    homepage: `http://${id}.example/`,
    channels: [],
    everyMinutes: 30,
    ...change,
  };
}

/** An address of an outlet of the same name. */
export function address(id: string, outletId: string, updated?: string): NewFrontierUrl {
  const url = `http://${outletId}.example/${id}`;
  const lead: Lead = {
    url,
    outletId,
    foundIn: `http://${outletId}.example/rss`,
    ...(updated === undefined ? {} : { updated }),
  };
  return { id, url, host: `${outletId}.example`, outletId, lead };
}

/** A page of an outlet. */
export function page(id: string, outletId: string, change: Partial<NewPage> = {}): NewPage {
  return {
    id,
    url: `http://${outletId}.example/${id}`,
    final_url: `http://${outletId}.example/${id}`,
    outlet_id: outletId,
    frontier_id: null,
    fetched_at: NOW,
    status: 200,
    content_type: 'text/html',
    bytes: 100,
    sha256: '0'.repeat(64),
    warc_file: 'pages-1.warc.gz',
    warc_offset: 0,
    ...change,
  };
}

/** An article whose content is told from others' by its text. */
export function article(id: string, text: string, change: Partial<NewArticle> = {}): NewArticle {
  return {
    id,
    url: `http://gazeta.example/${id}`,
    outlet_id: 'gazeta',
    title: 'Заголовок',
    authors: [],
    published_at: null,
    published_from: 'none',
    published_confidence: 0,
    language: 'ru',
    language_confidence: 1,
    text,
    blocks: [{ kind: 'paragraph', start: 0, end: text.length }],
    section: null,
    tags: [],
    image: null,
    dateline_place: null,
    site_name: null,
    paywalled: false,
    word_count: 2,
    content_hash: text,
    story_id: id,
    signature: null,
    page_id: null,
    sample: false,
    extraction_method: 'plain-text',
    extraction_confidence: 1,
    extraction_version: '1',
    ...change,
  };
}

/** What a tagger may say of the text "Талибан". */
export const TAGS: Tags = {
  mentions: [
    {
      entityId: 'org:taliban',
      start: 0,
      end: 7,
      surface: 'Талибан',
      type: 'ORG',
      field: 'text',
      how: 'name',
      confidence: 1,
    },
  ],
  quotes: [
    {
      start: 0,
      end: 7,
      text: 'Талибан',
      speaker: null,
      speakerId: null,
      speakerSpan: null,
      kind: 'direct',
      cue: null,
      confidence: 0.5,
    },
  ],
  stances: [
    {
      holder: 'country:russia',
      target: 'org:taliban',
      label: 'favor',
      strength: 0.5,
      voice: 'institution',
      evidence: { start: 0, end: 7, text: 'Талибан', field: 'text' },
      cues: [],
      method: 'rules-1',
      confidence: 0.7,
    },
  ],
  relevance: { 'russia-taliban': 0.9 },
  topics: ['topic:taliban-recognition'],
  version: 'v1',
};
