import { foldText } from '@khabar/text';

import type { DateBound, QueryNode } from './query-node.ts';

/** Half-open range in milliseconds since 1970; null: open. */
export interface TimeRange {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

const CALENDAR = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:[Zz]|[+-]\d{2}:?\d{2})?$/;
const RELATIVE = /^-(\d{1,5})([hdwmy])$/;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A date as typed (Persian digits, slashes and dots too) in its canonical form; null: not a date. */
export function dateText(typed: string): string | null {
  const text = foldText(typed.trim()).text.replaceAll(/(?<=\d)[/.](?=\d)/g, '-');
  if (text === 'now' || text === 'today' || text === 'yesterday' || RELATIVE.test(text)) return text;
  if (TIME.test(text)) {
    const zoned = text.toUpperCase().replace(' ', 'T');
    const at = Date.parse(/Z$|[+-]\d{2}:?\d{2}$/.test(zoned.slice(11)) ? zoned : `${zoned}Z`);
    return Number.isNaN(at) ? null : new Date(at).toISOString();
  }
  const [, year, month = '01', day = '01'] = CALENDAR.exec(text) ?? [];
  if (year === undefined || Number(year) < 1000) return null;
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${year}-${month}-${day}`) ? text : null;
}

/** The span of time that a canonical date names: a day, a month, a year, an instant (begin = end). */
function span(text: string, now: Date): { begin: number; end: number } {
  if (text === 'now') return { begin: now.getTime(), end: now.getTime() };
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  if (text === 'today') return { begin: today, end: today + DAY_MS };
  if (text === 'yesterday') return { begin: today - DAY_MS, end: today };
  const [, amount, unit] = RELATIVE.exec(text) ?? [];
  if (amount !== undefined) {
    const at = new Date(now);
    const count = Number(amount);
    if (unit === 'h') at.setTime(at.getTime() - count * HOUR_MS);
    if (unit === 'd') at.setTime(at.getTime() - count * DAY_MS);
    if (unit === 'w') at.setTime(at.getTime() - count * 7 * DAY_MS);
    if (unit === 'm') at.setUTCMonth(at.getUTCMonth() - count);
    if (unit === 'y') at.setUTCFullYear(at.getUTCFullYear() - count);
    return { begin: at.getTime(), end: at.getTime() };
  }
  const [, year, month, day] = CALENDAR.exec(text) ?? [];
  if (year === undefined) return { begin: Date.parse(text), end: Date.parse(text) };
  const y = Number(year);
  if (month === undefined) return { begin: Date.UTC(y, 0), end: Date.UTC(y + 1, 0) };
  if (day === undefined) return { begin: Date.UTC(y, Number(month) - 1), end: Date.UTC(y, Number(month)) };
  const begin = Date.UTC(y, Number(month) - 1, Number(day));
  return { begin, end: begin + DAY_MS };
}

function lowest(bound: DateBound, now: Date): number {
  const { begin, end } = span(bound.text, now);
  if (bound.inclusive) return begin;
  return begin === end ? end + 1 : end;
}

function firstBeyond(bound: DateBound, now: Date): number {
  const { begin, end } = span(bound.text, now);
  if (!bound.inclusive) return begin;
  return begin === end ? end + 1 : end;
}

/** What a `published` node means at the time `now`; an inclusive end covers its whole day, month or year. */
export function publishedRange(node: Extract<QueryNode, { type: 'published' }>, now: Date): TimeRange {
  return {
    fromMs: node.from === null ? null : lowest(node.from, now),
    toMs: node.to === null ? null : firstBeyond(node.to, now),
  };
}
