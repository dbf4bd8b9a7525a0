import type { QuoteMember } from '@khabar/store';
import { compareQuotes } from '@khabar/story';

import type { ArticleView, RepeatedQuote, RepeatedQuoteView } from '../schemas.ts';
import type { References } from './references.ts';

const PLACES_SHOWN = 200;

/** A quote that is repeated, with how many outlets did so and how many of them changed its words; null: only one outlet has it. */
export function repeatedQuote(members: readonly QuoteMember[], references: References): RepeatedQuote | null {
  const [first] = members;
  const outlets = new Set(members.map(({ outletId }) => outletId)).size;
  if (first === undefined || outlets < 2) return null;
  const changed = members.filter((member) => isDistorted(first, member));
  return {
    id: first.groupId,
    speaker: references.entity(first.speakerId),
    text: first.text,
    language: first.language,
    direction: references.direction(first.language),
    outlets,
    articles: new Set(members.map(({ articleId }) => articleId)).size,
    changed: new Set(changed.map(({ outletId }) => outletId)).size,
    first: placeOf(first, references),
    lastAt: members.at(-1)?.at ?? first.at,
  };
}

/** The same with every place, the earliest first, and how the words there differ from those that were seen first. */
export function repeatedQuoteView(
  members: readonly QuoteMember[],
  references: References,
): RepeatedQuoteView | null {
  const [first] = members;
  const quote = repeatedQuote(members, references);
  if (first === undefined || quote === null) return null;
  return {
    ...quote,
    places: members.slice(0, PLACES_SHOWN).map((member) => {
      const { change, pieces } = compareQuotes(first.text, member.text);
      return { ...placeOf(member, references), text: member.text, change, pieces: [...pieces] };
    }),
  };
}

/** For each quote of an article, by where it starts, how it was repeated elsewhere. */
export function repetitionsIn(
  articleId: string,
  members: readonly QuoteMember[],
  references: References,
): Map<number, ArticleView['quotes'][number]['repeated']> {
  const groups = Map.groupBy(members, ({ groupId }) => groupId);
  const found = new Map<number, ArticleView['quotes'][number]['repeated']>();
  for (const group of groups.values()) {
    const quote = repeatedQuote(group, references);
    const [first] = group;
    if (quote === null || first === undefined) continue;
    for (const own of group.filter((member) => member.articleId === articleId)) {
      const { change, pieces } = compareQuotes(first.text, own.text);
      found.set(own.start, {
        id: quote.id,
        outlets: quote.outlets,
        changed: quote.changed,
        first: quote.first,
        change,
        pieces: [...pieces],
      });
    }
  }
  return found;
}

function placeOf(member: QuoteMember, references: References): RepeatedQuote['first'] {
  return {
    articleId: member.articleId,
    title: member.title,
    source: references.outlet(member.outletId),
    at: member.at,
  };
}

/** Only a cut leaves what was said as it was; other words or a lost "not" do not. */
function isDistorted(first: QuoteMember, { text }: QuoteMember): boolean {
  const { change } = compareQuotes(first.text, text);
  return change === 'reworded' || change === 'negation';
}
