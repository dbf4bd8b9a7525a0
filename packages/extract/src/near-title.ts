import type { PageBlocks } from './page-blocks.ts';
import { bareText } from './tidy-text.ts';

// Date lines stand within a few blocks of the title.
const NEAR = 8;
const MAX_LINE = 300;
const HEADING = /^h[1-3]$/;

/** Text of the blocks around the title, nearest first; around the only main heading where the title is shown nowhere. */
export function nearTitle(page: PageBlocks, title: string | null): string[] {
  const key = bareText(title ?? '');
  const same = page.blocks.filter((block) => key !== '' && block.bare === key);
  const shown =
    same.find(({ node }) => HEADING.test(node.tag)) ??
    same.findLast(({ linkChars, text }) => linkChars < text.length / 2);
  const begun = page.blocks.find(
    ({ bare, text }) => key.length > 20 && bare.startsWith(key) && text.length < MAX_LINE,
  );
  const at = shown?.index ?? begun?.index ?? page.blocks.findIndex(({ node }) => node.tag === 'h1');
  if (at < 0) return [];
  const after = page.blocks.slice(at + 1, at + 1 + NEAR);
  const before = page.blocks.slice(Math.max(0, at - 3), at).toReversed();
  // Where only a line break parts them, title and date line are one block.
  const rest =
    shown === undefined && begun !== undefined ? [begun.text.slice((title ?? '').length).trim()] : [];
  return [...rest, ...[...after, ...before].map(({ text }) => text)];
}
