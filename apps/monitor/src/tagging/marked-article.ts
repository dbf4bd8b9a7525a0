import type { Quote, Span, Stance, Tags } from '@khabar/article';
import { writingDirection } from '@khabar/article';

import type { Colours } from '../colours.ts';

/** U+2068 and U+2069: a stretch with a direction of its own, which it does not lend to its surroundings. */
const [ISOLATE, END] = ['\u2068', '\u2069'];

/** A piece of text in its own direction, whatever stands around it. */
export function isolated(text: string): string {
  return `${ISOLATE}${text}${END}`;
}

interface Marking {
  readonly tags: Tags;
  readonly language: string;
  readonly colours: Colours;
}

interface Mark extends Span {
  readonly open: string;
  readonly close: string;
  readonly paint: (text: string) => string;
}

/**
 * A title or text with what was found in it: `[name|id]` a mention, `{q1: …}` a quote, `<1: …>` the evidence of a stance, by the numbers
 * of the tables below; in colours where there are any. Every paragraph is isolated, so that right-to-left text stays readable.
 */
export function markedField(field: 'title' | 'text', text: string, marking: Marking): string {
  const { tags, colours } = marking;
  const marks = [
    ...stanceMarks(field, tags.stances, colours),
    ...(field === 'text' ? quoteMarks(tags.quotes, colours) : []),
    ...tags.mentions
      .filter((mention) => mention.field === field)
      .map(({ start, end, entityId, actingFor }): Mark => {
        const id = actingFor === undefined ? entityId : `${entityId} for ${actingFor}`;
        return { start, end, open: '[', close: `|${isolated(id)}]`, paint: colours.cyan };
      }),
  ];
  const isRightToLeft = writingDirection(marking.language) === 'rtl';
  let at = 0;
  return text
    .split('\n')
    .map((line) => {
      const marked = markedLine({ text: line, offset: at }, marks, colours);
      at += line.length + 1;
      // U+2067: right to left from its first letter on, whatever that is.
      return isRightToLeft ? `\u2067${marked}${END}` : marked;
    })
    .join('\n');
}

function stanceMarks(field: 'title' | 'text', stances: readonly Stance[], colours: Colours): Mark[] {
  const paints = {
    favor: colours.green,
    against: colours.red,
    neutral: colours.dim,
    unclear: colours.yellow,
  } as const;
  return stances.flatMap(({ evidence, label }, index) =>
    evidence.field === field
      ? [
          {
            start: evidence.start,
            end: evidence.end,
            open: `<${index + 1}: `,
            close: '>',
            paint: (text: string) => colours.underline(paints[label](text)),
          },
        ]
      : [],
  );
}

function quoteMarks(quotes: readonly Quote[], colours: Colours): Mark[] {
  return quotes.map(({ start, end }, index) => ({
    start,
    end,
    open: `{q${index + 1}: `,
    close: '}',
    paint: colours.italic,
  }));
}

/** One line with the marks that lie in it; a mark over several lines begins and ends on each. */
function markedLine(
  { text, offset }: { text: string; offset: number },
  marks: readonly Mark[],
  colours: Colours,
): string {
  const own = marks
    .map((mark) => ({
      ...mark,
      start: Math.max(0, mark.start - offset),
      end: Math.min(text.length, mark.end - offset),
    }))
    .filter(({ start, end }) => start < end);
  const cuts = [...new Set([0, text.length, ...own.flatMap(({ start, end }) => [start, end])])].toSorted(
    (one, other) => one - other,
  );
  let out = '';
  for (const [index, from] of cuts.entries()) {
    const ending = own.filter(({ end }) => end === from).toSorted((one, other) => other.start - one.start);
    out += ending.map(({ close }) => colours.dim(close)).join('');
    const beginning = own.filter(({ start }) => start === from).toSorted((one, other) => other.end - one.end);
    out += beginning.map(({ open }) => colours.dim(open)).join('');
    const to = cuts[index + 1];
    if (to === undefined) break;
    const over = own.filter(({ start, end }) => start <= from && end >= to);
    out += over.reduce((piece, { paint }) => paint(piece), text.slice(from, to));
  }
  return out;
}
