import type { ArticleGenre, Genre } from '@khabar/article';
import { foldText } from '@khabar/text';

import { layoutOf } from './dialogue.ts';
import type { GenreData } from './genre-data.ts';
import { foldedWords, MarkList, ownWords } from './mark-list.ts';

/** What tells the kind of an article. */
export interface GenreInput {
  readonly title: string;
  readonly text: string;
  readonly section?: string;
  /** Tags of the page. */
  readonly labels?: readonly string[];
  readonly url?: string;
}

const KINDS = ['interview', 'live', 'opinion', 'statement', 'brief'] as const;
type MarkedKind = (typeof KINDS)[number];

interface KindMarks {
  readonly labels: ReadonlySet<string>;
  readonly titleStart: readonly string[];
  readonly title: MarkList;
  readonly text: MarkList;
}

/** Marks of one language, folded. */
export interface GenreLanguage {
  readonly kinds: Readonly<Record<MarkedKind, KindMarks>>;
  readonly voice: MarkList;
  readonly singular: MarkList;
  readonly reported: MarkList;
  readonly turns: ReadonlySet<string>;
}

function fold(words: readonly string[]): string[] {
  return words.map(foldedWords);
}

/** Folds the marks of a language once. */
export function compileGenre(data: GenreData): GenreLanguage {
  const marks = (kind: MarkedKind): KindMarks => ({
    labels: new Set(fold(data[kind].labels)),
    titleStart: fold(data[kind].titleStart),
    title: new MarkList(data[kind].title),
    text: new MarkList(data[kind].text),
  });
  return {
    kinds: {
      interview: marks('interview'),
      live: marks('live'),
      opinion: marks('opinion'),
      statement: marks('statement'),
      brief: marks('brief'),
    },
    voice: new MarkList(data.opinion.voice),
    singular: new MarkList(data.opinion.singular),
    reported: new MarkList(data.reported),
    turns: new Set(fold([...data.interview.question, ...data.interview.answer])),
  };
}

// An article shows what it is at its beginning, and says whose view it is at its end.
const HEAD = 3000;
const TAIL = 600;
const QUOTED = /«[^»]{1,600}»|“[^”]{1,600}”|„[^“”]{1,600}[“”]|"[^"\n]{1,600}"/gu;
const NEWS = 0.5;
const BRIEF_WORDS = 45;

/** The kind of an article and how sure that is, 0 to 1; news where nothing says otherwise. `english` reads addresses. */
export function genreOf(
  input: GenreInput,
  language: GenreLanguage | undefined,
  english: GenreLanguage | undefined,
): ArticleGenre {
  const { title, text } = input;
  const sample = text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
  const own = ownWords(foldedWords(sample.replaceAll(QUOTED, ' ')));
  const layout = layoutOf(text, language?.turns ?? new Set());
  const said = Math.min(6, language?.reported.countIn(own) ?? 0);
  const voice = language?.voice.countIn(own) ?? 0;
  const singular = language?.singular.timesIn(own) ?? 0;
  const length = wordsUpTo(text, BRIEF_WORDS + 1);
  const scores = KINDS.map((kind): { kind: Genre; score: number } => {
    const signs = [...labelSigns(kind, input, [language, english]), ...titleSigns(kind, title, language)];
    const marks = language?.kinds[kind].text.countIn(own) ?? 0;
    switch (kind) {
      case 'interview':
        return { kind, score: either(...signs, layout.dialogue, marks > 0 ? 0.3 : 0) };
      case 'live':
        return { kind, score: either(...signs, layout.diary) };
      case 'opinion':
        return {
          kind,
          score: either(
            ...signs,
            marks > 0 ? 0.75 : 0,
            // Whoever reports what others said is not arguing.
            (1 - 0.75 ** voice) * (1 - 0.12 * said),
            (1 - 0.75 ** Math.min(8, singular)) * (1 - 0.08 * said),
          ),
        };
      case 'statement':
        return { kind, score: either(...signs, (1 - 0.62 ** marks) * (1 - 0.12 * said)) };
      case 'brief':
        return { kind, score: either(...signs, length <= BRIEF_WORDS ? 0.55 : 0) };
    }
  });
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  if (best.score > NEWS) return { kind: best.kind, confidence: rounded(best.score) };
  return { kind: 'news', confidence: rounded(Math.max(NEWS, 0.65 + 0.05 * said - 0.4 * best.score)) };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Independent signs, each with its weight, as one. */
function either(...signs: readonly number[]): number {
  return 1 - signs.reduce((none, sign) => none * (1 - sign), 1);
}

function labelSigns(
  kind: MarkedKind,
  { section, labels = [], url }: GenreInput,
  [language, english]: readonly (GenreLanguage | undefined)[],
): number[] {
  const named = [section ?? '', ...labels.slice(0, 20)].map(foldedWords);
  const path = addressWords(url);
  const isNamed = named.some((label) => language?.kinds[kind].labels.has(label) === true);
  const inAddress = path.some((part) => english?.kinds[kind].labels.has(part) === true);
  return [isNamed ? 0.8 : 0, inAddress ? 0.75 : 0];
}

/** Folders of an address, as words: `/op-ed/2025/x` -> "op ed". The last part is the article's own name. */
function addressWords(url: string | undefined): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  return new URL(url).pathname
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '')
    .map((part) => foldText(part.replaceAll(/[-_]+/g, ' ')).text.trim());
}

/** "Opinion: …", "Statement by …". */
function titleSigns(kind: MarkedKind, title: string, language: GenreLanguage | undefined): number[] {
  if (language === undefined || title === '') return [];
  const { titleStart, title: anywhere } = language.kinds[kind];
  const whole = `${foldedWords(title)} `;
  const [head = ''] = title.split(/[:|—–]|\s-\s/u);
  const before = title.length > head.length ? foldedWords(head) : '';
  const begins = titleStart.some((start) =>
    // One word is a heading only where something sets it off; "Opinion polls" is none.
    kind === 'statement' || start.includes(' ') ? whole.startsWith(`${start} `) : before === start,
  );
  return [begins ? 0.7 : 0, anywhere.countIn(ownWords(whole.trimEnd())) > 0 ? 0.55 : 0];
}

function wordsUpTo(text: string, most: number): number {
  let count = 0;
  for (const _ of text.matchAll(/\S+/g)) {
    count += 1;
    if (count >= most) break;
  }
  return count;
}
