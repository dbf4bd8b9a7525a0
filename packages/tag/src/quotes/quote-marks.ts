/** A quotation as its marks show it: offsets of the words inside, and of the marks. */
export interface QuotedSpan {
  readonly start: number;
  readonly end: number;
  /** Offsets with the marks. */
  readonly open: number;
  readonly close: number;
  /** Opened again at the start of the next paragraph, as long quotations are. */
  readonly continues: boolean;
}

interface Open {
  readonly mark: string;
  readonly at: number;
  readonly continues: boolean;
}

const CLOSED_BY: Readonly<Record<string, string>> = {
  '«': '»',
  '“': '”',
  '„': '“”',
  '‹': '›',
  '‘': '’',
  '"': '"',
};
const CLOSERS = new Set('»”“›’"'.split(''));
const LETTER = /[\p{L}\p{N}]/u;
const MAX_DEPTH = 4;

/** Outermost quotations of a text in order; marks nested in them are part of their words. Takes one pass. */
export function quotedSpans(text: string): QuotedSpan[] {
  const spans: QuotedSpan[] = [];
  let stack: Open[] = [];
  let reopened = '';
  for (let at = 0; at < text.length; at += 1) {
    if (!mayBeMark(text.charCodeAt(at))) continue;
    const mark = text[at] ?? '';
    if (mark === '\n') {
      const [outer] = stack;
      // Without a closing mark a quotation ends with its paragraph, and goes on if the next one opens with the same mark.
      if (outer !== undefined) spans.push(closed(outer, { end: at, close: at }));
      const next =
        text
          .slice(at + 1, at + 8)
          .match(/^\s{0,4}\S/u)?.[0]
          .trim() ?? '';
      reopened = outer !== undefined && next === outer.mark ? outer.mark : '';
      stack = [];
      continue;
    }
    if (!(mark in CLOSED_BY) && !CLOSERS.has(mark)) continue;
    const top = stack.at(-1);
    if (top !== undefined && closes(text, at, top)) {
      stack.pop();
      if (stack.length === 0) spans.push(closed(top, { end: at, close: at + 1 }));
      continue;
    }
    if (mark in CLOSED_BY && opens(text, at) && stack.length < MAX_DEPTH) {
      stack.push({ mark, at, continues: reopened === mark && stack.length === 0 });
      reopened = '';
    }
  }
  const [outer] = stack;
  if (outer !== undefined) spans.push(closed(outer, { end: text.length, close: text.length }));
  return spans.flatMap((span) => withoutAttribution(text, span)).filter(({ start, end }) => end > start);
}

/** Line ends, the plain quotation mark, guillemets, and the block of curved marks: every other letter is passed over at once. */
function mayBeMark(code: number): boolean {
  if (code < 0x20_18) return code === 0x0a || code === 0x22 || code === 0xab || code === 0xbb;
  return code <= 0x20_3a;
}

/** «День был долгий, — отметил Кабулов, — но …»: Russian sets the attribution inside the marks. */
const INSIDE = /[,!?…]?\s[—–]\s\p{Ll}+(?:л|ла|ли|ет|ит|ют|ят)(?:с[яь])?\s[^—–«»]{2,70}?[,.]?\s[—–]\s/gu;
const LONGEST = 2000;

function withoutAttribution(text: string, span: QuotedSpan): QuotedSpan[] {
  const [found] = text.slice(span.start, Math.min(span.end, span.start + LONGEST)).matchAll(INSIDE);
  if (found === undefined || found.index < 2) return [span];
  const from = span.start + found.index;
  const to = from + found[0].length;
  return [
    { ...span, end: from, close: from },
    { ...span, start: to, open: to, continues: true },
  ];
}

function closed({ at, continues }: Open, { end, close }: { end: number; close: number }): QuotedSpan {
  return { start: at + 1, end, open: at, close, continues };
}

function opens(text: string, at: number): boolean {
  const mark = text[at];
  if (mark !== '‘' && mark !== '"') return true;
  return !LETTER.test(text[at - 1] ?? ' ');
}

function closes(text: string, at: number, { mark: open }: Open): boolean {
  const mark = text[at] ?? '';
  if (CLOSED_BY[open]?.includes(mark) !== true) return false;
  // An apostrophe between letters closes nothing.
  return mark !== '’' || !(LETTER.test(text[at - 1] ?? ' ') && LETTER.test(text[at + 1] ?? ' '));
}
