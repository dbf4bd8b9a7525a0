import { hash } from 'node:crypto';

import type { Entity, Mention, Quote, Span, Stance, StanceLabel, Tags } from '@khabar/article';
import { primaryLanguage } from '@khabar/article';
import { readSubjects, type SubjectPack } from '@khabar/subjects';

import { buildMatcher, buildTopicMatcher, findMentions, readWords } from './entities/index.ts';
import { genreOf, loadGenres } from './genre/index.ts';
import { labelOfTarget } from './label-of-target.ts';
import { loadLanguages, type LanguageRules } from './load-data.ts';
import { readField } from './read-field.ts';
import { relevanceOf } from './relevance.ts';
import { findStances } from './stance/find-stances.ts';
import { STANCE_METHOD } from './stance/method.ts';
import { topicsOf } from './topics.ts';

/** What the tagger reads of an article. */
export interface TaggableArticle {
  readonly title: string;
  readonly text: string;
  readonly language: string;
  readonly outletId?: string;
  /** ISO 8601. */
  readonly published?: string;
  /** Section, tags and address of the page: they say what kind of article it is. */
  readonly section?: string;
  readonly labels?: readonly string[];
  readonly url?: string;
}

export interface Tagger {
  /** Names, quotes, stances, relevance and topics of one article; the same for the same article everywhere. */
  readonly tag: (article: TaggableArticle) => Tags;
  /** `tag`, with `neutral` stances for meetings, talks and denials, which say that two actors dealt with each other and no more. */
  readonly tagWithNeutral: (article: TaggableArticle) => Tags;
  /** How the text stands towards the words at `target` (UTF-16 offsets into `text`), whoever the holder is. */
  readonly labelFor: (article: TaggableArticle, target: Span) => StanceLabel;
  readonly version: string;
}

const VERSION = 'tag-2';

/** What a tagger looks for beyond names. */
export interface TaggerOptions {
  /** Subjects that are watched; without it all that ship. Topics of the others are not sought. */
  readonly subjects?: readonly SubjectPack[];
}

/** Opens a tagger for the entities of the registry. Reads its own rules once; holds nothing that must be closed. */
export function openTagger(
  entities: readonly Entity[],
  { subjects = readSubjects() }: TaggerOptions = {},
): Tagger {
  const matcher = buildMatcher(entities);
  const topicMatcher = buildTopicMatcher(watched(entities, subjects));
  const languages = loadLanguages();
  const genres = loadGenres();
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const version = `${VERSION}/${STANCE_METHOD}/${subjectsVersion(subjects)}`;

  function read(article: TaggableArticle): Tags {
    // Names and topics are sought in the same words.
    const fields = new Map([article.title, article.text].map((text) => [text, readWords(text)]));
    const wordsOf = (text: string) => fields.get(text) ?? readWords(text);
    const mentions = findMentions(article, matcher, wordsOf);
    const rules = languages.get(primaryLanguage(article.language)) ?? byScript(article.text, languages);
    const { quotes, stances } =
      rules === undefined
        ? { quotes: [], stances: [] }
        : readSpeech(mentions, rules, { title: wordsOf(article.title), text: wordsOf(article.text) });
    const named = findMentions(article, topicMatcher, wordsOf);
    const topics = topicsOf({ text: article.text, mentions: named, stances }, byId);
    const relevance = relevanceOf({ ...article, mentions, topics }, subjects, byId);
    const genre = genreOf(article, genres.get(primaryLanguage(article.language)), genres.get('en'));
    return { mentions, quotes, stances, relevance, topics, genre, version };
  }

  return {
    tag(article) {
      const tags = read(article);
      return { ...tags, stances: tags.stances.filter(({ label }) => label !== 'neutral') };
    },
    tagWithNeutral: read,
    labelFor(article, target) {
      const mentions = findMentions(article, matcher);
      const rules = languages.get(primaryLanguage(article.language)) ?? byScript(article.text, languages);
      return rules === undefined ? 'neutral' : labelOfTarget({ article, mentions, target }, rules);
    },
    version,
  };
}

type Folded = ReturnType<typeof readWords>;

function readSpeech(
  mentions: readonly Mention[],
  rules: LanguageRules,
  { title, text }: { readonly title: Folded; readonly text: Folded },
): { quotes: Quote[]; stances: Stance[] } {
  const inText = readField('text', { ...text, mentions }, rules);
  const inTitle = readField('title', { ...title, mentions }, rules);
  return {
    quotes: [...inText.quotes],
    stances: [...findStances(inTitle, rules), ...findStances(inText, rules)],
  };
}

/** Changes with the subjects that are watched and with what they say. */
function subjectsVersion(subjects: readonly SubjectPack[]): string {
  const said = subjects.map(({ id, sides, topics, venueOnly }) => [id, sides, topics, venueOnly]);
  return `subjects-${hash('sha256', JSON.stringify(said)).slice(0, 8)}`;
}

/** Without the topics of subjects that nobody watches. */
function watched(entities: readonly Entity[], subjects: readonly SubjectPack[]): Entity[] {
  const kept = new Set(subjects.flatMap((subject) => subject.entities.map(({ id }) => id)));
  const shipped = new Set(readSubjects().flatMap((subject) => subject.entities.map(({ id }) => id)));
  return entities.filter(({ id }) => kept.has(id) || !shipped.has(id));
}

/** Rules for a text whose language was not determined: by the letters it uses most. */
function byScript(text: string, languages: ReadonlyMap<string, LanguageRules>): LanguageRules | undefined {
  const sample = text.slice(0, 2000);
  const count = (pattern: RegExp): number => sample.match(pattern)?.length ?? 0;
  const scores: readonly (readonly [string, number])[] = [
    ['en', count(/[a-z]/giu)],
    ['ru', count(/[а-яё]/giu)],
    ['ps', count(/[ټډړږښڼېۍګځڅ]/gu) * 8],
    ['fa', count(/[پچژگک]/gu) * 6],
    ['ar', count(/[ةىي]/gu) * 5],
  ];
  const [best] = scores.toSorted((a, b) => b[1] - a[1]);
  return best === undefined || best[1] === 0 ? undefined : languages.get(best[0]);
}
