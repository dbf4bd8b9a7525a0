import type { Span } from '@khabar/article';

/** Forms of the label that Russian law (the Mass Media Act, article 4) makes media print beside banned organisations. */
const FOOTNOTES: readonly RegExp[] = [
  /[(（[][^()[\]]{0,200}(?:запрещ[её]н|террорист|экстремист|иностранн\p{L}+ агент|нежелательн)[^()[\]]{0,200}[)\]]/giu,
  /[*＊]+\s?[^\n*]{0,160}(?:запрещ[её]н|признан)[^\n*]{0,200}/giu,
  /[,—–-]\s?(?:деятельность котор\p{L}+ (?:официально )?запрещена|организаци\p{L}+, (?:официально )?запрещ[её]нн\p{L}+|(?:официально )?запрещ[её]нн\p{L}+) (?:в|на территории) (?:РФ|России|Российской Федерации)/giu,
  /(?:признан\p{L}*|внесен\p{L}*) (?:в РФ |в России )?(?:террористическ|экстремистск)\p{L}+[^.\n]{0,60}?запрещ[её]н\p{L}* (?:в|на территории) (?:РФ|России|Российской Федерации)/giu,
  /\((?:banned|outlawed|designated|recogni[sz]ed)[^()]{0,120}(?:in Russia|Russian Federation)[^()]{0,40}\)/giu,
];

/**
 * Where the text carries the label that Russian law asks for («запрещённое в РФ террористическое движение»): a duty, not a stance of
 * the outlet. UTF-16 spans, in order, merged where they overlap.
 */
export function footnoteSpans(text: string): Span[] {
  const spans = FOOTNOTES.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), (match) => ({
      start: match.index,
      end: match.index + match[0].length,
    })),
  ).toSorted((one, other) => one.start - other.start);
  return spans.reduce<Span[]>((merged, span) => {
    const last = merged.at(-1);
    if (last === undefined || span.start > last.end) return [...merged, span];
    return [...merged.slice(0, -1), { start: last.start, end: Math.max(last.end, span.end) }];
  }, []);
}
