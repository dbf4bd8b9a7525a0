import { primaryLanguage, type Entity } from '@khabar/article';
import { type FoldedText, foldText } from '@khabar/text';

import { arabicScriptForms, type WrittenForm } from './arabic-script-forms.ts';
import type { Matcher, MatcherNode, MatchedName } from './matcher.ts';
import { ruleHolds } from './name-rule.ts';
import { skeleton } from './skeleton.ts';
import { words, type Word } from './words.ts';

/** A place where registered names stand, before it is decided whose they are. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  /** Words it covers, inclusive. */
  readonly from: number;
  readonly to: number;
  /** At least one; rules and capitals already checked. */
  readonly names: readonly MatchedName[];
  /** The name is spelled as the registry does not know it; only its consonants agree. */
  readonly isApproximate?: true;
}

/** One field of an article, cut into words. */
export interface Field {
  readonly text: string;
  readonly words: readonly Word[];
}

/** Cuts a text into the words that `findCandidates` works on. */
export function readField(text: string): Field & { readonly folded: FoldedText } {
  const folded = foldText(text);
  return { text, words: words(text, folded), folded };
}

/** Latin, Greek and Cyrillic lie below Hebrew and Arabic. */
const FIRST_CASELESS = 0x05_90;

interface Step {
  readonly node: MatcherNode;
  readonly to: number;
  readonly cutEnd: number;
}

/**
 * Candidates from left to right, the longest at each place, without overlap; people in unknown spellings where nothing else stands.
 * Linear in the text: a name has a bounded number of words.
 */
export function findCandidates(field: Field, matcher: Matcher, language: string): Candidate[] {
  const exact = scanField(field, matcher, language);
  if (matcher.approximate.root.next.size === 0) return exact;
  const sure = coveredWords(exact.filter(({ names }) => names.some(isFullName)));
  const unknown = scanField(withSkeletons(field, matcher.skeletons), matcher.approximate, 'und')
    .filter(
      (candidate) => wordsOf(candidate).every((at) => !sure.has(at)) && isCapitalised(field, candidate.to),
    )
    .map((candidate): Candidate => ({ ...candidate, isApproximate: true }));
  if (unknown.length === 0) return exact;
  const taken = coveredWords(unknown);
  const others = exact.filter((candidate) => wordsOf(candidate).every((at) => !taken.has(at)));
  return [...others, ...unknown].toSorted((one, other) => one.from - other.from);
}

/** Whether it is more than a surname. */
export function isFullName({ name, onlyAfterFullName }: MatchedName): boolean {
  return name.kind !== 'surname' && !onlyAfterFullName;
}

/** Indexes of the words that belong to a candidate. */
export function coveredWords(candidates: readonly Candidate[]): ReadonlySet<number> {
  return new Set(candidates.flatMap(wordsOf));
}

function wordsOf({ from, to }: Candidate): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function withSkeletons(field: Field, bones: Map<string, string>): Field {
  const skeletonOf = (folded: string): string => {
    const known = bones.get(folded);
    if (known !== undefined) return known;
    if (bones.size >= MOST_KNOWN) bones.clear();
    const bone = skeleton(folded);
    bones.set(folded, bone);
    return bone;
  };
  return {
    text: field.text,
    words: field.words.map((word) => ({
      folded: isCommonWord(word, field.text) ? '' : skeletonOf(word.folded),
      start: word.start,
      end: word.end,
    })),
  };
}

/** In scripts with capitals a word without one is in no name, but for particles (bin, al, аль). */
function isCommonWord({ folded, start }: Word, text: string): boolean {
  return (
    folded.length > 3 && text.charCodeAt(start) < FIRST_CASELESS && text.charAt(start) === folded.charAt(0)
  );
}

/** In scripts with capitals the last word of a name has one. */
function isCapitalised(field: Field, at: number): boolean {
  const letter = field.text.charAt(field.words[at]?.start ?? 0);
  return letter === letter.toUpperCase();
}

