import { foldText } from '@khabar/text';

const MOST_LINES = 120;
const QUESTION = /[?؟]["»”)\s]*$/u;
const DASH = /^[—–-]\s*\S/u;
const LABEL = /^([^:：?؟.!«“"\p{N}]{1,40})[:：]\s*\S/u;
const CLOCK = /^[\d۰-۹٠-٩]{1,2}[:.٫][\d۰-۹٠-٩]{2}\b|^[\d۰-۹٠-٩]{1,2}[:.][\d۰-۹٠-٩]{2}\s/u;
const LONGEST_QUESTION = 300;

/** Shape of a text: 0 to 1 for talk of two people by turns, and for entries with the time of day. */
export interface Layout {
  readonly dialogue: number;
  readonly diary: number;
}

/** Reads the shape of a text from the beginnings and ends of its paragraphs; `labels` are folded words for question and answer. */
export function layoutOf(text: string, labels: ReadonlySet<string>): Layout {
  const lines = text
    .split('\n', MOST_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    dialogue: Math.max(dashes(lines), labelled(lines, labels), questionsInTurn(lines)),
    diary: lines.filter((line) => CLOCK.test(line)).length >= 5 ? 0.9 : 0,
  };
}

/** «— Вы были там? — Был.» with a paragraph for each turn. */
function dashes(lines: readonly string[]): number {
  const turns = lines.filter((line) => DASH.test(line));
  const questions = turns.filter((line) => QUESTION.test(line)).length;
  return turns.length >= 4 && turns.length * 2 >= lines.length && questions >= 2 ? 0.9 : 0;
}

/** "Q: … A: …", or two names that speak by turns. */
function labelled(lines: readonly string[], labels: ReadonlySet<string>): number {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const name = LABEL.exec(line)?.[1];
    if (name === undefined) continue;
    const folded = foldText(name).text.trim();
    counts.set(folded, (counts.get(folded) ?? 0) + 1);
  }
  const known = Array.from(counts).filter(([name]) => labels.has(name));
  if (known.reduce((sum, [, count]) => sum + count, 0) >= 3) return 0.95;
  const speakers = Array.from(counts.values()).filter((count) => count >= 2);
  const turns = speakers.reduce((sum, count) => sum + count, 0);
  return speakers.length >= 2 && turns * 2 >= lines.length ? 0.9 : 0;
}

/** A question as a paragraph of its own, and an answer after it, three times or more. */
function questionsInTurn(lines: readonly string[]): number {
  const pairs = lines.filter((line, at) => {
    const next = lines[at + 1];
    return (
      line.length <= LONGEST_QUESTION && QUESTION.test(line) && next !== undefined && !QUESTION.test(next)
    );
  }).length;
  return pairs >= 3 && pairs * 4 >= lines.length ? 0.8 : 0;
}
