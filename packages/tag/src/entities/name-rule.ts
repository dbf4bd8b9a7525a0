import { foldText } from '@khabar/text';

import type { Word } from './words.ts';

/** Words looked at on either side of a name for a rule without `~`. */
const WINDOW = 10;

/**
 * A "not this" or "only with" rule of the registry. `~` stands for the name: `~ علم` is the word right after it, `new ~` the one
 * right before; without `~` the word stands within ten words of it. A trailing `*` lets any ending follow.
 */
export interface NameRule {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly anywhere: readonly string[];
}

/** Reads a rule as the registry writes it. */
export function readRule(rule: string): NameRule {
  const parts = rule.split(/\s+/u).map((part) => (part === '~' ? part : foldPattern(part)));
  const at = parts.indexOf('~');
  if (at === -1) return { before: [], after: [], anywhere: parts };
  return { before: parts.slice(0, at), after: parts.slice(at + 1), anywhere: [] };
}

/** Whether the rule holds for the words `from` to `to` (inclusive). */
export function ruleHolds(
  rule: NameRule,
  text: readonly Word[],
  span: { readonly from: number; readonly to: number },
): boolean {
  if (rule.anywhere.length > 0) return anywhere(rule.anywhere, text, span);
  return (
    rule.before.every((pattern, index) => fits(pattern, text[span.from - rule.before.length + index])) &&
    rule.after.every((pattern, index) => fits(pattern, text[span.to + 1 + index]))
  );
}

function anywhere(
  patterns: readonly string[],
  text: readonly Word[],
  span: { readonly from: number; readonly to: number },
): boolean {
  const last = Math.min(text.length - 1, span.to + WINDOW);
  for (let at = Math.max(0, span.from - WINDOW); at <= last; at += 1) {
    if (at >= span.from && at <= span.to) continue;
    if (patterns.every((pattern, index) => fits(pattern, text[at + index]))) return true;
  }
  return false;
}

function fits(pattern: string, word: Word | undefined): boolean {
  if (word === undefined) return false;
  return pattern.endsWith('*') ? word.folded.startsWith(pattern.slice(0, -1)) : word.folded === pattern;
}

function foldPattern(part: string): string {
  return part.endsWith('*') ? `${foldText(part.slice(0, -1)).text}*` : foldText(part).text;
}
