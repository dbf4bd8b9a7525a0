import type { Warning } from './hint.ts';

/** Deepest nesting of brackets that is read. */
const MAX_DEPTH = 40;

/** Blanks brackets that open deeper than `MAX_DEPTH`, and their partners. Offsets stay. */
export function limitDepth(text: string, warnings: Warning[]): string {
  let depth = 0;
  let quoted = false;
  let limited = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '\\') {
      limited += text.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (letter === '"') quoted = !quoted;
    if (letter === '(' && !quoted) depth += 1;
    const tooDeep = depth > MAX_DEPTH && !quoted && (letter === '(' || letter === ')');
    if (tooDeep && letter === '(' && depth === MAX_DEPTH + 1)
      warnings.push({ code: 'too-deep', start: at, end: at + 1 });
    if (letter === ')' && !quoted && depth > 0) depth -= 1;
    limited += tooDeep ? ' ' : letter;
  }
  return limited;
}
