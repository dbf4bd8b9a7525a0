import type { ArticleView } from '@khabar/api/schemas';

import type { Colours } from '../colours.ts';

type Entity = { readonly id: string; readonly label: string; readonly type: string; readonly count: number };

/** Entities of an article, most mentioned first. */
export function entitiesOf(article: ArticleView): Entity[] {
  const found = new Map<string, Entity>();
  for (const { ref } of article.mentions) {
    const { id, label, type } = ref;
    found.set(id, { id, label, type, count: (found.get(id)?.count ?? 0) + 1 });
  }
  return Array.from(found.values()).toSorted((a, b) => b.count - a.count || a.id.localeCompare(b.id));
}

/** When an article was published, as far as it says. */
export function dateOf(article: Pick<ArticleView, 'publishedAt' | 'publishedFrom'>): string {
  return article.publishedAt === null
    ? 'unknown'
    : article.publishedAt.replace(/T00:00:00(\.000)?Z$/, '').replace(/:\d{2}\.\d{3}Z$/, 'Z');
}

/** An article for a person to read: where it is from, who is mentioned, who said what, who stands how towards whom. */
export function showArticle(article: ArticleView, outcome: string, colours: Colours): string {
  const { bold, dim, green, red, yellow } = colours;
  const label = (text: string): string => dim(text.padEnd(10));
  const stanceColour = { favor: green, against: red, neutral: dim, unclear: yellow } as const;
  const lines = [
    `${bold(article.title === '' ? '(no title)' : article.title)}  ${dim(outcome)}`,
    `  ${label('outlet')}${article.source.name}${article.source.country === null ? '' : ` (${article.source.country})`}`,
    ...(article.datelinePlace === null
      ? []
      : [`  ${label('place')}${article.datelinePlace}${dim('  from the dateline')}`]),
    `  ${label('language')}${article.language}`,
    `  ${label('date')}${dateOf(article)}${article.publishedAt === null ? '' : dim(`  from ${article.publishedFrom}`)}`,
    `  ${label('address')}${article.url}`,
    `  ${label('article')}${article.id}  ${dim(`${article.wordCount} words`)}`,
    ...section(
      'entities',
      entitiesOf(article).map(({ label: name, id, count }) => `${name} ${dim(`${id} ×${count}`)}`),
      colours,
    ),
    ...section(
      'quotes',
      article.quotes.map(
        (quote) => `${quote.speakerRef?.label ?? quote.speaker ?? 'unattributed'}: “${oneLine(quote.text)}”`,
      ),
      colours,
    ),
    ...section(
      'stances',
      article.stances.map(
        (stance) =>
          `${stance.holderRef.label} ${dim('->')} ${stance.targetRef.label} ${stanceColour[stance.label](stance.label)}  ${dim(`“${oneLine(stance.evidence.text)}”`)}`,
      ),
      colours,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function section(name: string, items: readonly string[], { dim }: Colours): string[] {
  if (items.length === 0) return [`  ${dim(name.padEnd(10))}none`];
  return [`  ${dim(`${name} (${items.length})`)}`, ...items.map((item) => `    ${item}`)];
}

const LONGEST = 300;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** The same for machines: one object. */
export function articleAsJson(article: ArticleView, from: { input: string; outcome: string }): unknown {
  return {
    ...from,
    articleId: article.id,
    url: article.url,
    title: article.title,
    outlet: article.source,
    place: article.datelinePlace,
    language: article.language,
    published: article.publishedAt,
    publishedFrom: article.publishedFrom,
    words: article.wordCount,
    entities: entitiesOf(article),
    quotes: article.quotes.map(({ text, start, end, speaker, speakerId, kind }) => ({
      text,
      start,
      end,
      speaker,
      speakerId,
      kind,
    })),
    stances: article.stances.map(({ holder, target, label, strength, voice, evidence, confidence }) => ({
      holder,
      target,
      label,
      strength,
      voice,
      evidence,
      confidence,
    })),
    topics: article.topics,
  };
}
