import type { Entity } from '@khabar/article';
import { foldText } from '@khabar/text';

import type { Candidate, Field } from './find-candidates.ts';
import type { Matcher } from './matcher.ts';

/** Words before a surname that are a title of its bearer and no given name, folded. */
const TITLES = new Set(
  (
    'president minister premier chancellor secretary ambassador envoy spokesman spokeswoman spokesperson representative commissioner ' +
    'senator congressman rapporteur director chief leader general marshal admiral colonel king prince sheikh mullah mawlawi maulvi ' +
    'ayatollah haji hajji qari mr mrs ms dr prof professor sir comrade chairman governor judge prosecutor emir ' +
    'президент министр премьер канцлер секретарь посол спецпредставитель спикер генерал маршал шейх мулла маулави аятолла господин ' +
    'г-н госсекретарь генсек глава товарищ'
  )
    .split(' ')
    .map((word) => foldText(word).text),
);

/** The covered words of a field, so that «России Лавров» is not read as a name. */
export type Covered = ReadonlySet<number>;

/** Whether the surname at the candidate carries somebody else's given name («Ярослав Песков»). Scripts without capitals: only known given names. */
export function isOtherPerson(
  candidate: Candidate,
  field: Field,
  context: { matcher: Matcher; covered: Covered },
): boolean {
  const before = field.words[candidate.from - 1];
  if (before === undefined || field.text.slice(before.end, candidate.start) !== ' ') return false;
  const letter = field.text.charAt(before.start);
  if (letter !== letter.toUpperCase()) return false;
  if (context.matcher.givenNames.has(before.folded)) return true;
  const isCapital = letter !== letter.toLowerCase();
  const surface = field.text.slice(before.start, before.end);
  if (!isCapital || surface === surface.toUpperCase()) return false;
  if (context.covered.has(candidate.from - 1) || TITLES.has(before.folded)) return false;
  return !opensSentence(before.start, field.text) && !isTitleCase(candidate, field);
}

function opensSentence(at: number, text: string): boolean {
  return /(?:^|[.!?:;\n—–"«“”»(])\s*$/u.test(text.slice(Math.max(0, at - 4), at));
}

/** A headline capitalises every word, so a capital says nothing. */
function isTitleCase(candidate: Candidate, field: Field): boolean {
  const earlier = field.words[candidate.from - 2];
  return earlier !== undefined && /^\p{Lu}/u.test(field.text.slice(earlier.start, earlier.end));
}

/** Where a name with initials begins («С. Лавров», "S. V. Lavrov"); undefined where the initials are another person's. */
export function startWithInitials(candidate: Candidate, field: Field, entity: Entity): number | undefined {
  let start = candidate.start;
  for (let at = candidate.from - 1; at >= 0; at -= 1) {
    const word = field.words[at];
    if (word === undefined || !isInitial(field.text.slice(word.start, start))) break;
    start = word.start;
  }
  if (start === candidate.start) return start;
  const initial = foldText(field.text.charAt(start)).text;
  return entity.names.some(({ text }) => foldText(text).text.startsWith(initial)) ? start : undefined;
}

function isInitial(text: string): boolean {
  return /^\p{Lu}\.\s?$/u.test(text);
}