type Names = Matcher['approximate'];

function scanField(field: Field, matcher: Names, language: string): Candidate[] {
  const scan = new Scan(field, matcher, primaryLanguage(language));
  const found: Candidate[] = [];
  for (let at = 0; at < field.words.length; at += 1) {
    const candidate = scan.at(at);
    if (candidate === undefined) continue;
    found.push(candidate);
    at = candidate.to;
  }
  return found;
}

/** Words remembered; a text of nothing but new ones must not fill the memory. */
const MOST_KNOWN = 20_000;
const NO_FORMS: readonly WrittenForm[] = [];

class Scan {
  private readonly field: Field;
  private readonly matcher: Names;
  private readonly language: string;
  private readonly hidden: Map<string, readonly WrittenForm[]>;

  constructor(field: Field, matcher: Names, language: string) {
    this.field = field;
    this.matcher = matcher;
    this.language = language;
    this.hidden = matcher.hidden.get(language) ?? new Map();
    matcher.hidden.set(language, this.hidden);
  }

  at(index: number): Candidate | undefined {
    const word = this.field.words[index];
    if (word === undefined) return undefined;
    if (this.matcher.openers.has(word.folded)) {
      const whole = this.walk(index, { folded: word.folded, cutStart: 0, cutEnd: 0 });
      if (whole !== undefined) return whole;
    }
    for (const form of this.openings(word.folded)) {
      const cut = this.walk(index, form);
      if (cut !== undefined) return cut;
    }
    return undefined;
  }

  /** The forms a word may hide with which a name begins; none of nearly every word. */
  private openings(folded: string): readonly WrittenForm[] {
    if (folded.charCodeAt(0) < FIRST_CASELESS) return NO_FORMS;
    const known = this.hidden.get(folded);
    if (known !== undefined) return known;
    if (this.hidden.size >= MOST_KNOWN) this.hidden.clear();
    const found = arabicScriptForms(folded, this.language).filter((form) =>
      this.matcher.openers.has(form.folded),
    );
    this.hidden.set(folded, found);
    return found;
  }

  private walk(from: number, first: WrittenForm): Candidate | undefined {
    const { words: text } = this.field;
    const ends: Step[] = [];
    let steps = this.step([this.matcher.root], { folded: first.folded, to: from, cutEnd: first.cutEnd });
    for (let to = from; steps.length > 0;) {
      ends.push(...steps.filter(({ node }) => node.names.length > 0));
      to += 1;
      const word = text[to];
      if (word === undefined || !this.joined(to)) break;
      steps = this.next(steps, word, to);
    }
    for (const group of longestFirst(ends)) {
      const candidate = this.candidate(from, first, group);
      if (candidate !== undefined) return candidate;
    }
    return undefined;
  }

  private next(steps: readonly Step[], word: Word, to: number): Step[] {
    const nodes = steps.map(({ node }) => node);
    const whole = this.step(nodes, { folded: word.folded, to, cutEnd: 0 });
    if (whole.length > 0 || this.language === 'ar') return whole;
    return arabicScriptForms(word.folded, this.language).flatMap((form) =>
      this.step(nodes, { folded: form.folded, to, cutEnd: form.cutEnd }),
    );
  }

  private step(nodes: readonly MatcherNode[], word: { folded: string; to: number; cutEnd: number }): Step[] {
    const lemmas = this.matcher.lemmasByForm.get(word.folded);
    if (lemmas === undefined) return [];
    const steps: Step[] = [];
    for (const node of nodes) {
      for (const lemma of lemmas) {
        const next = node.next.get(lemma);
        if (next !== undefined) steps.push({ node: next, to: word.to, cutEnd: word.cutEnd });
      }
    }
    return steps;
  }

