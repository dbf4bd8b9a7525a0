import type { PageBlock, PageBlocks, PageNode } from './page-blocks.ts';

// A table of data has several short cells; one long cell is a layout of the page.
const MIN_CELLS = 6;
const MAX_MEAN_CHARS = 120;
const MAX_LINK_SHARE = 0.3;
/** Text of the article stands at most this many blocks before. */
const NEAR = 4;

/** Blocks of the tables of data inside the text: a table that the text leads to and goes on after belongs to it whole. */
export function blocksOfDataTables(page: PageBlocks, kept: ReadonlySet<PageBlock>): ReadonlySet<PageBlock> {
  const tables = new Map<PageNode, PageBlock[]>();
  for (const block of page.blocks) {
    const table = tableAround(block.node);
    if (table === null) continue;
    const cells = tables.get(table);
    if (cells === undefined) tables.set(table, [block]);
    else cells.push(block);
  }
  const found = new Set<PageBlock>();
  const lastKept = page.blocks.findLastIndex((block) => kept.has(block));
  for (const cells of tables.values()) {
    const [first, last] = [cells[0], cells.at(-1)];
    if (first === undefined || last === undefined || !isData(cells) || last.index > lastKept) continue;
    const isLedTo = page.blocks
      .slice(Math.max(0, first.index - NEAR), first.index)
      .some((block) => kept.has(block));
    if (isLedTo) for (const cell of cells) found.add(cell);
  }
  return found;
}

function tableAround(start: PageNode): PageNode | null {
  for (let node: PageNode | null = start; node !== null; node = node.parent)
    if (node.tag === 'table') return node;
  return null;
}

function isData(cells: readonly PageBlock[]): boolean {
  const chars = cells.reduce((sum, { text }) => sum + text.length, 0);
  const linkChars = cells.reduce((sum, cell) => sum + cell.linkChars, 0);
  return (
    cells.length >= MIN_CELLS &&
    chars <= cells.length * MAX_MEAN_CHARS &&
    linkChars <= chars * MAX_LINK_SHARE &&
    !cells.some(({ node }) => node.hidden)
  );
}
