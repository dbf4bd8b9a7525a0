import type { QuoteGroup, Records, UngatheredQuote } from '@khabar/store';
import { compareQuotes, quoteKeys, SAME_QUOTE } from '@khabar/story';

import type { PipelineParts } from './pipeline-parts.ts';

const AT_A_TIME = 300;

/**
 * Puts quotes that outlets repeat in one record: the same words of the same speaker in one language, also where words were left out or
 * changed. Returns how many quotes were compared; a kill in between loses nothing, what was not compared is taken next time.
 */
export async function gatherQuotes(
  parts: Pick<PipelineParts, 'store'>,
  isStopping: () => boolean,
): Promise<number> {
  let compared = 0;
  for (;;) {
    const count = isStopping() ? 0 : await parts.store.transaction(gatherSome);
    compared += count;
    if (count < AT_A_TIME) return compared;
  }
}

async function gatherSome(records: Records): Promise<number> {
  if (!(await records.quoteGroups.claim())) return 0;
  const gathered = await records.quoteGroups.ungathered(AT_A_TIME);
  if (gathered.length === 0) return 0;
  const groups: QuoteGroup[] = [];
  const members: { quote: UngatheredQuote; groupId: string }[] = [];
  for (const quote of gathered) {
    const keys = quote.kind === 'indirect' ? [] : quoteKeys(quote.text);
    const { speakerId, language } = quote;
    if (speakerId === null || keys.length === 0) continue;
    const speaker = { speakerId, language };
    const known = await records.quoteGroups.alike(speaker, keys);
    const own = new Set(keys);
    const fresh = groups.filter(
      (group) =>
        group.speakerId === speakerId &&
        group.language === language &&
        group.keys.some((key) => own.has(key)),
    );
    let group = mostAlike(quote.text, [...known, ...fresh]);
    if (group === undefined) {
      group = {
        id: `${quote.articleId}-${quote.start}-${(keys[0] ?? 0).toString(36)}`,
        ...speaker,
        text: quote.text,
        keys,
      };
      groups.push(group);
    }
    members.push({ quote, groupId: group.id });
  }
  await records.quoteGroups.put({ groups, members, gathered });
  return gathered.length;
}

/** The group whose words are most like these, of those that are like enough; of equals the first. */
function mostAlike(text: string, groups: readonly QuoteGroup[]): QuoteGroup | undefined {
  let best: QuoteGroup | undefined;
  let most = SAME_QUOTE;
  for (const group of groups) {
    const { likeness } = compareQuotes(group.text, text);
    if (likeness < most || (best !== undefined && likeness === most)) continue;
    best = group;
    most = likeness;
  }
  return best;
}
