import type { ProfileReading } from '@khabar/article';

/** Texts that share less than this are two different texts. */
const AGREE = 0.8;
/** Fewer letters are next to nothing. */
const FEW_CHARS = 250;

/** Word F1 of two texts, 0 to 1; words counted as often as they stand. */
export function textAgreement(one: string, other: string): number {
  const words = countWords(one);
  const others = countWords(other);
  const all = sum(words) + sum(others);
  if (all === 0) return 1;
  let common = 0;
  for (const [word, times] of words) common += Math.min(times, others.get(word) ?? 0);
  return (2 * common) / all;
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return Array.from(counts.values()).reduce((total, times) => total + times, 0);
}

/** Compares what a profile's selectors gave for the text (null: nothing) with what the generic extraction gave. */
export function weighProfile(
  chosen: string | null,
  generic: string,
): Pick<ProfileReading, 'agreement' | 'verdict'> {
  if (chosen === null || chosen.trim() === '') return { agreement: 0, verdict: 'found-nothing' };
  const agreement = Math.round(textAgreement(chosen, generic) * 1000) / 1000;
  if (agreement >= AGREE) return { agreement, verdict: 'agrees' };
  if (generic.length < FEW_CHARS && chosen.length > generic.length * 1.5)
    return { agreement, verdict: 'found-more' };
  return { agreement, verdict: chosen.length < generic.length ? 'found-less' : 'disagrees' };
}

/** Does the profile still fit: is its text to be taken? */
export function profileFits({ verdict }: Pick<ProfileReading, 'verdict'>): boolean {
  switch (verdict) {
    case 'agrees':
    case 'found-more':
      return true;
    case 'found-nothing':
    case 'found-less':
    case 'disagrees':
      return false;
  }
}
