import type { PageBlocks } from './page-blocks.ts';
import { bareText } from './tidy-text.ts';

// Date lines stand within a few blocks of the title.
const NEAR = 8;

/** Text of the blocks around the title, nearest first. */
export function nearTitle(page: PageBlocks, title: string | null): string[] {
  const key = bareText(title ?? '');
  const at = page.blocks.findIndex(
    (block) => key !== '' && block.bare === key && /^h[1-3]$/.test(block.node.tag),
  );
  if (at < 0) return [];
  const after = page.blocks.slice(at + 1, at + 1 + NEAR);
  const before = page.blocks.slice(Math.max(0, at - 3), at).toReversed();
  return [...after, ...before].map(({ text }) => text);
}
