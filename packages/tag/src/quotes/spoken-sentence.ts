import type { Quote, Span } from '@khabar/article';
import type { Sentence } from '@khabar/text';

import type { SentenceView } from '../sentence/markers.ts';
import type { CueMatch } from '../stance/cue-matcher.ts';

export interface SpeechCue {
  readonly cue: string;
  readonly as: 'verb' | 'bare' | 'according' | 'according-after' | 'none';
}

/** Who speaks, as written and as registered. */
export interface Speaker {
  readonly text: string;
  readonly id: string | null;
  readonly span: Span | null;
}

/** One sentence read for its attribution. */
export interface SpokenSentence {
  readonly span: Sentence;
  readonly view: SentenceView;
  readonly cues: readonly CueMatch<SpeechCue>[];
}

/** The words of an attribution as written. */
export function cueText(text: string, { view }: SpokenSentence, cue: CueMatch<SpeechCue>): string {
  return text.slice(view.words[cue.first]?.start ?? 0, view.words[cue.last]?.end ?? 0);
}

/** A `Quote` of a span. */
export function quoteOf(
  { start, end }: { readonly start: number; readonly end: number },
  text: string,
  {
    speaker,
    cue,
    kind,
    confidence,
  }: { speaker: Speaker | null; cue: string | null; kind: Quote['kind']; confidence: number },
): Quote {
  return {
    start,
    end,
    text: text.slice(start, end),
    speaker: speaker?.text ?? null,
    speakerId: speaker?.id ?? null,
    speakerSpan: speaker?.span ?? null,
    kind,
    cue,
    confidence,
  };
}
