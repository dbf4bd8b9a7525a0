import type { Quote } from '@khabar/article';

import type { ReadSentence } from '../sentence/read-text.ts';

const ENDS = new Set([';', '؛']);

/** "Lavrov: the Taliban are a reality": what follows a name and a colon at the start of a sentence is said by the one named. */
export function colonSpeech(text: string, read: readonly ReadSentence[], quotes: readonly Quote[]): Quote[] {
  return read.flatMap(({ span, words, actors }) => {
    const [speaker] = actors;
    const colon = words[(speaker?.last ?? 0) + 1];
    if (speaker === undefined || speaker.first !== 0 || colon?.mark !== ':') return [];
    if (speaker.id.startsWith('place:')) return [];
    const rest = words.slice(speaker.last + 2);
    const first = rest.find(({ mark }) => mark === '');
    const stop = rest.find(({ mark }) => ENDS.has(mark));
    if (first === undefined) return [];
    const { start } = first;
    const end = stop?.start ?? span.end;
    if (quotes.some((quote) => quote.start < end && quote.end > start && quote.kind === 'direct')) return [];
    const { mention } = speaker;
    return [
      {
        start,
        end,
        text: text.slice(start, end),
        speaker: mention.surface,
        speakerId: speaker.id,
        speakerSpan: { start: mention.start, end: mention.end },
        kind: 'indirect' as const,
        cue: null,
        confidence: 0.7,
      },
    ];
  });
}