  /** Whether the word at `to` may continue a name: only spaces, hyphens, apostrophes, quotation marks or the dot of an initial between. */
  private joined(to: number): boolean {
    const before = this.field.words[to - 1];
    const word = this.field.words[to];
    if (before === undefined || word === undefined || word.start - before.end > 4) return false;
    const gap = this.field.text.slice(before.end, word.start);
    if (gap === ' ') return true;
    if (/^\.\s?$/u.test(gap)) return before.end - before.start <= 2;
    return /^(?:[ \u00A0\-‐‑–'’ʼʻ«»“”„"/\u200B-\u200F]|\u0640)*$/u.test(gap);
  }

  private candidate(from: number, form: WrittenForm, steps: readonly Step[]): Candidate | undefined {
    const [longest] = steps;
    const first = this.field.words[from];
    if (longest === undefined || first === undefined) return undefined;
    const { to, cutEnd } = longest;
    const start = behindTatweel(this.field.text, first.start + form.cutStart);
    const end = this.closed(start, (this.field.words[to]?.end ?? first.end) - cutEnd);
    const surface = this.field.text.slice(start, end);
    const names = steps
      .flatMap(({ node }) => node.names)
      .filter((name) => !(form.withoutArticle === true && isPlace(name.entity)))
      .filter((name) => this.holds(name, surface, { from, to }));
    return names.length === 0 ? undefined : { start, end, from, to, names };
  }

  /** A name that opens a quotation mark, or ends in the dot of "U.S.", takes its end along. */
  private closed(start: number, end: number): number {
    const { text } = this.field;
    const surface = text.slice(start, end);
    const next = text.charAt(end);
    if (next === '.' && /\.\p{Lu}$/u.test(surface)) return end + 1;
    const opened = /[«“„][^»”]*$/u.test(surface) || surface.split('"').length % 2 === 0;
    return opened && /[»”"]/u.test(next) ? end + 1 : end;
  }

  /**
   * Short names of places and organisations are often words of a neighbouring language («پیرو» is Peru in Pashto and a follower in
   * Persian), so they must be names in the article's language. English and Russian ones are found in any text of their script.
   */
  private speaks({ language, entity }: MatchedName): boolean {
    if (language === 'en' || language === 'ru' || language === this.language || this.language === 'und')
      return true;
    return this.language === 'ps' && language === 'fa' && !isPlace(entity);
  }

  /** In a line of capitals "IS" and "US" are words. */
  private isShouted({ from, to }: { from: number; to: number }): boolean {
    return [from - 1, to + 1].every((at) => {
      const word = this.field.words[at];
      return word !== undefined && /^\p{Lu}{2,}$/u.test(this.field.text.slice(word.start, word.end));
    });
  }

  private holds(name: MatchedName, surface: string, span: { from: number; to: number }): boolean {
    if (name.entity.type !== 'person' && !this.speaks(name)) return false;
    if (name.capital && !/^\p{Lu}/u.test(surface)) return false;
    if (name.name.caseSensitive === true && !surface.startsWith(name.name.text)) return false;
    if (name.name.caseSensitive === true && surface.length <= 3 && this.isShouted(span)) return false;
    if (name.unless.some((rule) => ruleHolds(rule, this.field.words, span))) return false;
    return (
      name.near.length === 0 ||
      name.name.kind === 'surname' ||
      name.near.some((rule) => ruleHolds(rule, this.field.words, span))
    );
  }
}

/** «لـطالبان»: the stroke that sets a preposition off is no part of the name. */
function behindTatweel(text: string, start: number): number {
  let at = start;
  while (text.charAt(at) === '\u0640') at += 1;
  return at;
}

function isPlace({ type }: Entity): boolean {
  return type === 'country' || type === 'place' || type === 'region';
}

function longestFirst(ends: readonly Step[]): Step[][] {
  const groups = new Map<string, Step[]>();
  for (const end of ends) {
    const key = `${end.to} ${end.cutEnd}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [end]);
    else group.push(end);
  }
  return [...groups.values()].toSorted((one, other) => (other[0]?.to ?? 0) - (one[0]?.to ?? 0));
}
